import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse } from '../../support/house.ts';
import {
  authorize,
  basic,
  decide,
  type OauthThirdParty,
  oauthThirdParty,
  obtainCode,
  obtainTokens,
  post,
  redirectUri,
  type TokenPost,
} from '../../support/oauth.ts';

/**
 * The cases of the certification suite, as its requests look on the wire: parameters of token requests in the query,
 * which a registration has to switch on.
 */
let house: House;
let client: OauthThirdParty;
const scope = 'FB=1_3_4_5_13_15_16_35_37_39_51;IntervalDuration=3600;HistoryLength=34128000';

beforeAll(async () => {
  house = await openHouse();
  client = await oauthThirdParty(house.db, { secret: 'one', compat: true, scopes: [scope] });
});
afterAll(async () => await house.close());

const request = (change: Record<string, string | undefined> = {}) =>
  authorize(house, {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: redirectUri,
    scope,
    state: 'abc',
    ...change,
  });

describe('OAD001: authorization requests that are wrong', () => {
  it.each([
    ['0, no response_type', { response_type: undefined }],
    ['2, a bad response_type', { response_type: 'bad' }],
    ['5, a bad scope', { scope: 'FB=????' }],
  ])('%s: 302 with error, without code, before any login', async (_, change) => {
    const answer = await request(change);
    expect([answer.status, answer.location?.startsWith(redirectUri)]).toEqual([302, true]);
    expect(answer.location).toContain('error=');
    expect(answer.location).not.toContain('code=');
  });

  it.each([
    ['1, no client_id', { client_id: undefined }],
    ['3, an unknown client_id', { client_id: 'nobody' }],
  ])('%s: 401', async (_, change) => {
    expect((await request(change)).status).toBe(401);
  });

  it('4, a redirect_uri that is not registered: 401 or 403, no redirect', async () => {
    const answer = await request({ redirect_uri: 'https://elsewhere.example/' });
    expect([401, 403]).toContain(answer.status);
    expect(answer.location).toBeUndefined();
  });
});

it('OAD002: the customer declines', async () => {
  const { location } = await decide(house, await request(), { decline: true });
  expect(location).toContain('error=access_denied');
});

const exchangeQuery = (code: string): string =>
  `redirect_uri=${encodeURIComponent(redirectUri)}&code=${code}&grant_type=authorization_code`;
const asJson = { accept: 'application/json, application/*+json' };

describe('OAD003: token requests that are wrong', () => {
  it.each<[string, string | undefined]>([
    ['none', undefined],
    ['empty', 'Basic '],
    ['garbage', 'Basic Z2FyYmFnZQ=='],
  ])('credentials %s: 401, by GET and by POST', async (_, authorization) => {
    for (const method of ['GET', 'POST']) {
      const sent = authorization === undefined ? {} : { authorization };
      const answer = await post(house, { method, query: exchangeQuery('x'), ...sent });
      expect([method, answer.status]).toEqual([method, 401]);
    }
    await house.db.query('delete from throttle');
  });

  const uri = `redirect_uri=${encodeURIComponent(redirectUri)}`;
  it.each<[string, (code: string) => string]>([
    ['no grant_type', (code) => `${uri}&code=${code}`],
    ['no code', () => `${uri}&grant_type=authorization_code`],
    ['no redirect_uri', (code) => `code=${code}&grant_type=authorization_code`],
    [
      'another redirect_uri',
      (code) => `redirect_uri=https%3A%2F%2Fx.example&code=${code}&grant_type=authorization_code`,
    ],
    ['a bad code', () => `${uri}&code=bad&grant_type=authorization_code`],
  ])('%s: 400, by GET and by POST', async (_, query) => {
    for (const method of ['GET', 'POST']) {
      const { code } = await obtainCode(house, client, { scope });
      const answer = await post(house, { client, method, query: query(code) });
      expect([method, answer.status]).toEqual([method, 400]);
    }
  });

  it('client_id in the body together with Basic: 400', async () => {
    const { code } = await obtainCode(house, client, { scope });
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: client.clientId,
    };
    expect((await post(house, { client, form })).status).toBe(400);
  });

  it('a code of six minutes: 400', async () => {
    const { code } = await obtainCode(house, client, { scope });
    house.clock.advance(360_000);
    expect((await post(house, { client, query: exchangeQuery(code), headers: asJson })).status).toBe(400);
  });
});

