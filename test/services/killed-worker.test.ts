import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { enqueueBulkCut } from '../../src/services/bulk/enqueue-bulk-cut.ts';
import { lockLargeFeedUse } from '../../src/storage/large-feed-quota.ts';
import { type BulkEntry, bulkEntriesOf, readBulkText } from '../support/bulk-entries.ts';
import { testNow } from '../support/clock.ts';
import { findDatabaseUrl, testDatabaseKind } from '../support/database.ts';
import { smallFeeds } from '../support/feed-work.ts';
import { cutGate, type Gate, lastGate, makeGates, shutGate } from '../support/gates.ts';
import { base, type House, openHouse, publicUrl, type TestAnswer } from '../support/house.ts';
import { startFeedWorker, type WorkerProcess } from '../support/worker-process.ts';

const path = '/Batch/Subscription/authbob';
const gzip = { 'accept-encoding': 'gzip' };
const leaseMs = 1200;
/** Each feed has them once, below the first Authorization that uses them there. */
const shared = new Set(['LocalTimeParameters', 'ReadingType']);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

// The embedded database belongs to one process.
describe.skipIf(testDatabaseKind !== 'postgres')('a worker that is killed', () => {
  let house: House;
  let workers: WorkerProcess[];
  let gates: Gate[];
  let aheadMs: number;
  beforeEach(async () => {
    house = await openHouse({ largeFeeds: smallFeeds });
    workers = [];
    gates = [];
    aheadMs = testNow - Date.now();
    await makeGates(house.db);
    // Long enough to be killed in many places.
    await house.db.query(
      `insert into interval_day (up_id, mr_no, day, start_ts, step, n, enc, published, updated, data)
       select up_id, mr_no, day + k, start_ts + k * 86400, step, n, enc, published, updated, data
       from (select * from interval_day where up_id = (select id from usage_point where uid = 'meterflatelectric')
         order by day desc limit 1) last, generate_series(1, 150) k`,
    );
  });
  afterEach(async () => {
    for (const worker of workers) await worker.kill();
    for (const gate of gates) await gate.open();
    await house.close();
  });

  async function start(): Promise<WorkerProcess> {
    const databaseUrl = await findDatabaseUrl(house.db);
    const worker = await startFeedWorker({
      databaseUrl,
      publicUrl,
      largeFeeds: smallFeeds,
      leaseMs,
      aheadMs,
    });
    workers.push(worker);
    return worker;
  }
  async function shut(key: number): Promise<Gate> {
    const gate = await shutGate(house.db, key);
    gates.push(gate);
    return gate;
  }
  const get = (url: string, token: string, more: Record<string, string> = {}) =>
    house.fetch(url, { token, headers: { ...gzip, ...more } });
  /** Asks until the answer is complete; until then it must be a 202 without a body, for a range as well. */
  async function whenComplete(url: string, token: string): Promise<TestAnswer> {
    for (let i = 0; i < 600; i++) {
      const answer = await get(url, token);
      if (answer.status === 200) return answer;
      const range = await get(url, token, { range: 'bytes=0-9' });
      expect([answer.status, answer.bytes.length]).toEqual([202, 0]);
      expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/);
      expect([202, 206]).toContain(range.status);
      await pause(50);
    }
    throw new Error('It is never complete');
  }
  const jobs = () => house.db.query<{ tries: number }>(`select tries from job where kind = 'build-feed'`);
  /** Waits until a worker has begun for so many times, or the work is done. */
  const claimed = async (tries: number): Promise<void> => {
    for (let i = 0; i < 6000; i++) {
      const [job] = await jobs();
      if (job === undefined || job.tries >= tries) return;
      await pause(5);
    }
    throw new Error('Nobody takes the job');
  };
  /** A job outlives its feed for a moment, and for a lease where its worker was killed in between. */
  const done = async (): Promise<void> => {
    for (let i = 0; i < 3000 && (await jobs()).length > 0; i++) await pause(10);
    expect(await jobs()).toEqual([]);
  };
  const partsOf = () =>
    house.db.query(
      `select p.attempt, count(*)::int4 as parts, sum(length(p.bytes))::int8 as bytes
       from large_feed_part p group by p.feed_id, p.attempt`,
    );

  /** The feed is there, all of it and once; nothing is left of what was broken off. */
  async function expectWhole(answer: TestAnswer, attempt: number): Promise<void> {
    const text = await house.fetch(`${path}?max-results=5000`, { token: house.tokens.bob });
    expect(gunzipSync(answer.bytes).toString()).toBe(text.text);
    const [feed] = await house.db.query<{ parts: number; bytes: number; clientId: number }>(
      'select parts, bytes, client_id as "clientId" from large_feed',
    );
    expect(feed).toMatchObject({ bytes: answer.bytes.length });
    expect(await partsOf()).toEqual([{ attempt, parts: feed?.parts, bytes: feed?.bytes }]);
    await done();
    const use = await house.db.transaction((tx) =>
      lockLargeFeedUse(tx, { clientId: feed?.clientId ?? 0, now: testNow }),
    );
    expect(use.kept).toBe(1);
    expect(workers.flatMap(({ errors }) => errors)).toEqual([]);
  }

  it.each([
    ['after the first part', 1],
    ['between two parts', 7],
    ['in the transaction that ends the feed', lastGate],
  ])('%s: another one writes the feed anew when its lease is over', async (_where, key) => {
    const { bob } = house.tokens;
    const gate = await shut(key);
    const first = await start();
    expect((await get(path, bob)).status).toBe(202);
    await gate.reached();
    await start();
    // As long as it lives, it keeps its job, however long it takes.
    await pause(leaseMs * 1.5);
    expect(await jobs()).toEqual([{ tries: 1 }]);
    expect((await get(path, bob)).status).toBe(202);
    await first.kill();
    await gate.open();
    await expectWhole(await whenComplete(path, bob), 2);
  });

  it('anywhere, three times in a row: the fourth one writes the feed', async () => {
    const { bob } = house.tokens;
    for (let n = 1; n <= 3; n++) {
      const worker = await start();
      await get(path, bob);
      await claimed(n);
      await pause(Math.random() * 60);
      await worker.kill();
      // It was quick: the rest is proven by the other rounds.
      if ((await get(path, bob)).status === 200) break;
    }
    await start();
    const answer = await whenComplete(path, bob);
    const [row] = await house.db.query<{ attempt: number }>('select attempt from large_feed');
    await expectWhole(answer, row?.attempt ?? 0);
  });

  it('halted instead, and goes on when another one has finished: it changes nothing any more', async () => {
    const { bob } = house.tokens;
    const gate = await shut(5);
    const first = await start();
    await get(path, bob);
    await gate.reached();
    first.halt();
    await gate.open();
    await start();
    const answer = await whenComplete(path, bob);
    await expectWhole(answer, 2);
    first.goOn();
    await pause(500);
    const later = await get(path, bob);
    expect([later.status, later.bytes.equals(answer.bytes)]).toEqual([200, true]);
    await expectWhole(later, 2);
  });

  async function askForCut(): Promise<void> {
    await house.db.query(
      `update client set notify_uri = 'https://tp.example/notify' where uid = 'clientone'`,
    );
    const [client] = await house.db.query<{ id: number }>(`select id from client where uid = 'clientone'`);
    await house.db.transaction((tx) =>
      enqueueBulkCut(tx, { clientId: client?.id ?? 0, soonest: 0, waitMs: 0 }),
    );
  }
  async function killAt(gate: Gate, worker: WorkerProcess): Promise<void> {
    await gate.reached();
    await worker.kill();
    await gate.open();
  }

  it.each([
    ['while it cuts', cutGate],
    ['while it writes a bulk', 2],
    ['in the transaction that ends a bulk', lastGate],
  ])('%s: bulks are cut once, lose nothing, and are told of once', async (_where, key) => {
    const all = await house.fetch('/Bulk/bulkone?max-results=5000', { token: house.tokens.client });
    const gate = await shut(key);
    const first = await start();
    await askForCut();
    await gate.reached();
    await start();
    await killAt(gate, first);
    let bulks: { uid: string; cut: string; attempt: number }[] = [];
    for (let i = 0; i < 600 && bulks.length === 0; i++) {
      bulks = await house.db.query(
        `select b.uid, b.cut_uid as cut, f.attempt from bulk b join large_feed f on f.bulk_id = b.id order by b.id`,
      );
      await pause(20);
    }
    expect(bulks.length).toBeGreaterThan(1);
    for (const { uid } of bulks) await whenComplete(`/Bulk/${uid}`, house.tokens.client);

    expect(new Set(bulks.map(({ cut }) => cut)).size).toBe(1);
    const texts = await Promise.all(bulks.map(({ uid }) => readBulkText(house, uid)));
    const entries = texts.flatMap(bulkEntriesOf);
    const textsOf = (of: readonly BulkEntry[]) =>
      new Set(of.filter(({ noun }) => !shared.has(noun)).map(({ xml }) => xml.replace('</feed>\n', '')));
    const [expected, found] = [textsOf(bulkEntriesOf(all.text)), textsOf(entries)];
    expect([...expected].filter((xml) => !found.has(xml))).toEqual([]);
    expect(found.size).toBe(expected.size);
    const blocks = entries.filter(({ noun }) => noun === 'IntervalBlock').map(({ self }) => self);
    expect(blocks).toEqual([...new Set(blocks)]);
    expect(await partsOf()).toHaveLength(bulks.length);
    expect(await house.db.query('select event, resources from notification')).toEqual([
      { event: 'data', resources: bulks.map(({ uid }) => `${base}/Bulk/${uid}`) },
    ]);
    expect(workers.flatMap(({ errors }) => errors)).toEqual([]);
  });
});
