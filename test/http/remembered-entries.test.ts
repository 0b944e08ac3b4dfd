import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expandPath, type ResourceRow, resources } from '../../src/espi/resources.ts';
import { createRequestMetrics } from '../../src/http/request-metrics.ts';
import { revokeAuthorization } from '../../src/services/authorization/revoke-authorization.ts';
import { writeBatch } from '../../src/services/ingest/write-batch.ts';
import { changeUtility } from '../../src/services/registration/change-utility.ts';
import { createRateLimiter } from '../../src/services/throttle/rate-limiter.ts';
import { type House, openHouse, type TestAnswer, type TestRequest } from '../support/house.ts';
import { foreignParamsFor, ownPath } from '../support/paths.ts';
import { openRemembering, type Remembering } from '../support/remembering.ts';
import { everythingChanged } from '../support/seed/everything-changed.ts';

let house: House;
let there: Remembering;
beforeEach(async () => {
  house = await openHouse();
  there = await openRemembering(house);
});
afterEach(async () => {
  await there.close();
  await house.close();
});

const entries = resources.filter(({ form }) => form === 'entry');
const remembered = entries.filter(({ token }) => token === 'access_token');
const homeElectric = '/Subscription/authfull/UsagePoint/meterhomeelectric';

const tokenFor = ({ token }: ResourceRow): string =>
  token === 'access_token'
    ? house.tokens.full
    : token === 'client_access_token'
      ? house.tokens.client
      : house.tokens.registration;

/** What an answer says, without the name of its request. */
const said = ({ status, headers, bytes }: TestAnswer) => {
  const { 'x-request-id': _, date: __, ...rest } = headers;
  return { status, headers: rest, bytes: bytes.toString('base64') };
};

async function expectSame(path: string, request: TestRequest): Promise<TestAnswer> {
  const answer = await there.fetch(path, request);
  expect(said(answer)).toEqual(said(await house.fetch(path, request)));
  return answer;
}

async function changeEverything(db = there.db): Promise<void> {
  const [utility] = await db.query<{ id: number }>(`select id from utility where slug = 'example'`);
  await writeBatch(
    { db, clock: house.clock },
    { utility: { id: utility?.id ?? 0 }, batch: everythingChanged },
  );
}

describe('a remembered entry', () => {
  it.each(remembered.map((row) => [row.name, row] as const))(
    '%s is answered without a statement, in the same bytes, whatever is asked of it',
    async (_, row) => {
      const path = ownPath(row);
      const token = tokenFor(row);
      const first = await expectSame(path, { token });
      const etag = first.headers.etag ?? '';
      there.statements();
      await expectSame(path, { token });
      await expectSame(path, { token, method: 'HEAD' });
      await expectSame(path, { token, headers: { 'if-none-match': etag } });
      await expectSame(path, { token, method: 'HEAD', headers: { 'if-none-match': `"a", ${etag}` } });
      await expectSame(path, { token, headers: { 'if-none-match': '"other"' } });
      await expectSame(path, { token, headers: { 'accept-encoding': 'gzip' } });
      expect(there.statements()).toBe(0);
    },
  );

  it.each(entries.filter(({ token }) => token !== 'access_token').map((row) => [row.name, row] as const))(
    '%s is not one: it holds secrets, or changes with the clock',
    async (_, row) => {
      await expectSame(ownPath(row), { token: tokenFor(row) });
      there.statements();
      await expectSame(ownPath(row), { token: tokenFor(row) });
      expect(there.statements()).toBeGreaterThan(0);
    },
  );

  it('is read anew where the address has a query', async () => {
    await there.fetch(`${homeElectric}?depth=1`, { token: house.tokens.full });
    there.statements();
    await expectSame(`${homeElectric}?depth=1`, { token: house.tokens.full });
    expect(there.statements()).toBe(1);
    const refused = await expectSame(`${homeElectric}?access_token=x`, { token: house.tokens.full });
    expect(refused.status).toBe(400);
  });

  it('is as new as the last import in this process, for every kind', async () => {
    const token = house.tokens.full;
    const before = new Map<string, TestAnswer>();
    for (const row of remembered) before.set(row.name, await there.fetch(ownPath(row), { token }));
    house.clock.advance(60_000);
    await changeEverything();
    for (const row of remembered) {
      const after = await expectSame(ownPath(row), { token });
      expect(after.status).toBe(200);
      // LocalTimeParameters never change: others take their place.
      if (row.noun !== 'LocalTimeParameters')
        expect([row.name, after.headers.etag]).not.toEqual([row.name, before.get(row.name)?.headers.etag]);
    }
  });

  it('stays remembered when an import changes nothing', async () => {
    await changeEverything();
    await there.fetch(homeElectric, { token: house.tokens.full });
    await changeEverything();
    there.statements();
    await there.fetch(homeElectric, { token: house.tokens.full });
    expect(there.statements()).toBe(0);
  });

  it('is not remembered when something changed while it was read', async () => {
    let change: (() => Promise<void>) | undefined;
    const slow = await openRemembering(house, {
      beforeRows: async (text) => {
        if (text.includes('authorization_usage_point')) await change?.();
      },
    });
    change = async () => {
      change = undefined;
      await changeEverything(slow.db);
    };
    const old = await slow.fetch(homeElectric, { token: house.tokens.full });
    const fresh = await slow.fetch(homeElectric, { token: house.tokens.full });
    expect(fresh.headers.etag).not.toBe(old.headers.etag);
    expect(said(fresh)).toEqual(said(await house.fetch(homeElectric, { token: house.tokens.full })));
    await slow.close();
  });

  it('is forgotten, and none is remembered, while changes cannot be heard', async () => {
    const token = house.tokens.full;
    await there.fetch(homeElectric, { token });
    there.entryMemory.suspend();
    there.statements();
    await there.fetch(homeElectric, { token });
    await there.fetch(homeElectric, { token });
    expect(there.statements()).toBe(2);
    there.entryMemory.resume();
    await there.fetch(homeElectric, { token });
    await there.fetch(homeElectric, { token });
    expect(there.statements()).toBe(1);
  });

  it('follows the settings of its utility at once', async () => {
    const token = house.tokens.full;
    await there.fetch(homeElectric, { token });
    await changeUtility(there, 'example', { settings: { certificateUrl: 'https://example.com/certified' } });
    expect((await expectSame(homeElectric, { token })).text).toContain('https://example.com/certified');
  });
});