it('OAD004: a used code: 400', async () => {
  const { code } = await obtainCode(house, client, { scope });
  expect((await post(house, { client, query: exchangeQuery(code) })).status).toBe(200);
  for (const method of ['GET', 'POST'])
    expect((await post(house, { client, method, query: exchangeQuery(code) })).status).toBe(400);
});

const members = ['access_token', 'token_type', 'expires_in', 'scope', 'resourceURI', 'authorizationURI'];

it('OAD005: a code in the query of a POST without a body', async () => {
  const { code } = await obtainCode(house, client, { scope });
  const answer = await post(house, { client, query: exchangeQuery(code), headers: asJson });
  expect(answer.status).toBe(200);
  for (const member of [...members, 'refresh_token'])
    expect([member, String(answer.json()[member as 'scope'] ?? '')]).not.toEqual([member, '']);
  expect(answer.json().scope).toBe(scope);
});

describe('OAD006 to OAD010, RBK002 to RBK004, FND002 to FND006: the right kind of token', () => {
  type Kind = 'access' | 'client' | 'registration' | 'none';
  const resources: readonly (readonly [string, string, Kind])[] = [
    ['OAD006, FND002 ApplicationInformation', '/ApplicationInformation/clientone', 'registration'],
    ['OAD007, FND003 Authorization', '/Authorization/{uid}', 'client'],
    ['OAD008, FND004 Authorization feed', '/Authorization', 'client'],
    ['OAD009, FND005 Batch/Subscription', '/Batch/Subscription/{uid}', 'access'],
    ['OAD010, FND006 ReadServiceStatus', '/ReadServiceStatus', 'client'],
    ['RBK001 Bulk', '/Bulk/bulkone', 'client'],
    ['RBK001 Batch/Bulk', '/Batch/Bulk/bulkone', 'client'],
  ];
  it.each(resources)('%s', async (_, path, right) => {
    const access = await obtainTokens(house, client, { scope });
    const form = (more: object): TokenPost => ({
      client,
      form: { grant_type: 'client_credentials', ...more },
    });
    const tokens: Record<Kind, string | undefined> = {
      access: access.access_token,
      client: (await post(house, form({}))).json().access_token,
      registration: (await post(house, form({ scope: 'FB=36_40' }))).json().access_token,
      none: undefined,
    };
    for (const [kind, token] of Object.entries(tokens)) {
      const { status } = await house.fetch(path.replace('{uid}', access.uid), { token });
      if (kind === right) expect([kind, status]).toEqual([kind, 200]);
      else expect([401, 403]).toContain(status);
    }
  });
});

it.each(['?grant_type=refresh_token', '?grant_type=refresh_token&scope=x', '?scope=x'])(
  'OAD011: a body %s: 400',
  async (body) => {
    const tokens = await obtainTokens(house, client, { scope });
    const answer = await post(house, { client, body: `${body}&refresh_token=${tokens.refresh_token}` });
    expect(answer.status).toBe(400);
  },
);

it('OAD012, OAD013: a refresh in the query, as XML without a body; the old token is dead', async () => {
  const tokens = await obtainTokens(house, client, { scope });
  const answer = await post(house, {
    authorization: basic(client),
    contentType: 'application/xml',
    query: `grant_type=refresh_token&refresh_token=${tokens.refresh_token}&scope=${scope}`,
  });
  expect(answer.status).toBe(200);
  for (const member of [...members, 'refresh_token']) expect(answer.json()).toHaveProperty(member);
  const path = `/Batch/Subscription/${tokens.uid}`;
  expect((await house.fetch(path, { token: tokens.access_token })).status).toBe(401);
  expect((await house.fetch(path, { token: answer.json().access_token })).status).toBe(200);
});

