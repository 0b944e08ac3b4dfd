import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthorization } from '../../src/services/authorization/create-authorization.ts';
import { issueToken, type TokenInput } from '../../src/services/authorization/issue-token.ts';
import { revokeAuthorization } from '../../src/services/authorization/revoke-authorization.ts';
import { revokeToken } from '../../src/services/authorization/revoke-token.ts';
import { createTokenCache } from '../../src/services/authorization/token-cache.ts';
import { verifyToken } from '../../src/services/authorization/verify-token.ts';
import { changeUtility } from '../../src/services/registration/change-utility.ts';
import { createClient } from '../../src/services/registration/create-client.ts';
import { createUtility } from '../../src/services/registration/create-utility.ts';
import type { Database } from '../../src/storage/database.ts';
import { testClock } from '../support/clock.ts';
import { openTestDatabase } from '../support/database.ts';

const scope = 'FB=1_3_4_5_15_51';
const clock = testClock();
const second = (): number => Math.floor(clock.now() / 1000);
let db: Database;
let utilityId: number;
let clientId: number;
beforeAll(async () => {
  db = await openTestDatabase();
  const utility = { slug: 'one', name: 'One', timeZone: 'America/Toronto', currency: 124 };
  utilityId = (await createUtility({ db }, utility)).id;
  const context = { db, clock, secretKey: Buffer.alloc(32, 1) };
  clientId = (await createClient(context, { utilityId, name: 'App' })).id;
});
afterAll(async () => await db.close());

const grant = (input: { start?: number; end?: number } = {}) =>
  createAuthorization({ db, clock }, { utilityId, clientId, meters: [], scope, ...input });
const issue = async (input: Partial<TokenInput> = {}): Promise<string> =>
  (await issueToken({ db, clock }, { kind: 'client_access_token', clientId, ...input })).token;
const accessTo = (authorizationId: number): Promise<string> =>
  issue({ kind: 'access_token', authorizationId, lifetimeSeconds: 'never' });

const matching = (words: RegExp) =>
  expect.objectContaining({ code: 'invalid_token', message: expect.stringMatching(words) });

