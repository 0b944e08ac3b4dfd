import { afterAll, beforeAll, expect, it } from 'vitest';
import { refusalCodes } from '../../../src/services/authorization/refusal.ts';
import type { RefusalCode } from '../../../src/web/vocabulary.ts';
import { type House, openHouse } from '../../support/house.ts';
import {
  authorize,
  type OauthThirdParty,
  oauthThirdParty,
  obtainCode,
  obtainTokens,
  post,
  redirectUri,
  refresh,
} from '../../support/oauth.ts';

let house: House;
let client: OauthThirdParty;
beforeAll(async () => {
  house = await openHouse();
  client = await oauthThirdParty(house.db, { secret: 'one' });
});
afterAll(async () => await house.close());

interface Logged {
  readonly path: string;
  readonly status: number;
  readonly kind: string | null;
  readonly refusal: string | null;
  readonly facts: Record<string, unknown> | null;
  readonly uid: string | null;
}

/** The newest request of the log, once it has been written. */
async function newest(): Promise<Logged | undefined> {
  const [before] = await house.db.query<{ id: number }>('select coalesce(max(id), 0) as id from request_log');
  for (let i = 0; i < 100; i++) {
    const [row] = await house.db.query<Logged & { id: number }>(
      `select id, path, status, token_kind as kind, refusal, refusal_facts as facts, authorization_uid as uid
       from request_log order by id desc limit 1`,
    );
    if (row !== undefined && row.id > (before?.id ?? 0)) return row;
    await new Promise((wait) => setTimeout(wait, 50));
  }
  return undefined;
}

it('the words of the pages know every reason', () => {
  const known: readonly RefusalCode[] = refusalCodes;
  expect(new Set(known).size).toBe(refusalCodes.length);
  const back: Record<RefusalCode, true> = Object.fromEntries(
    refusalCodes.map((code) => [code, true]),
  ) as Record<RefusalCode, true>;
  expect(Object.keys(back).sort()).toEqual([...refusalCodes].sort());
});

const batch = (uid: string, token: string, query = '') =>
  house.fetch(`/Batch/Subscription/${uid}${query}`, { token });

it('shows a reading with its window, and notes that the authorization was read', async () => {
  const tokens = await obtainTokens(house, client);
  await newest();
  await batch(tokens.uid, tokens.access_token, '?published-min=2026-03-01T00:00:00Z&secret=x');
  expect(await newest()).toMatchObject({
    path: `/DataCustodian/espi/1_1/resource/Batch/Subscription/${tokens.uid}?published-min=2026-03-01T00%3A00%3A00Z`,
    status: 200,
    kind: 'access_token',
    refusal: null,
    uid: tokens.uid,
  });
  const [row] = await house.db.query<{ read: number; kinds: string[]; events: string[] }>(
    `select last_read as read, last_read_kinds as kinds,
       array(select event from authorization_event e where e.authorization_id = a.id order by id) as events
     from "authorization" a where uid = $1`,
    [tokens.uid],
  );
  expect(row).toEqual({
    read: house.clock.now(),
    kinds: ['Batch Subscription'],
    events: ['granted', 'token_issued', 'first_read'],
  });
});

const unknownUri = (
  what: string,
  uri: string,
  parameter: string,
): [string, () => Promise<unknown>, string, Record<string, unknown>] => [
  `a redirect URI ${what}`,
  async () =>
    await authorize(house, { response_type: 'code', client_id: client.clientId, redirect_uri: uri }),
  'redirect_uri_unknown',
  { parameter },
];

it.each<[string, () => Promise<unknown>, string, Record<string, unknown>]>([
  [
    'a token that a refresh replaced',
    async () => {
      const tokens = await obtainTokens(house, client);
      await refresh(house, client, tokens.refresh_token);
      await newest();
      await batch(tokens.uid, tokens.access_token);
    },
    'token_replaced',
    { at: expect.any(Number) },
  ],
  [
    'an expired one',
    async () => {
      const tokens = await obtainTokens(house, client);
      house.clock.advance(3_600_000);
      await newest();
      await batch(tokens.uid, tokens.access_token);
    },
    'token_expired',
    { at: expect.any(Number) },
  ],
  [
    'the wrong kind',
    async () => {
      const tokens = await obtainTokens(house, client);
      await newest();
      await house.fetch('/Authorization', { token: tokens.access_token });
    },
    'token_wrong_kind',
    { gave: 'access_token', needs: 'client_access_token' },
  ],
  [
    'customer data that are not shared',
    async () => {
      const tokens = await obtainTokens(house, client, { scope: 'FB=4' });
      await newest();
      await house.fetch(`/Batch/RetailCustomer/${tokens.uid}`, { token: tokens.access_token });
    },
    'scope_insufficient',
    { parameter: 'FB=51' },
  ],
  [
    "another's resource",
    async () => {
      const tokens = await obtainTokens(house, client);
      await newest();
      await batch('authbeta', tokens.access_token);
    },
    'not_yours',
    {},
  ],
  [
    'an ended authorization',
    async () => {
      const tokens = await obtainTokens(house, client);
      await post(house, {
        client,
        path: '/DataCustodian/oauth/revoke',
        form: { token: tokens.refresh_token },
      });
      await newest();
      await batch(tokens.uid, tokens.access_token);
    },
    'authorization_ended',
    { at: expect.any(Number) },
  ],
  [
    'a wrong secret',
    async () =>
      await post(house, { client: { ...client, secret: 'no' }, form: { grant_type: 'client_credentials' } }),
    'secret_wrong',
    {},
  ],
  [
    'a used code',
    async () => {
      const { code } = await obtainCode(house, client);
      const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
      await post(house, { client, form });
      await newest();
      await post(house, { client, form });
    },
    'code_used',
    { at: expect.any(Number) },
  ],
  ['an unknown refresh token', async () => await refresh(house, client, 'nothing'), 'token_unknown', {}],
  [
    'a redirect URI that is not registered',
    async () =>
      await authorize(house, {
        response_type: 'code',
        client_id: client.clientId,
        redirect_uri: 'https://x.example/',
      }),
    'redirect_uri_unknown',
    { parameter: 'https://x.example/' },
  ],
  unknownUri(
    'with a character that no text of the database holds',
    'https://x.example/\0',
    'https://x.example/\ufffd',
  ),
  unknownUri('that is cut within a character', `${'x'.repeat(499)}😀`, `${'x'.repeat(499)}\ufffd`),
  [
    'a parameter that cannot be read',
    async () => await post(house, { client, form: { grant_type: 'client_credentials', scope: 'x' } }),
    'parameter_invalid',
    { parameter: 'scope' },
  ],
])('explains %s', async (_, act, refusal, facts) => {
  await act();
  expect(await newest()).toMatchObject({ refusal, facts });
});

it('shows no query of the token endpoint, and nothing of those whom nobody knows', async () => {
  await post(house, {
    client,
    query: 'grant_type=x&code=secret',
    form: { grant_type: 'client_credentials' },
  });
  expect(await newest()).toMatchObject({ path: '/DataCustodian/oauth/token' });
  await house.fetch('/ReadServiceStatus', { token: 'unknown' });
  await house.fetch('/ReadServiceStatus');
  await house.fetch('/ReadServiceStatus', { token: house.tokens.client });
  expect(await newest()).toMatchObject({ status: 200, kind: 'client_access_token' });
});