it('OAD014: client_credentials with a scope that is none, or without its grant: 400', async () => {
  const query = 'grant_type=client_credentials&scope=FB=read/write';
  expect((await post(house, { client, query })).status).toBe(400);
  expect((await post(house, { client, query: 'scope=FB=4' })).status).toBe(400);
});

it('OAD015: client_credentials with a scope without its name: everything but a refresh token', async () => {
  const answer = await post(house, {
    authorization: basic(client),
    contentType: 'application/xml',
    query: 'grant_type=client_credentials&FB=4_5_15;IntervalDuration=3600;HistoryLength=34128000',
  });
  expect(answer.status).toBe(200);
  for (const member of members) expect(answer.json()).toHaveProperty(member);
  expect(answer.json()).not.toHaveProperty('refresh_token');
});

it('OAD016: an expired token: 401', async () => {
  const tokens = await obtainTokens(house, client, { scope });
  house.clock.advance(3_600_000);
  const answer = await house.fetch(`/Batch/Subscription/${tokens.uid}`, { token: tokens.access_token });
  expect(answer.status).toBe(401);
});

it('FND001: a registration token by client_credentials; its resourceURI ends with the application id', async () => {
  const answer = await post(house, { client, query: 'grant_type=client_credentials&scope=FB=36_40' });
  const { resourceURI, access_token: token } = answer.json();
  expect(resourceURI.split('/').at(-1)).toBe('clientone');
  expect((await house.fetchRoot(new URL(resourceURI).pathname, { token })).status).toBe(200);
});

describe('QRY001, QRY002: query parameters', () => {
  it('a window from the second block to the last but one holds n - 2 blocks', async () => {
    const tokens = await obtainTokens(house, client, { scope });
    const path = `/Batch/Subscription/${tokens.uid}/UsagePoint/meterhomegas`;
    const blocksOf = (text: string): string[] =>
      text.match(/<IntervalBlock[\s>].*?<\/IntervalBlock>/gs) ?? [];
    const all = blocksOf((await house.fetch(path, { token: tokens.access_token })).text);
    expect(all.length).toBeGreaterThan(2);
    const periodOf = (block = ''): { start: number; end: number } => {
      const [, duration = '', start = ''] =
        /<duration>(\d+)<\/duration>\s*<start>(\d+)<\/start>/.exec(block) ?? [];
      return { start: Number(start), end: Number(start) + Number(duration) };
    };
    const at = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '');
    const window = `published-min=${at(periodOf(all[1]).start)}&published-max=${at(periodOf(all.at(-2)).end)}`;
    const some = blocksOf((await house.fetch(`${path}?${window}`, { token: tokens.access_token })).text);
    expect(some.length).toBe(all.length - 2);
  });

  it.each(
    [
      'published-min',
      'published-max',
      'updated-min',
      'updated-max',
      'max-results',
      'start-index',
      'depth',
    ].map((name) => [name]),
  )('%s=abc: 400', async (name) => {
    const tokens = await obtainTokens(house, client, { scope });
    const path = `/Batch/Subscription/${tokens.uid}?${name}=abc`;
    expect((await house.fetch(path, { token: tokens.access_token })).status).toBe(400);
  });
});

it('MGT: DELETE of an Authorization: 200 with the client token, 403 with the others', async () => {
  const tokens = await obtainTokens(house, client, { scope });
  const own = (await post(house, { client, query: 'grant_type=client_credentials' })).json().access_token;
  const path = `/Authorization/${tokens.uid}`;
  for (const token of [tokens.access_token, house.tokens.registration])
    expect((await house.fetch(path, { token, method: 'DELETE' })).status).toBe(403);
  expect((await house.fetch(path, { token: own, method: 'DELETE' })).status).toBe(200);
});

it('FB_13: identifiers and tokens have more than 48 bits and name nobody', async () => {
  const tokens = await obtainTokens(house, client, { scope });
  expect(tokens.uid).toMatch(/^[a-z0-9]{20}$/);
  for (const token of [tokens.access_token, tokens.refresh_token]) expect(token).toMatch(/^[\w-]{43}$/);
});
