import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthorization } from '../../src/services/authorization/create-authorization.ts';
import { revokeAuthorization } from '../../src/services/authorization/revoke-authorization.ts';
import { cutBulk } from '../../src/services/bulk/cut-bulk.ts';
import { enqueueBulkCut } from '../../src/services/bulk/enqueue-bulk-cut.ts';
import { splitBulk } from '../../src/services/bulk/split-bulk.ts';
import type { IngestBatch } from '../../src/services/ingest/ingest-batch.ts';
import { expireFeeds } from '../../src/services/large-feed/expire-feeds.ts';
import { listLargeFeeds } from '../../src/services/large-feed/list-feeds.ts';
import { defaultLargeFeedSettings } from '../../src/services/large-feed/settings.ts';
import { bulkEntriesOf, readBulkText } from '../support/bulk-entries.ts';
import { type BulkClient, correctHome, findBulkClient, writePart } from '../support/bulk-house.ts';
import { feedContext, workFeeds } from '../support/feed-work.ts';
import { base, type House, openHouse } from '../support/house.ts';
import { corrected } from '../support/seed/readings.ts';
import { bill } from '../support/seed/values.ts';
import { describeWithShared } from '../support/shared.ts';
import { validateXsd } from '../support/xsd.ts';

let house: House;
let one: BulkClient;
beforeEach(async () => {
  house = await openHouse();
  one = await findBulkClient(house);
});
afterEach(async () => await house.close());

/** Settings with which nothing of the seeded utility is large. */
const usual = () => feedContext(house, defaultLargeFeedSettings);

/** Cuts, writes and reads: the entries of all bulks, in their order. */
async function deliver() {
  const bulks = await cutBulk(usual(), { clientId: one.id });
  await workFeeds(house);
  const entries = [];
  for (const { uid } of bulks) entries.push(...bulkEntriesOf(await readBulkText(house, uid)));
  return entries;
}
const write = (batch: Partial<IngestBatch>) => writePart(house, one, batch);
const correct = (value: number) => correctHome(house, one, value);
const newBill = () =>
  write({
    usageSummaries: [
      {
        usagePointKey: 'home-gas',
        sourceKey: 'b9',
        value: bill('2026-02-07T05:00', '2026-03-09T04:00', '2026-03-11T12:00', 70_000),
      },
    ],
  });
const grant = (input: Partial<Parameters<typeof createAuthorization>[1]> = {}) =>
  createAuthorization(house, {
    utilityId: one.utilityId,
    clientId: one.id,
    meters: ['flat-electric'],
    scope: 'FB=1_3_4_5_13_15_16_37_39',
    ...input,
  });
const selfs = (entries: readonly { noun: string; self: string }[], noun: string): string[] =>
  entries.filter((entry) => entry.noun === noun).map(({ self }) => self);

