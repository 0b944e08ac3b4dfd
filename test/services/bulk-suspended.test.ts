import { afterEach, beforeEach, expect, it } from 'vitest';
import { revokeAuthorization } from '../../src/services/authorization/revoke-authorization.ts';
import { cutBulk } from '../../src/services/bulk/cut-bulk.ts';
import { enqueueBulkCut } from '../../src/services/bulk/enqueue-bulk-cut.ts';
import { expireFeeds } from '../../src/services/large-feed/expire-feeds.ts';
import { defaultLargeFeedSettings } from '../../src/services/large-feed/settings.ts';
import { type BulkEntry, bulkEntriesOf, readBulkText } from '../support/bulk-entries.ts';
import { type BulkClient, correctHome, findBulkClient } from '../support/bulk-house.ts';
import { feedContext, workFeeds } from '../support/feed-work.ts';
import { type House, openHouse } from '../support/house.ts';
import { stopClient } from '../support/stopped-clients.ts';

let house: House;
let one: BulkClient;
beforeEach(async () => {
  house = await openHouse();
  one = await findBulkClient(house);
});
afterEach(async () => await house.close());

const stop = (step: 'suspend' | 'resume' | 'terminate') =>
  stopClient(house, { uid: 'clientone', utilityId: one.utilityId }, step);
const work = () => workFeeds(house, defaultLargeFeedSettings);
const correct = (value: number) => correctHome(house, one, value);
const cut = async (): Promise<string[]> =>
  (await cutBulk(feedContext(house, defaultLargeFeedSettings), { clientId: one.id })).map(({ uid }) => uid);
async function deliver(): Promise<BulkEntry[]> {
  const uids = await cut();
  await work();
  const texts = await Promise.all(uids.map((uid) => readBulkText(house, uid)));
  return texts.flatMap(bulkEntriesOf);
}
const corrections = (entries: readonly BulkEntry[], value: number): number =>
  entries.filter(({ xml }) => xml.includes(`<value>${value}</value>`)).length;

it('a bulk that was cut before a suspension is written when it is over, and is told of then', async () => {
  await house.db.query(`update client set notify_uri = 'https://tp.example/notify'`);
  await deliver();
  await house.db.query('delete from notification');
  await correct(41);
  const [uid = ''] = await cut();
  await stop('suspend');
  await work();
  expect(await house.db.query(`select 1 from notification where event = 'data'`)).toEqual([]);
  await stop('resume');
  await work();
  expect(corrections(bulkEntriesOf(await readBulkText(house, uid)), 41)).toBe(3);
  expect(await house.db.query(`select 1 from notification where event = 'data'`)).toHaveLength(1);
  expect(await deliver()).toEqual([]);
});

it('what changes and ends during a suspension is in the first cut after it', async () => {
  await deliver();
  await stop('suspend');
  await correct(42);
  await revokeAuthorization(house, { uid: 'authbob', cause: 'customer' });
  await house.db.transaction((tx) => enqueueBulkCut(tx, { clientId: one.id, soonest: 0, waitMs: 0 }));
  await work();
  expect(await cut()).toEqual([]);
  await stop('resume');
  const entries = await deliver();
  expect(corrections(entries, 42)).toBe(3);
  expect(entries.find(({ self }) => self === '/Authorization/authbob')?.xml).toContain('<status>0</status>');
});

it('the end of a suspension cuts for a third party that is told by bulk', async () => {
  await deliver();
  await stop('suspend');
  await correct(43);
  await house.db.query(`update "authorization" set scope = $1 where uid = 'authfull'`, [
    'FB=1_3_4_5_13_15_16_35_37_39;BR=bulkone',
  ]);
  await stop('resume');
  await work();
  const bulks = await house.db.query<{ uid: string }>('select uid from bulk order by id desc limit 1');
  expect(corrections(bulkEntriesOf(await readBulkText(house, bulks[0]?.uid ?? '')), 43)).toBe(3);
});

it('a finished bulk that is written anew because of a revocation outlasts a suspension', async () => {
  const [uid = ''] = await cut();
  await work();
  await stop('suspend');
  await revokeAuthorization(house, { uid: 'authbob', cause: 'customer' });
  await work();
  await stop('resume');
  await work();
  const text = await readBulkText(house, uid);
  expect(text).toContain('/Subscription/authfull/');
  expect(text).not.toContain('/Subscription/authbob/');
});

it('a suspension takes no time from its bulks, however long it is', async () => {
  const [uid = ''] = await cut();
  const day = 86_400_000;
  house.clock.advance(day);
  await stop('suspend');
  house.clock.advance(defaultLargeFeedSettings.bulkKeepMs);
  expect(await expireFeeds(house)).toBe(0);
  await stop('resume');
  await work();
  expect(await readBulkText(house, uid)).toContain('/Subscription/authfull/');
  house.clock.advance(defaultLargeFeedSettings.bulkKeepMs - day);
  expect(await expireFeeds(house)).toBe(1);
});

it('a third party that is terminated loses its bulks', async () => {
  await cut();
  await stop('suspend');
  await work();
  await stop('terminate');
  house.clock.advance(defaultLargeFeedSettings.bulkKeepMs);
  expect(await expireFeeds(house)).toBe(1);
  expect(await cut()).toEqual([]);
});

it('bulks that wait for the end of a suspension make nobody else wait longer', async () => {
  await cut();
  await stop('suspend');
  await house.db.query(`update large_feed set readings = 1e9`);
  const [two] = await house.db.query<{ id: number }>(`select id from client where uid = 'clienttwo'`);
  const [bulk] = await cutBulk(feedContext(house, defaultLargeFeedSettings), { clientId: two?.id ?? 0 });
  const answer = await house.fetch(`/Bulk/${bulk?.uid}`, { token: house.tokens.clientTwo });
  expect([answer.status, Number(answer.headers['retry-after'])]).toEqual([202, 1]);
});
