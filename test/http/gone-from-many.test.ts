import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { resourceRoot } from '../../src/espi/resources.ts';
import { createFeedSlots } from '../../src/http/feed-slots.ts';
import { cutBulk } from '../../src/services/bulk/cut-bulk.ts';
import { type BulkClient, findBulkClient, grantMany } from '../support/bulk-house.ts';
import { feedContext, smallFeeds, workFeeds } from '../support/feed-work.ts';
import { type House, openHouse } from '../support/house.ts';

/** Nothing is large in this house, and everything stands in one bulk. */
const settings = { ...smallFeeds, maxReadings: 100_000_000, partBytes: 20_000 };
const slots = createFeedSlots(2);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let house: House;
let client: BulkClient;
let cut: string;
/** Statements that were begun, those that run, and how long each is held before it begins. */
const statements = { begun: 0, running: 0, holdMs: 0 };

beforeAll(async () => {
  house = await openHouse({ largeFeeds: settings, http: { feedSlots: slots } });
  client = await findBulkClient(house);
  await grantMany(house, 1200, 'some');
  const [bulk] = await cutBulk(feedContext(house, settings), { clientId: client.id });
  cut = `/Bulk/${bulk?.uid}`;
  await workFeeds(house, settings);
  const { query, transaction } = house.db;
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    statements.begun++;
    statements.running++;
    try {
      if (statements.holdMs > 0) await pause(statements.holdMs);
      return await work();
    } finally {
      statements.running--;
    }
  };
  Object.assign(house.db, {
    query: ((text, params) => counted(() => query(text, params))) satisfies typeof query,
    transaction: ((work) => counted(() => transaction(work))) satisfies typeof transaction,
  });
  await house.app.listen({ host: '127.0.0.1', port: 0 });
}, 180_000);
afterAll(async () => await house.close());

/** Reads over a connection of its own, to the end or until it has had so many bytes; gives how many it had. */
function read(path: string, leaveAfter = Number.POSITIVE_INFINITY): Promise<number> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const { port } = house.app.server.address() as AddressInfo;
    const headers = { authorization: `Bearer ${house.tokens.client}`, 'accept-encoding': 'gzip' };
    const asked = request(
      { host: '127.0.0.1', port, path: resourceRoot + path, agent: false, headers },
      (response) => {
        if (response.statusCode !== 200) reject(new Error(`${path}: ${response.statusCode}`));
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes >= leaveAfter) asked.destroy();
        });
        response.on('error', () => undefined);
        response.on('close', () => resolve(bytes));
      },
    );
    asked.on('error', (error) => (Number.isFinite(leaveAfter) ? resolve(bytes) : reject(error)));
    asked.end();
  });
}

/** Nothing is done for a reader any more, and nothing is held for it. */
async function expectQuiet(): Promise<void> {
  await expect.poll(() => [slots.taken(), statements.running]).toEqual([0, 0]);
  // What is written down about a request is written behind its answer: it is quiet when nothing has begun for a while.
  let before = Number.NaN;
  await expect
    .poll(
      () => {
        const isStill = statements.begun === before && statements.running === 0;
        before = statements.begun;
        return isStill;
      },
      { interval: 300 },
    )
    .toBe(true);
  const pool = house.db.pool?.();
  if (pool !== undefined) expect([pool.idle, pool.waiting]).toEqual([pool.open, 0]);
  expect(house.log.filter(({ level }) => level === 'error')).toEqual([]);
}

/** All that says what this third party has had. */
const delivered = () =>
  house.db.query(
    `select (select json_agg(c order by c.client_id) from bulk_cursor c)::text as cursors,
       (select json_agg(json_build_array(f.uri, f.state, f.last_read, f.notified, f.expires) order by f.id)
          from large_feed f)::text as feeds,
       (select count(*)::int4 from job where kind in ('build-feed', 'cut-bulk')) as jobs,
       (select json_agg(json_build_array(n.event, n.resources) order by n.id) from notification n)::text as told`,
  );

it.each([
  ['everything, in the list of Authorizations', '/Bulk/bulkone', 0],
  ['everything, in the data', '/Bulk/bulkone', 0.5],
  ['what was entered since, in the data', '/Bulk/bulkone?updated-min=2000-01-01T00:00:00Z', 0.5],
])('a reader that leaves %s, of more than a thousand ends the reading', async (_, path, part) => {
  statements.begun = 0;
  const whole = await read(path);
  await expectQuiet();
  const needed = statements.begun;
  const before = await delivered();
  for (let n = 0; n < 3; n++) {
    statements.begun = 0;
    statements.holdMs = 15;
    try {
      expect(await read(path, Math.max(1, whole * part))).toBeLessThan(whole);
      await expectQuiet();
    } finally {
      statements.holdMs = 0;
    }
    expect(statements.begun).toBeLessThan(needed - 4);
  }
  expect(await delivered()).toEqual(before);
  expect(await read(path)).toBe(whole);
});

it('a bulk of more than a thousand that was left stands as unread, and the next reader has all of it', async () => {
  const before = await delivered();
  const [feed] = await house.db.query<{ bytes: number; parts: number }>(
    'select bytes, parts from large_feed where bulk_id is not null',
  );
  expect(feed?.parts).toBeGreaterThan(20);
  statements.holdMs = 15;
  try {
    for (let n = 0; n < 3; n++) {
      expect(await read(cut, 1)).toBeLessThan(feed?.bytes ?? 0);
      await expectQuiet();
    }
  } finally {
    statements.holdMs = 0;
  }
  expect(await delivered()).toEqual(before);
  expect(await read(cut)).toBe(feed?.bytes);
  await expectQuiet();
  expect(await house.db.query('select 1 from large_feed where last_read is not null')).toHaveLength(1);
});
