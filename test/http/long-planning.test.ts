import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAuthorization } from '../../src/services/authorization/create-authorization.ts';
import { type BulkClient, correctHome, findBulkClient } from '../support/bulk-house.ts';
import { smallFeeds, workFeeds } from '../support/feed-work.ts';
import { type House, openHouse, type TestAnswer } from '../support/house.ts';
import { homeBatch } from '../support/large-feed-house.ts';

/** Nothing is large in this house, unless a test says so, but what takes long to plan. */
const settings = { ...smallFeeds, maxReadings: 100_000_000, planMs: 300, partBytes: 50_000 };
const bulk = '/Bulk/bulkone';
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let house: House;
let client: BulkClient;
/** The settings of this test. */
const set = { ...settings };
/** Statements that plan a feed: how many were begun, and how long each is held before it begins. */
const plans = { begun: 0, holdMs: 0 };

beforeEach(async () => {
  Object.assign(set, settings);
  house = await openHouse({ largeFeeds: set });
  client = await findBulkClient(house);
  // Each with a range of its own: they are planned one after another.
  for (let n = 0; n < 40; n++)
    await createAuthorization(house, {
      utilityId: client.utilityId,
      clientId: client.id,
      meters: ['home-electric'],
      scope: 'FB=1_3_4_5_13_15_37_39',
      dataStart: 1_700_000_000 + n,
    });
  const { query } = house.db;
  const counting: typeof query = async (text, params) => {
    if (text.includes('with p as materialized')) {
      plans.begun++;
      await pause(plans.holdMs);
    }
    return await query(text, params);
  };
  Object.assign(house.db, { query: counting });
  plans.begun = 0;
  plans.holdMs = 0;
});
afterEach(async () => await house.close());

const gzip = { 'accept-encoding': 'gzip' };
const ask = (path = bulk, method: 'GET' | 'HEAD' = 'GET'): Promise<TestAnswer> =>
  house.fetch(path, {
    method,
    token: path.startsWith(bulk) ? house.tokens.client : house.tokens.full,
    headers: gzip,
  });
const feeds = () =>
  house.db.query<{ id: number; state: string; readings: number; entries: number }>(
    'select id, state, readings, entries from large_feed where key is not null order by id',
  );

it('a feed that is known to be large is planned no further while its reader waits', async () => {
  Object.assign(set, { maxReadings: 300, planMs: 60_000 });
  expect((await ask()).status).toBe(202);
  expect(plans.begun).toBeLessThan(8);
  const [asked] = await feeds();
  plans.begun = 0;
  const direct = await ask(`${bulk}?max-results=5000`);
  expect(plans.begun).toBeGreaterThan(35);
  expect(await workFeeds(house, settings)).toBe(1);
  const [written] = await feeds();
  // It was said from the part that was planned how large all would be.
  expect(asked?.readings).toBeGreaterThan((written?.readings ?? 0) / 3);
  expect(asked?.readings).toBeLessThan((written?.readings ?? 0) * 3);
  expect(gunzipSync((await ask()).bytes).toString()).toBe(gunzipSync(direct.bytes).toString());
});

it.each([bulk, homeBatch])('what takes too long to plan is planned by a worker: %s', async (path) => {
  plans.holdMs = path === bulk ? 40 : 1000;
  expect((await ask(path)).status).toBe(202);
  const { begun } = plans;
  // The same question, while it is not answered, is not planned again.
  expect((await ask(path)).status).toBe(202);
  expect(plans.begun).toBeLessThanOrEqual(begun + 1);
  expect(begun).toBeLessThan(20);
  const asked = await feeds();
  expect(asked).toHaveLength(1);
  await pause(plans.holdMs);
  plans.holdMs = 0;
  expect(await workFeeds(house, settings)).toBe(1);
  plans.begun = 0;
  plans.holdMs = 1000;
  const answer = await ask(path);
  expect([answer.status, answer.headers['accept-ranges'], plans.begun]).toEqual([200, 'bytes', 0]);
  plans.holdMs = 0;
  const direct = await ask(`${path}?max-results=5000`);
  expect(gunzipSync(answer.bytes).toString()).toBe(gunzipSync(direct.bytes).toString());
  const [written] = await feeds();
  expect(written?.readings).not.toBe(asked[0]?.readings);
});

it('a finished feed is written anew when there is no time to find out whether its data have changed', async () => {
  plans.holdMs = 40;
  await ask();
  plans.holdMs = 0;
  await workFeeds(house, settings);
  expect((await ask()).status).toBe(200);
  await expect
    .poll(async () => await house.db.query('select 1 from large_feed where last_read is not null'))
    .toHaveLength(1);
  await correctHome(house, client, 4321);
  house.clock.advance(2 * 3_600_000);
  plans.holdMs = 40;
  plans.begun = 0;
  expect((await ask()).status).toBe(202);
  expect(plans.begun).toBeLessThan(20);
  plans.holdMs = 0;
  await workFeeds(house, settings);
  expect((await ask()).status).toBe(200);
  expect(await feeds()).toHaveLength(1);
});

it('a feed that was begun anew too often is not planned before it begins', async () => {
  plans.holdMs = 40;
  await ask();
  plans.holdMs = 0;
  await house.db.query('update large_feed set ends = 3');
  await house.db.query('delete from job');
  const small = await ask(`${bulk}?max-results=5000`);
  plans.begun = 0;
  const head = await ask(bulk, 'HEAD');
  expect([head.status, plans.begun]).toEqual([200, 0]);
  const answer = await ask();
  expect(answer.status).toBe(200);
  const entries = ({ bytes }: TestAnswer): string =>
    gunzipSync(bytes)
      .toString()
      .replace(/^.*?<entry/s, '<entry');
  expect(entries(answer)).toBe(entries(small));
});