describe('who may not read a remembered entry', () => {
  it('is refused as before: others, other parts of the data, and nobody', async () => {
    for (const row of remembered) await there.fetch(ownPath(row), { token: house.tokens.full });
    for (const row of remembered)
      for (const token of [house.tokens.bob, house.tokens.bills, house.tokens.client, 'guess', undefined])
        await expectSame(ownPath(row), { token });
    for (const row of remembered)
      await expectSame(expandPath(row.path, foreignParamsFor(row)), { token: house.tokens.full });
  });

  it('is whoever the customer has stopped sharing with', async () => {
    const token = house.tokens.full;
    expect((await there.fetch(homeElectric, { token })).status).toBe(200);
    await revokeAuthorization({ ...there, clock: house.clock }, { uid: 'authfull', cause: 'customer' });
    const refused = await expectSame(homeElectric, { token });
    expect(refused.status).toBe(401);
  });
});

describe('a request that is answered from memory', () => {
  it('stands in the log of its developer like any other', async () => {
    for (let i = 0; i < 3; i++)
      await there.fetch(homeElectric, { token: house.tokens.full, headers: { 'user-agent': 'x' } });
    const read = () =>
      house.db.query(
        `select r.path, r.status, r.authorization_uid as "uid", a.last_read_kinds as kinds
         from request_log r join "authorization" a on a.uid = r.authorization_uid order by r.id`,
      );
    const line = {
      path: `/DataCustodian/espi/1_1/resource${homeElectric}`,
      status: 200,
      uid: 'authfull',
      kinds: ['UsagePoint entry'],
    };
    await expect.poll(read).toEqual([line, line, line]);
  });

  it('is counted, and refused when there were too many', async () => {
    const registry = new Registry();
    const limits = { 'third-party': 3, token: 0, address: 0 };
    const counted = await openRemembering(house, {
      http: {
        rateLimiter: createRateLimiter(house, limits),
        requestMetrics: createRequestMetrics(registry),
      },
    });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++)
      statuses.push((await counted.fetch(homeElectric, { token: house.tokens.full })).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect(await registry.metrics()).toContain(
      'meterhouse_http_requests_total{route="UsagePoint entry",method="GET",status="200"} 3',
    );
    await counted.close();
  });
});