describe('a cut', () => {
  it('holds everything the first time, and nothing when nothing changed', async () => {
    const entries = await deliver();
    const everything = bulkEntriesOf(
      (await house.fetch('/Bulk/bulkone', { token: house.tokens.client })).text,
    );
    expect(entries.map(({ xml }) => xml)).toEqual(everything.map(({ xml }) => xml));
    expect(await cutBulk(usual(), { clientId: one.id })).toEqual([]);
  });

  it('holds the blocks and bills that changed with their parents, for each Authorization that shares them', async () => {
    await deliver();
    await correct(41);
    await newBill();
    const entries = await deliver();
    expect(selfs(entries, 'Authorization').sort()).toEqual([
      '/Authorization/authfull',
      '/Authorization/authintervals',
      '/Authorization/authranged',
    ]);
    const blocks = selfs(entries, 'IntervalBlock');
    expect(blocks).toHaveLength(3);
    expect(blocks.every((self) => self.endsWith('/IntervalBlock/20260307'))).toBe(true);
    expect(selfs(entries, 'UsageSummary')).toHaveLength(1);
    expect(selfs(entries, 'UsageSummary')[0]).toContain('/Subscription/authfull/UsagePoint/meterhomegas/');
    expect(selfs(entries, 'UsagePoint')).toHaveLength(4);
    expect(selfs(entries, 'MeterReading')).toHaveLength(3);
    expect(selfs(entries, 'ReadingType')).toHaveLength(1);
    expect(selfs(entries, 'LocalTimeParameters')).toHaveLength(1);
  });

  it('holds all that a new Authorization grants, and an ended one without data', async () => {
    await deliver();
    const { uid } = await grant();
    await revokeAuthorization(house, { uid: 'authfull', cause: 'customer' });
    await correct(42);
    const entries = await deliver();
    const ended = entries.find(({ self }) => self === '/Authorization/authfull');
    expect(ended?.xml).toContain('<status>0</status>');
    expect(entries.some(({ self }) => self.startsWith('/Subscription/authfull/'))).toBe(false);
    const fresh = entries.filter(({ self }) => self.startsWith(`/Subscription/${uid}/`));
    expect(selfs(fresh, 'IntervalBlock').length).toBeGreaterThan(1);
    expect(selfs(fresh, 'UsageSummary')).toHaveLength(1);
    expect(selfs(entries, 'IntervalBlock').filter((self) => self.includes('/authintervals/'))).toHaveLength(
      1,
    );
    expect(await deliver()).toEqual([]);
  });

  it('of an Authorization that begins later holds its data once it has begun', async () => {
    await deliver();
    const start = Math.floor(house.clock.now() / 1000) + 3600;
    const { uid } = await grant({ start });
    const before = await deliver();
    expect(before.map(({ noun }) => noun)).toEqual(['Authorization']);
    house.clock.advance(3_600_000);
    const after = await deliver();
    expect(selfs(after, 'IntervalBlock').filter((self) => self.includes(uid)).length).toBeGreaterThan(1);
    expect(await deliver()).toEqual([]);
  });

  it('says nothing of data that its Authorizations do not share', async () => {
    await deliver();
    await write({
      readings: [
        {
          usagePointKey: 'cabin-electric',
          meterReadingKey: 'in',
          readings: [{ start: corrected.start, duration: 900, value: 3 }],
        },
      ],
    });
    expect(await cutBulk(usual(), { clientId: one.id })).toEqual([]);
    await write({
      readings: [
        {
          usagePointKey: 'home-electric',
          meterReadingKey: 'in',
          readings: [{ ...corrected, start: Date.parse('2026-03-09T12:00:00Z') / 1000, value: 5 }],
        },
      ],
    });
    expect(selfs(await deliver(), 'Authorization')).not.toContain('/Authorization/authranged');
  });

  it('that came to hold nothing, because all of it changed again, is in the next one instead', async () => {
    await deliver();
    await correct(43);
    const [bulk] = await cutBulk(usual(), { clientId: one.id });
    await correct(44);
    await workFeeds(house);
    expect((await house.fetch(`/Bulk/${bulk?.uid}`, { token: house.tokens.client })).status).toBe(404);
    const entries = await deliver();
    expect(selfs(entries, 'IntervalBlock')).toHaveLength(3);
    expect(entries.filter(({ xml }) => xml.includes('<value>44</value>'))).toHaveLength(3);
  });

  it('runs as a job, and each third party has its own', async () => {
    await house.db.transaction((tx) => enqueueBulkCut(tx, { clientId: one.id, soonest: 0, waitMs: 0 }));
    await house.db.transaction((tx) => enqueueBulkCut(tx, { clientId: one.id, soonest: 0, waitMs: 0 }));
    await workFeeds(house, defaultLargeFeedSettings);
    const bulks = await house.db.query<{ client: string }>(
      'select c.uid as client from bulk b join client c on c.id = b.client_id',
    );
    expect(bulks).toEqual([{ client: 'clientone' }]);
  });
});

