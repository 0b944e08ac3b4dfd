import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Entry } from '../../src/espi/atom.ts';
import { writeFeed } from '../../src/espi/atom-writer.ts';
import { resourceNamed } from '../../src/espi/resources.ts';
import { createAuthorization } from '../../src/services/authorization/create-authorization.ts';
import { revokeAuthorization } from '../../src/services/authorization/revoke-authorization.ts';
import { verifyToken } from '../../src/services/authorization/verify-token.ts';
import type { FeedAnswer } from '../../src/services/resource/answer.ts';
import { bulkFeed } from '../../src/services/resource/bulk-feed.ts';
import type { ResourceContext, ResourceRequest } from '../../src/services/resource/context.ts';
import { findUuidNamespace } from '../../src/services/resource/installation.ts';
import { manyBulkFeed } from '../../src/services/resource/many-bulk-feed.ts';
import { windowOf } from '../../src/services/resource/resource-query.ts';
import { summariseAuthorizations } from '../../src/storage/authorization-views.ts';
import { everyRow } from '../../src/storage/row-range.ts';
import { bulkEntriesOf } from '../support/bulk-entries.ts';
import { type BulkClient, findBulkClient, grantMany } from '../support/bulk-house.ts';
import { feedContext } from '../support/feed-work.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
let client: BulkClient;
beforeEach(async () => {
  house = await openHouse();
  client = await findBulkClient(house);
});
afterEach(async () => await house.close());

const wide = 'FB=1_3_4_5_13_15_16_37_39';
const grant = (meters: readonly string[], input: object = {}) =>
  createAuthorization(house, { ...client, clientId: client.id, meters, scope: wide, ...input });

/** A feed as a third party reads it, and how many rows that took. */
async function read(path: string) {
  const { query } = house.db;
  let rows = 0;
  const spy = vi.spyOn(house.db, 'query').mockImplementation(async (text, values) => {
    const found = await query(text, values);
    rows += found.length;
    return found as never;
  });
  const answer = await house.fetch(path, { token: house.tokens.client });
  spy.mockRestore();
  expect(answer.status).toBe(200);
  return { rows, etag: answer.headers.etag, text: answer.text };
}

const selfs = (text: string): string[] => bulkEntriesOf(text).map(({ self }) => self);

it('the first ten entries take as many rows, however many Authorizations there are', async () => {
  const paths = ['/Authorization?max-results=10', '/Bulk/bulkone?max-results=10'];
  await grantMany(house, 1100, 'some');
  const rowsOf = async (): Promise<number[]> => {
    const rows: number[] = [];
    for (const path of paths) {
      const feed = await read(path);
      expect(selfs(feed.text)).toHaveLength(10);
      rows.push(feed.rows);
    }
    return rows;
  };
  const few = await rowsOf();
  expect(Math.max(...few)).toBeLessThan(20);
  await grantMany(house, 2200, 'more');
  expect(await rowsOf()).toEqual(few);
});

it('pages of Authorizations, read together or one by one, are the collection', async () => {
  await grantMany(house, 1100, 'some');
  const order = await house.db.query<{ uid: string }>(
    `select uid from "authorization" where client_id = $1 and kind = 'customer' order by id`,
    [client.id],
  );
  const expected = order.map(({ uid }) => `/Authorization/${uid}`);
  expect(selfs((await read('/Authorization')).text)).toEqual(expected);
  const pages: string[] = [];
  for (let start = 1; start <= expected.length; start += 600)
    pages.push(...selfs((await read(`/Authorization?start-index=${start}&max-results=600`)).text));
  expect(pages).toEqual(expected);
  expect(selfs((await read('/Authorization?start-index=5000')).text)).toEqual([]);

  const last = `/Bulk/bulkone?start-index=${expected.length}&max-results=2`;
  const [own, first = ''] = selfs((await read(last)).text);
  expect(own).toBe(expected.at(-1));
  expect(first).toMatch(/^\/Subscription\/\w+\/UsagePoint\/\w+$/);
});

