import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endAuthorization } from '../../src/services/authorization/end-authorization.ts';
import { issueToken } from '../../src/services/authorization/issue-token.ts';
import { createTokenCache, type TokenCache } from '../../src/services/authorization/token-cache.ts';
import { verifyToken } from '../../src/services/authorization/verify-token.ts';
import type { Queryable } from '../../src/storage/database.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
let cache: TokenCache;
let statements: number;
let db: Queryable;

beforeEach(async () => {
  house = await openHouse();
  cache = createTokenCache(3);
  cache.resume();
  statements = 0;
  db = {
    query: async (text, params) => {
      statements++;
      return await house.db.query(text, params);
    },
  };
});
afterEach(async () => await house.close());

const verify = (token: string) => verifyToken({ db, clock: house.clock, tokenCache: cache }, token);
async function ownerOfFull(): Promise<{ clientId: number; authorizationId: number }> {
  const [row] = await house.db.query<{ clientId: number; authorizationId: number }>(
    `select client_id as "clientId", id as "authorizationId" from "authorization" where uid = 'authfull'`,
  );
  if (row === undefined) throw new Error('the authorization is not there');
  return row;
}
const end = () =>
  endAuthorization(
    { ...house, tokenCache: cache },
    { uid: 'authfull', cause: 'operator', actor: { kind: 'operator' } },
  );

describe('the cache of verified tokens', () => {
  it('answers without a statement', async () => {
    const first = await verify(house.tokens.full);
    expect(await verify(house.tokens.full)).toBe(first);
    expect(statements).toBe(1);
  });

  it('looks at the clock at every use', async () => {
    const { token } = await issueToken(house, {
      kind: 'access_token',
      ...(await ownerOfFull()),
      lifetimeSeconds: 60,
    });
    await verify(token);
    house.clock.advance(59_999);
    await verify(token);
    house.clock.advance(1);
    await expect(verify(token)).rejects.toMatchObject({ refusal: { code: 'token_expired' } });
    expect(statements).toBe(1);
  });

  it('forgets at once what ends in this process', async () => {
    await verify(house.tokens.full);
    await end();
    await expect(verify(house.tokens.full)).rejects.toMatchObject({
      refusal: { code: 'authorization_ended' },
    });
  });

  it('does not remember a row that was read before a revocation and comes after it', async () => {
    const slow: Queryable = {
      query: async (text, params) => {
        const rows = await house.db.query(text, params);
        await end();
        return rows as never;
      },
    };
    await verifyToken({ db: slow, clock: house.clock, tokenCache: cache }, house.tokens.full);
    await expect(verify(house.tokens.full)).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('remembers nothing while changes cannot be heard', async () => {
    await verify(house.tokens.full);
    cache.suspend();
    await verify(house.tokens.full);
    await verify(house.tokens.full);
    expect(statements).toBe(3);
    cache.resume();
    await verify(house.tokens.full);
    await verify(house.tokens.full);
    expect(statements).toBe(4);
  });

  it('does not remember a row that was read before changes were heard again', async () => {
    cache.suspend();
    const slow: Queryable = {
      query: async (text, params) => {
        const rows = await house.db.query(text, params);
        await endAuthorization(house, { uid: 'authfull', cause: 'operator', actor: { kind: 'operator' } });
        cache.resume();
        return rows as never;
      },
    };
    await verifyToken({ db: slow, clock: house.clock, tokenCache: cache }, house.tokens.full);
    await expect(verify(house.tokens.full)).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('holds no more than its capacity', async () => {
    for (const token of ['full', 'intervals', 'bills', 'bob', 'full'] as const)
      await verify(house.tokens[token]);
    expect(statements).toBe(5);
  });

  it('remembers no token that is not good', async () => {
    for (let i = 0; i < 2; i++)
      await expect(verify('unknown')).rejects.toMatchObject({ code: 'invalid_token' });
    expect(statements).toBe(2);
  });
});