describe('a bulk', () => {
  const read = (uid: string, request: Parameters<House['fetch']>[1] = {}) =>
    house.fetch(`/Bulk/${uid}`, {
      token: house.tokens.client,
      headers: { 'accept-encoding': 'gzip' },
      ...request,
    });
  const cut = async () => {
    const [bulk] = await cutBulk(usual(), { clientId: one.id });
    return bulk?.uid ?? '';
  };

  it('is 202 until it is written, then the same bytes whatever changes, at both paths', async () => {
    const uid = await cut();
    const early = await read(uid);
    expect([early.status, early.bytes.length]).toEqual([202, 0]);
    expect(early.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    await workFeeds(house);
    const first = await read(uid);
    await correct(51);
    await newBill();
    await grant();
    house.clock.advance(4 * 86_400_000);
    const later = await read(uid);
    expect(later.bytes.equals(first.bytes)).toBe(true);
    const other = await house.fetch(`/Batch/Bulk/${uid}/?updated-min=2030-01-01T00:00:00Z`, {
      token: house.tokens.client,
      headers: { 'accept-encoding': 'gzip', range: 'bytes=0-99' },
    });
    expect([other.status, other.bytes.equals(first.bytes.subarray(0, 100))]).toEqual([206, true]);
  });

  it('says how long it takes and how far it is, also where nothing but bulks was written before', async () => {
    await cut();
    await workFeeds(house);
    await correct(52);
    const uid = await cut();
    expect((await read(uid)).headers['retry-after']).toMatch(/^[1-9]\d*$/);
    const {
      rows: [second, first],
    } = await listLargeFeeds(house, { utilityId: one.utilityId, page: 1 });
    expect([second?.percent, first?.percent]).toEqual([0, 100]);
    expect(second?.readings).toBeGreaterThan(0);
    expect(first?.readings).toBeGreaterThan(second?.readings ?? 0);
  });

  it('is over after its days: 404', async () => {
    const uid = await cut();
    await workFeeds(house);
    house.clock.advance(defaultLargeFeedSettings.bulkKeepMs - 1);
    expect((await read(uid)).status).toBe(200);
    house.clock.advance(1);
    expect((await read(uid)).status).toBe(404);
    expect(await expireFeeds(house)).toBe(1);
    expect(await house.db.query('select 1 from large_feed_part')).toEqual([]);
    expect(await cutBulk(usual(), { clientId: one.id })).toEqual([]);
  });

  it('is its third party’s alone, with its client token', async () => {
    const uid = await cut();
    await workFeeds(house);
    expect((await read(uid, { token: house.tokens.clientTwo })).status).toBe(404);
    expect((await read(uid, { token: house.tokens.full })).status).toBe(403);
    expect((await read(uid, { token: house.tokens.registration })).status).toBe(403);
    expect((await house.fetch(`/Bulk/${uid}`)).status).toBe(401);
  });

  it('is written anew without the data of an Authorization that ends, by its row or by the clock', async () => {
    await house.db.query(`update "authorization" set end_ts = $1 where uid = 'authbob'`, [
      Math.floor(house.clock.now() / 1000) + 60,
    ]);
    const uid = await cut();
    await workFeeds(house);
    expect(await readBulkText(house, uid)).toContain('/Subscription/authfull/');
    await revokeAuthorization(house, { uid: 'authfull', cause: 'customer' });
    expect((await read(uid)).status).toBe(202);
    await workFeeds(house);
    const revoked = await readBulkText(house, uid);
    expect(revoked).not.toContain('/Subscription/authfull/');
    expect(revoked).toContain('/Subscription/authbob/');
    house.clock.advance(60_000);
    expect((await read(uid)).status).toBe(202);
    await workFeeds(house);
    expect(await readBulkText(house, uid)).not.toContain('/Subscription/authbob/');
  });

  it('is split by size, and its third party is told once, when all are there', async () => {
    await house.db.query(`update client set notify_uri = 'https://tp.example/notify'`);
    const whole = await cutBulk(usual(), {
      clientId: one.id,
      notify: false,
    });
    await workFeeds(house);
    await house.db.query('delete from bulk_cursor');
    const bulks = await cutBulk(feedContext(house), { clientId: one.id });
    expect(bulks.length).toBeGreaterThan(2);
    expect(await house.db.query('select 1 from notification')).toEqual([]);
    await workFeeds(house);
    const told = await house.db.query<{ event: string; resources: string[] }>(
      'select event, resources from notification',
    );
    expect(told).toEqual([{ event: 'data', resources: bulks.map(({ uid }) => `${base}/Bulk/${uid}`) }]);

    const leaves = (xml: string): string[] =>
      bulkEntriesOf(xml)
        .filter(({ noun }) => ['IntervalBlock', 'UsageSummary', 'MeterReading', 'UsagePoint'].includes(noun))
        .map(({ self, updated }) => `${self} ${updated}`);
    const texts = await Promise.all(bulks.map(({ uid }) => readBulkText(house, uid)));
    const parts = texts.flatMap(leaves);
    expect(new Set(parts).size).toBe(parts.length);
    expect([...parts].sort()).toEqual(leaves(await readBulkText(house, whole[0]?.uid ?? '')).sort());
  });
});

describeWithShared('what RBK001 asks of a bulk', () => {
  it.each(['4.0', '3.3', '4.0-closed'] as const)(
    'valid against %s, entries below a resourceURI',
    async (version) => {
      const texts = [];
      for (const change of [
        correct,
        async () => await newBill(),
        async () => await grant(),
        async () => undefined,
      ]) {
        for (const { uid } of await cutBulk(usual(), { clientId: one.id })) {
          await workFeeds(house);
          texts.push(await readBulkText(house, uid));
        }
        await change(1);
      }
      expect(texts.length).toBeGreaterThan(3);
      const list = (await house.fetch('/Authorization', { token: house.tokens.client })).text;
      const known = [...list.matchAll(/<authorizationURI>[^<]*?\/Authorization\/(\w+)</g)].map(
        ([, uid]) => uid,
      );
      for (const text of texts) {
        expect(validateXsd(text, version)).toEqual([]);
        const entries = bulkEntriesOf(text);
        expect(entries.length).toBeGreaterThan(0);
        for (const { noun, self } of entries) {
          if (noun === 'ReadingType' || noun === 'LocalTimeParameters') continue;
          const [, root, uid] = self.split('/');
          expect([root, known.includes(uid)]).toEqual([
            noun === 'Authorization' ? 'Authorization' : 'Subscription',
            true,
          ]);
        }
      }
    },
  );
});

describe('splitting', () => {
  const member = (authorizationId: number, ...readings: number[]) => ({
    authorizationId,
    active: true,
    whole: false,
    points: readings.map((count, index) => ({ upId: authorizationId * 100 + index, readings: count })),
  });
  const shape = (members: Parameters<typeof splitBulk>[0]) =>
    splitBulk(members, 1000).map((bulk) =>
      bulk.members.map(({ authorizationId, upIds }) => [authorizationId, upIds]),
    );

  it('fills bulks in order, and divides an Authorization only between usage points', () => {
    expect(shape([])).toEqual([]);
    expect(shape([member(1), member(2, 100), member(3, 200)])).toEqual([
      [
        [1, null],
        [2, null],
        [3, null],
      ],
    ]);
    expect(shape([member(1, 600), member(2, 600)])).toEqual([[[1, null]], [[2, null]]]);
    expect(shape([member(1, 5000)])).toEqual([[[1, null]]]);
    expect(shape([member(1, 100), member(2, 400, 400, 400, 400), member(3, 10)])).toEqual([
      [[1, null]],
      [[2, [200, 201]]],
      [[2, [202, 203]]],
      [[3, null]],
    ]);
  });
});

describe('a scope that names a bulk', () => {
  const scope = 'FB=1_3_4_5_13_15_16_35_37_39;SubscriptionFrequency=daily;BR=bulkone';
  const told = () =>
    house.db.query<{ resources: string[] }>('select resources from notification order by id');

  it('has its data told of by bulk: after an import, not more often than it says, once for all', async () => {
    await house.db.query(`update client set notify_uri = 'https://tp.example/notify' where id = $1`, [
      one.id,
    ]);
    await house.db.query(`update "authorization" set scope = $1 where client_id = $2 and status = 1`, [
      scope,
      one.id,
    ]);
    await correct(61);
    expect(await workFeeds(house, defaultLargeFeedSettings)).toBe(0);
    house.clock.advance(15_000);
    await workFeeds(house, defaultLargeFeedSettings);
    const [first] = await told();
    expect(first?.resources).toHaveLength(1);
    const uid = first?.resources[0]?.split('/').at(-1) ?? '';
    expect(await readBulkText(house, uid)).toContain('<value>61</value>');

    await correct(62);
    house.clock.advance(60_000);
    expect(await workFeeds(house, defaultLargeFeedSettings)).toBe(0);
    await correct(63);
    house.clock.advance(20 * 3_600_000);
    await workFeeds(house, defaultLargeFeedSettings);
    expect(await told()).toHaveLength(2);
    const jobs = await house.db.query(`select 1 from job where kind = 'data-notification'`);
    expect(jobs).toEqual([]);
  });
});
