import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAuthorization } from '../../src/services/authorization/create-authorization.ts';
import { revokeAuthorization } from '../../src/services/authorization/revoke-authorization.ts';
import { cutBulk } from '../../src/services/bulk/cut-bulk.ts';
import { defaultLargeFeedSettings } from '../../src/services/large-feed/settings.ts';
import { readMigrations } from '../../src/storage/migrate.ts';
import { type BulkEntry, bulkEntriesOf, readBulkText } from '../support/bulk-entries.ts';
import { type BulkClient, correctHome, findBulkClient } from '../support/bulk-house.ts';
import { feedContext, workFeeds } from '../support/feed-work.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
let one: BulkClient;
beforeEach(async () => {
  house = await openHouse();
  one = await findBulkClient(house);
});
afterEach(async () => await house.close());

const minute = 60_000;
const correct = (value: number) => correctHome(house, one, value);
/** An Authorization that begins in a minute. */
const grant = async (): Promise<string> => {
  const { uid } = await createAuthorization(house, {
    utilityId: one.utilityId,
    clientId: one.id,
    meters: ['home-electric'],
    scope: 'FB=1_3_4_5_13_15_16_37_39',
    start: Math.floor((house.clock.now() + minute) / 1000),
  });
  return uid;
};
const cut = async (): Promise<string[]> =>
  (await cutBulk(feedContext(house, defaultLargeFeedSettings), { clientId: one.id })).map(({ uid }) => uid);
const read = async (uids: readonly string[]): Promise<BulkEntry[]> =>
  (await Promise.all(uids.map((uid) => readBulkText(house, uid)))).flatMap(bulkEntriesOf);
async function deliver(): Promise<BulkEntry[]> {
  const uids = await cut();
  await workFeeds(house);
  return await read(uids);
}
const blocksOf = (uid: string, entries: readonly BulkEntry[]): string[] =>
  entries
    .filter(({ noun, self }) => noun === 'IntervalBlock' && self.startsWith(`/Subscription/${uid}/`))
    .map(({ self, updated }) => `${self} ${updated}`);

it('an Authorization that begins between a cut and its writing is in the next one, and only there', async () => {
  await deliver();
  const uid = await grant();
  await correct(41);
  const uids = await cut();
  house.clock.advance(minute);
  await workFeeds(house);
  const first = await read(uids);
  expect(blocksOf('authfull', first)).toHaveLength(1);
  expect(blocksOf(uid, first)).toEqual([]);
  expect(first.some(({ self }) => self === `/Authorization/${uid}`)).toBe(true);
  expect(blocksOf(uid, await deliver()).length).toBeGreaterThan(1);
  expect(await deliver()).toEqual([]);
});

it('an Authorization that has begun for the one that cuts is written by one whose clock is a second behind', async () => {
  await deliver();
  const uid = await grant();
  await deliver();
  house.clock.advance(minute);
  const uids = await cut();
  house.clock.advance(-1000);
  await workFeeds(house);
  expect(blocksOf(uid, await read(uids)).length).toBeGreaterThan(1);
  house.clock.advance(minute);
  expect(await deliver()).toEqual([]);
});

it('a bulk is cut for nothing that changed before an Authorization begins', async () => {
  const uid = await grant();
  await deliver();
  await house.db.query(
    `delete from authorization_usage_point where authorization_id <> (select id from "authorization" where uid = $1)`,
    [uid],
  );
  await correct(42);
  expect(await cut()).toEqual([]);
});

it('what was active at the cut gives nothing when it has ended before the writing, by its row or by the clock', async () => {
  await house.db.query(`update "authorization" set end_ts = $1 where uid = 'authbob'`, [
    Math.floor((house.clock.now() + minute) / 1000),
  ]);
  const uids = await cut();
  house.clock.advance(minute);
  await revokeAuthorization(house, { uid: 'authfull', cause: 'customer' });
  await workFeeds(house);
  const entries = await read(uids);
  expect(blocksOf('authintervals', entries).length).toBeGreaterThan(1);
  for (const uid of ['authfull', 'authbob'])
    expect(entries.some(({ self }) => self.startsWith(`/Subscription/${uid}/`))).toBe(false);
});

it('members of bulks that were cut before it was kept are judged by the time of their cut', async () => {
  const uid = await grant();
  await cut();
  await house.db.query('alter table bulk_member drop column active');
  const sql = (await readMigrations()).find(({ number }) => number === 4)?.sql ?? '';
  await house.db.transaction((tx) => tx.script(sql));
  const members = await house.db.query<{ uid: string; active: boolean }>(
    `select a.uid, m.active from bulk_member m join "authorization" a on a.id = m.authorization_id
     where a.uid in ('authfull', $1) order by a.id`,
    [uid],
  );
  expect(members).toEqual([
    { uid: 'authfull', active: true },
    { uid, active: false },
  ]);
});