it.each(['/Authorization', '/Bulk/bulkone'])(
  'the ETag of a page of %s is new when its bytes are',
  async (path) => {
    const start = Math.floor(house.clock.now() / 1000);
    await grantMany(house, 1100, 'some');
    await grant(['flat-electric'], { end: start + 3600 });
    await grant(['flat-electric'], { start: start + 7200 });
    const page = `${path}?max-results=10`;
    const tags = new Set<string | undefined>();
    const isNew = async (): Promise<boolean> => {
      const { etag } = await read(page);
      expect((await read(page)).etag).toBe(etag);
      return tags.size < tags.add(etag).size;
    };
    expect(await isNew()).toBe(true);
    await revokeAuthorization(house, { uid: 'some1', cause: 'customer' });
    expect(await isNew()).toBe(true);
    await grant(['flat-electric']);
    expect(await isNew()).toBe(true);
    // One is over, which nobody has noted yet.
    house.clock.advance(3_600_000);
    expect(await isNew()).toBe(true);
    // One begins: its data stand in the bulk then, and its entry is as it was.
    house.clock.advance(3_600_000);
    expect(await isNew()).toBe(path !== '/Authorization');
  },
);

/** A permanent bulk, read in the way for few Authorizations and in that for many. */
async function bothWays(query: ResourceRequest['query']): Promise<[FeedAnswer, FeedAnswer]> {
  const context: ResourceContext = {
    ...feedContext(house),
    uuidNamespace: await findUuidNamespace(house),
  };
  const principal = await verifyToken(house, house.tokens.client);
  const row = resourceNamed('Bulk');
  const request = { row, params: { bulk_uid: 'bulkone' }, principal, token: '', query };
  const now = house.clock.now();
  const of = { utilityId: client.utilityId, clientId: client.id, range: everyRow, now };
  const found = await summariseAuthorizations(house.db, of);
  return [await bulkFeed(context, request), await manyBulkFeed(context, request, { found, now })];
}

it.each([
  ['everything', {}],
  ['a time of data', { publishedMin: Date.UTC(2026, 2, 6), publishedMax: Date.UTC(2026, 2, 8) }],
  ['what was entered since', { updatedMin: Date.UTC(2026, 2, 11) }],
])('many Authorizations are read as few are: %s', async (_, bounds) => {
  await grant(['flat-electric'], { dataStart: Date.UTC(2026, 2, 7) / 1000 });
  const { uid } = await grant(['home-electric', 'flat-electric']);
  await revokeAuthorization(house, { uid, cause: 'customer' });
  await grant(['home-gas'], { scope: `${wide};BlockDuration=monthly` });
  const query = { window: windowOf(bounds), page: { skip: 0 } };
  const textOf = async ({ head, entries, style }: FeedAnswer): Promise<string> => {
    let text = '';
    for await (const piece of writeFeed(head, entries, style)) text += piece;
    return text;
  };
  const [few, many] = await bothWays(query);
  expect(many.size).toEqual(few.size);
  const text = await textOf(few);
  expect(selfs(text).length).toBeGreaterThan(9);
  expect(await textOf(many)).toBe(text);
  const count = selfs(text).length;
  for (const skip of [0, 2, count - 3, count + 1]) {
    const [one, other] = await bothWays({ ...query, page: { skip, limit: 4 } });
    expect(selfs(await textOf(other))).toEqual(selfs(await textOf(one)));
  }
});

it('an Authorization that ends while the feed of many is written is left out, and those written are known', async () => {
  const { uid } = await grant(['home-gas'], { scope: `${wide};BlockDuration=monthly` });
  const [, { entries, holds }] = await bothWays({ window: windowOf({}), page: { skip: 0 } });
  const titles: string[] = [];
  let revoked = false;
  for await (const piece of entries) {
    const some: readonly Entry[] = Symbol.iterator in piece ? [...piece] : [piece];
    titles.push(...some.map(({ title }) => title));
    // The list of Authorizations has left, the data have not.
    if (!revoked) await revokeAuthorization(house, { uid, cause: 'customer' });
    revoked = true;
  }
  const keys = await house.db.query<{ id: number; ended: boolean }>(
    `select id, uid = $2 as ended from "authorization" where client_id = $1 and kind = 'customer'`,
    [client.id, uid],
  );
  expect(titles).toContain('IntervalBlock');
  expect(holds?.size).toBeGreaterThan(0);
  expect(keys.filter(({ ended }) => ended).some(({ id }) => holds?.has(id))).toBe(false);
});
