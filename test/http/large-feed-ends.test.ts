import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthorization } from '../../src/services/authorization/create-authorization.ts';
import { revokeAuthorization } from '../../src/services/authorization/revoke-authorization.ts';
import { buildFeed } from '../../src/services/large-feed/build-feed.ts';
import type { Database } from '../../src/storage/database.ts';
import { feedContext, workFeeds } from '../support/feed-work.ts';
import { base, type House, type TestAnswer } from '../support/house.ts';
import { fetchPacked, openLargeFeedHouse } from '../support/large-feed-house.ts';

let house: House;
/** Authorizations that may end. */
let granted: string[];
beforeEach(async () => {
  house = await openLargeFeedHouse();
  const [client] = await house.db.query<{ id: number; utilityId: number }>(
    `select id, utility_id as "utilityId" from client where uid = 'clientone'`,
  );
  granted = [];
  for (let i = 0; i < 4; i++) {
    const { uid } = await createAuthorization(house, {
      utilityId: client?.utilityId ?? 0,
      clientId: client?.id ?? 0,
      meters: ['home-electric'],
      scope: 'FB=1_3_4_5_13_15_16_37_39',
    });
    granted.push(uid);
  }
});
afterEach(async () => await house.close());

const get = () => fetchPacked(house, '/Bulk/bulkone', { token: house.tokens.client });
const textOf = ({ bytes }: TestAnswer): string => gunzipSync(bytes).toString();
const feeds = () =>
  house.db.query<{ id: number; state: string; attempt: number; ends: number }>(
    'select id, state, attempt, ends from large_feed where key is not null order by id',
  );
const revoke = async (): Promise<string> => {
  const uid = granted.pop() ?? '';
  await revokeAuthorization(house, { uid, cause: 'customer' });
  return uid;
};

/** Writes the feed as a worker does that is interrupted once: when it sends such a statement. */
async function work(before: RegExp, interruption: () => Promise<unknown>): Promise<number | undefined> {
  const [feed] = await feeds();
  let interrupted = false;
  const watched = (query: Database['query']): Database['query'] =>
    (async (text: string, values?: readonly unknown[]) => {
      if (!interrupted && before.test(text)) {
        interrupted = true;
        await interruption();
      }
      return await query(text, values as never);
    }) as Database['query'];
  const db = { ...house.db, query: watched(house.db.query) };
  return await buildFeed({ ...feedContext(house), db }, { feedId: feed?.id ?? 0 });
}
const beforeRun = /select id from "authorization"\s+where id = any/;
const beforeLastPart = /insert into large_feed_part/;

describe('a feed over all Authorizations, of which one ends', () => {
  it('before a worker has begun it, is written without it, and asked for only once', async () => {
    await get();
    const [asked] = await feeds();
    const uid = await revoke();
    expect((await get()).status).toBe(202);
    await revoke();
    await workFeeds(house);
    expect(await feeds()).toMatchObject([{ id: asked?.id, attempt: 1, ends: 0 }]);
    const answer = await get();
    expect(answer.status).toBe(200);
    expect(textOf(answer)).toContain('/Subscription/authfull/');
    expect(textOf(answer)).not.toContain(`/Subscription/${uid}/`);
  });

  it('before its turn comes, goes on without it', async () => {
    await get();
    let uid = '';
    expect(await work(beforeRun, async () => (uid = await revoke()))).toBeUndefined();
    expect(await feeds()).toMatchObject([{ state: 'ready', attempt: 1, ends: 0 }]);
    expect(textOf(await get())).not.toContain(`/Subscription/${uid}/`);
  });

  it('after its data were written, is begun anew without it', async () => {
    await get();
    let uid = '';
    const again = await work(beforeLastPart, async () => (uid = await revoke()));
    expect(again).toBe(house.clock.now());
    expect((await get()).status).toBe(202);
    await workFeeds(house);
    expect(await feeds()).toMatchObject([{ state: 'ready', attempt: 2, ends: 1 }]);
    expect(textOf(await get())).not.toContain(`/Subscription/${uid}/`);
  });

  it('by the clock while it is written, likewise', async () => {
    const end = Math.floor(house.clock.now() / 1000) + 60;
    await house.db.query(`update "authorization" set end_ts = $1 where uid = 'authbob'`, [end]);
    await get();
    expect(await work(beforeLastPart, async () => house.clock.advance(60_000))).toBe(house.clock.now());
    await workFeeds(house);
    expect(textOf(await get())).not.toContain('/Subscription/authbob/');
  });

  it('when it is finished and nobody has read it, is written anew at once', async () => {
    await get();
    await workFeeds(house);
    const uid = await revoke();
    await workFeeds(house);
    const answer = await get();
    expect(answer.status).toBe(200);
    expect(textOf(answer)).not.toContain(`/Subscription/${uid}/`);
    expect(await feeds()).toMatchObject([{ state: 'ready', ends: 1 }]);
  });

  it('again and again, is sent while it is made after the third time, and its reader is told to come', async () => {
    await get();
    await expect
      .poll(async () => await house.db.query('select 1 from large_feed where answered is not null'))
      .toHaveLength(1);
    const uids: string[] = [];
    const end = async (): Promise<void> => void uids.push(await revoke());
    for (const outcome of [house.clock.now(), house.clock.now(), undefined]) {
      expect((await get()).status).toBe(202);
      expect(await work(beforeLastPart, end)).toBe(outcome);
    }
    const told = await house.db.query(
      `select event, resources from notification where event = 'batch_ready'`,
    );
    expect(told).toEqual([{ event: 'batch_ready', resources: [`${base}/Bulk/bulkone`] }]);
    for (let i = 0; i < 2; i++) {
      const answer = await get();
      expect(answer.status).toBe(200);
      const text = textOf(answer);
      expect(text).toContain(`/Subscription/${granted[0]}/`);
      expect(uids.some((uid) => text.includes(`/Subscription/${uid}/`))).toBe(false);
    }
  });
});