describe('a token', () => {
  it('tells whose it is and what it opens', async () => {
    const { id, uid } = await grant();
    const principal = await verifyToken({ db, clock }, await accessTo(id));
    expect(principal).toMatchObject({
      tokenKind: 'access_token',
      utility: { slug: 'one', settings: { espiVersion: '4.0', intervalBlockLinks: 0 } },
      client: { id: clientId },
      authorization: { id, uid, scope },
    });
    expect([...(principal.authorization?.dataKinds ?? [])]).toEqual([
      'intervals',
      'usageSummaries',
      'customer',
    ]);
    expect(principal.authorization).not.toHaveProperty('customerId');
    expect(await verifyToken({ db, clock }, await issue())).not.toHaveProperty('authorization');
  });

  it('is stored only as a hash', async () => {
    const token = await issue();
    const rows = await db.query('select * from token');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('is refused when absent, unknown, or revoked', async () => {
    await expect(verifyToken({ db, clock }, undefined)).rejects.toEqual(matching(/Authorization: Bearer/));
    await expect(verifyToken({ db, clock }, 'x'.repeat(43))).rejects.toEqual(matching(/not known/));
    const token = await issue();
    expect([await revokeToken({ db, clock }, token), await revokeToken({ db, clock }, token)]).toEqual([
      true,
      false,
    ]);
    await expect(verifyToken({ db, clock }, token)).rejects.toEqual(matching(/revoked/));
  });

  it('is of a kind that fits what it stands for', async () => {
    await expect(issue({ kind: 'access_token' })).rejects.toMatchObject({ code: 'invalid_input' });
    const { id } = await grant();
    await expect(issue({ authorizationId: id })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

const caches = [
  ['without a cache', () => undefined],
  [
    'from a cache',
    () => {
      const cache = createTokenCache();
      cache.resume();
      return cache;
    },
  ],
] as const;

describe.each(caches)('time decides at every use, %s', (_, makeCache) => {
  it('when the token expires, to the millisecond', async () => {
    const context = { db, clock: testClock(clock.now()), tokenCache: makeCache() };
    const token = await issue({ lifetimeSeconds: 60 });
    context.clock.advance(59_999);
    await verifyToken(context, token);
    context.clock.advance(1);
    await expect(verifyToken(context, token)).rejects.toEqual(matching(/expired/));
  });

  it('when the authorization begins and ends', async () => {
    const context = { db, clock: testClock(clock.now()), tokenCache: makeCache() };
    const token = await accessTo((await grant({ start: second() + 10, end: second() + 20 })).id);
    await expect(verifyToken(context, token)).rejects.toEqual(matching(/not begun/));
    context.clock.advance(10_000);
    await verifyToken(context, token);
    context.clock.advance(10_000);
    await expect(verifyToken(context, token)).rejects.toEqual(matching(/has ended/));
  });
});

describe('revoking an authorization', () => {
  it('kills all of its tokens, moves its stamp, and can be done once', async () => {
    const { id, uid } = await grant();
    const tokens = [await accessTo(id), await accessTo(id)];
    const other = await accessTo((await grant()).id);
    const stamp = async () => (await db.query('select updated from "authorization" where id = $1', [id]))[0];
    const before = await stamp();
    expect(await revokeAuthorization({ db, clock }, { uid, cause: 'customer' })).toBe(true);
    expect(await revokeAuthorization({ db, clock }, { uid, cause: 'operator' })).toBe(false);
    for (const token of tokens)
      await expect(verifyToken({ db, clock }, token)).rejects.toEqual(matching(/revoked/));
    await verifyToken({ db, clock }, other);
    expect((await stamp())?.updated).toBeGreaterThan(before?.updated as number);
  });

  it('is enough even where a token was not revoked with it', async () => {
    const { id } = await grant();
    const token = await accessTo(id);
    await db.query('update "authorization" set status = 0 where id = $1', [id]);
    await expect(verifyToken({ db, clock }, token)).rejects.toEqual(matching(/authorization was revoked/));
  });

  it('names what is not there', async () => {
    const ending = revokeAuthorization({ db, clock }, { uid: 'nowhere', cause: 'operator' });
    await expect(ending).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the cache', () => {
  const counting = () => {
    let statements = 0;
    const query: Database['query'] = (text, params) => {
      statements++;
      return db.query(text, params);
    };
    return { db: { ...db, query }, count: () => statements };
  };

  it('saves the statement until the token is forgotten', async () => {
    const { db: counted, count } = counting();
    const tokenCache = createTokenCache();
    const token = await issue();
    const verify = () => verifyToken({ db: counted, clock, tokenCache }, token);
    await verify();
    await verify();
    expect(count()).toBe(2);
    tokenCache.resume();
    await verify();
    await verify();
    expect(count()).toBe(3);
    tokenCache.forget({ of: 'client', key: String(clientId) });
    await verify();
    expect(count()).toBe(4);
    tokenCache.suspend();
    await verify();
    expect(count()).toBe(5);
  });

  it('does not remember a row that was read before something was forgotten', async () => {
    const tokenCache = createTokenCache();
    tokenCache.resume();
    const { id, uid } = await grant();
    const token = await accessTo(id);
    const slow: Database['query'] = async (text, params) => {
      const rows = await db.query(text, params);
      await revokeAuthorization({ db, clock }, { uid, cause: 'customer' });
      tokenCache.forget({ of: 'authorization', key: String(id) });
      return rows as never;
    };
    await verifyToken({ db: { ...db, query: slow }, clock, tokenCache }, token);
    await expect(verifyToken({ db, clock, tokenCache }, token)).rejects.toEqual(matching(/revoked/));
  });

  it('holds no more than its capacity, and drops the oldest', async () => {
    const { db: counted, count } = counting();
    const tokenCache = createTokenCache(2);
    tokenCache.resume();
    const tokens = [await issue(), await issue(), await issue()];
    const context = { db: counted, clock, tokenCache };
    for (const token of tokens) await verifyToken(context, token);
    for (const token of tokens.slice(1)) await verifyToken(context, token);
    expect(count()).toBe(3);
    await verifyToken(context, tokens[0]);
    expect(count()).toBe(4);
  });
});

describe('utilities and third parties', () => {
  it.each([
    [{ slug: 'Ünder' }, /slug/],
    [{ timeZone: 'Mars/Olympus' }, /time-zone/],
    [{ currency: 1000 }, /currency/],
    [{ name: ' ' }, /name/],
  ])('refuse %j, naming it', async (fault, words) => {
    const good = { slug: 'two', name: 'Two', timeZone: 'UTC', currency: 840 };
    await expect(createUtility({ db }, { ...good, ...fault })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(words),
    });
  });

  it('have one slug and one name each', async () => {
    const again = { slug: 'one', name: 'Again', timeZone: 'UTC', currency: 840 };
    await expect(createUtility({ db }, again)).rejects.toMatchObject({ code: 'conflict' });
    const context = { db, clock, secretKey: Buffer.alloc(32, 1) };
    await expect(createClient(context, { utilityId, name: 'App' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('settings change one by one, and go back to their defaults', async () => {
    const set = (settings: object) => changeUtility({ db }, 'one', { settings });
    expect((await set({ espiVersion: '3.3', intervalBlockLinks: 9 })).settings).toMatchObject({
      espiVersion: '3.3',
      intervalBlockLinks: 9,
    });
    expect((await set({ espiVersion: undefined })).settings).toMatchObject({
      espiVersion: '4.0',
      intervalBlockLinks: 9,
    });
    await expect(changeUtility({ db }, 'nowhere', {})).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('an authorization', () => {
  it.each([
    [{ scope: 'nonsense' }, 'invalid_input'],
    [{ end: 5, start: 9 }, 'invalid_input'],
    [{ dataStart: 9, dataEnd: 9 }, 'invalid_input'],
    [{ meters: 'all' as const }, 'invalid_input'],
    [{ meters: ['nowhere'] }, 'not_found'],
    [{ customer: 'nobody' }, 'not_found'],
  ])('is refused for %j', async (fault, code) => {
    const count = async () => (await db.query('select count(*)::int4 as n from "authorization"'))[0]?.n;
    const before = await count();
    const input = { utilityId, clientId, meters: [], scope, ...fault };
    await expect(createAuthorization({ db, clock }, input)).rejects.toMatchObject({ code });
    expect(await count()).toBe(before);
  });
});
