import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse } from '../../support/house.ts';
import {
  authorize,
  decide,
  issuer,
  type OauthThirdParty,
  oauthThirdParty,
  redirectUri,
} from '../../support/oauth.ts';

let house: House;
let client: OauthThirdParty;
let sandboxed: OauthThirdParty;
const twoUris = ['https://one.example/cb', 'https://two.example/cb?tenant=7'];
let several: OauthThirdParty;

beforeAll(async () => {
  house = await openHouse();
  client = await oauthThirdParty(house.db, { secret: 'one' });
  sandboxed = await oauthThirdParty(house.db, { uid: 'clienttwo', secret: 'two', state: 'waiting' });
  several = await oauthThirdParty(house.db, {
    uid: 'clientthree',
    secret: 'three',
    requirePkce: true,
    redirectUris: twoUris,
  });
});
afterAll(async () => await house.close());

const challenge = createHash('sha256').update('v'.repeat(43)).digest('base64url');
const good = (): Record<string, string> => ({
  response_type: 'code',
  client_id: client.clientId,
  redirect_uri: redirectUri,
  scope: 'FB=4_16_51',
  state: 'st4te',
});

const pages: readonly (readonly [string, number, string, Record<string, string | undefined>])[] = [
  ['no client_id', 401, 'AUTH-101', { client_id: undefined }],
  ['an unknown client_id', 401, 'AUTH-102', { client_id: 'nobody' }],
  ['a client_id with NUL', 401, 'AUTH-102', { client_id: 'a\0b' }],
  ['a redirect_uri that is not registered', 403, 'AUTH-104', { redirect_uri: 'https://evil.example/cb' }],
  ['a redirect_uri with a trailing slash', 403, 'AUTH-104', { redirect_uri: `${redirectUri}/` }],
  ['a redirect_uri with a query', 403, 'AUTH-104', { redirect_uri: `${redirectUri}?x=1` }],
  ['a redirect_uri in capitals', 403, 'AUTH-104', { redirect_uri: redirectUri.replace('app', 'APP') }],
  ['a redirect_uri with a fragment', 403, 'AUTH-104', { redirect_uri: `${redirectUri}#x` }],
  [
    'a redirect_uri with a user',
    403,
    'AUTH-104',
    { redirect_uri: 'https://app.example@evil.example/callback' },
  ],
  ['a redirect_uri below', 403, 'AUTH-104', { redirect_uri: `${redirectUri}/../callback` }],
];

describe('what is shown on a page and never sent anywhere', () => {
  it.each(pages)('%s: %i %s', async (_, status, code, change) => {
    const answer = await authorize(house, { ...good(), ...change });
    expect([answer.status, answer.location]).toEqual([status, undefined]);
    expect(answer.text).toContain(code);
    expect(answer.cookie).toBeUndefined();
  });

  it('a suspended registration', async () => {
    await house.db.query(`update client set state = 'suspended' where id = $1`, [client.id]);
    const answer = await authorize(house, good());
    await house.db.query(`update client set state = 'live' where id = $1`, [client.id]);
    expect([answer.status, answer.location]).toEqual([403, undefined]);
    expect(answer.text).toContain('AUTH-103');
  });

  it('a redirect_uri that waits for the operator', async () => {
    await house.db.query(
      `insert into redirect_uri (client_id, uri, state, since) values ($1, 'https://new.example/', 'waiting', 0)`,
      [client.id],
    );
    const answer = await authorize(house, { ...good(), redirect_uri: 'https://new.example/' });
    expect(answer.status).toBe(403);
  });

  it('a repeated client_id or redirect_uri', async () => {
    const query = new URLSearchParams(good()).toString();
    for (const [more, status] of [
      [`client_id=${client.clientId}`, 401],
      [`redirect_uri=${encodeURIComponent(redirectUri)}`, 403],
    ] as const) {
      const answer = await house.fetchRoot(`/DataCustodian/oauth/authorize?${query}&${more}`);
      expect([answer.status, answer.headers.location]).toEqual([status, undefined]);
    }
  });

  it('everything else, as long as no operator has looked at the registration', async () => {
    const answer = await authorize(house, {
      ...good(),
      client_id: sandboxed.clientId,
      response_type: 'token',
    });
    expect([answer.status, answer.location]).toEqual([400, undefined]);
    expect(answer.text).toContain('AUTH-105');
  });

  it('markup in what was sent comes back as text', async () => {
    const answer = await authorize(house, { ...good(), scope: 'FB=<script>', client_id: sandboxed.clientId });
    expect(answer.text).not.toContain('<script>');
  });
});

const redirects: readonly (readonly [string, string, Record<string, string | undefined>])[] = [
  ['no response_type', 'invalid_request', { response_type: undefined }],
  ['a bad response_type', 'unsupported_response_type', { response_type: 'bad' }],
  ['the implicit flow', 'unsupported_response_type', { response_type: 'token' }],
  ['a hybrid flow', 'unsupported_response_type', { response_type: 'code token' }],
  ['response_mode=fragment', 'invalid_request', { response_mode: 'fragment' }],
  ['a scope that is none', 'invalid_scope', { scope: 'FB=????' }],
  ['a scope without blocks', 'invalid_scope', { scope: 'HistoryLength=1' }],
  ['an unknown block', 'invalid_scope', { scope: 'FB=4_99' }],
  ['a scope that opens nothing', 'invalid_scope', { scope: 'FB=1_3' }],
  ['a scope that is not registered', 'invalid_scope', { scope: 'FB=17' }],
  ['a scope of 257 characters', 'invalid_scope', { scope: `FB=4;X=${'x'.repeat(250)}` }],
  ['plain PKCE', 'invalid_request', { code_challenge: challenge, code_challenge_method: 'plain' }],
  ['PKCE without a method', 'invalid_request', { code_challenge: challenge }],
  ['a short challenge', 'invalid_request', { code_challenge: 'short', code_challenge_method: 'S256' }],
  ['a method without a challenge', 'invalid_request', { code_challenge_method: 'S256' }],
];

describe('what is sent back to the third party before anybody signs in', () => {
  it.each(redirects)('%s: %s', async (_, error, change) => {
    const answer = await authorize(house, { ...good(), ...change });
    expect(answer.status).toBe(302);
    const location = new URL(answer.location ?? '');
    expect(location.origin + location.pathname).toBe(redirectUri);
    const query = location.searchParams;
    expect([query.get('error'), query.get('code'), query.get('state'), query.get('iss')]).toEqual([
      error,
      null,
      'st4te',
      issuer,
    ]);
    expect(query.get('error_description')).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
    expect(answer.cookie).toBeUndefined();
  });

  it('a repeated parameter', async () => {
    const query = `${new URLSearchParams(good())}&scope=FB%3D4`;
    const answer = await house.fetchRoot(`/DataCustodian/oauth/authorize?${query}`);
    expect(new URL(answer.headers.location ?? '').searchParams.get('error')).toBe('invalid_request');
  });

  it('a state that cannot come back', async () => {
    const answer = await authorize(house, { ...good(), state: 'x'.repeat(2049) });
    const { searchParams } = new URL(answer.location ?? '');
    expect([searchParams.get('error'), searchParams.get('state')]).toEqual(['invalid_request', null]);
  });

  it('PKCE where the registration needs it', async () => {
    const request = { ...good(), client_id: several.clientId, redirect_uri: twoUris[1] };
    const refused = await authorize(house, request);
    expect(refused.location).toMatch(/^https:\/\/two\.example\/cb\?tenant=7&error=invalid_request&/);
    const taken = await authorize(house, {
      ...request,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    expect(taken.location).toMatch(/^\/DataCustodian\/oauth\/authorize\/[\w-]{43}$/);
  });
});

describe('what goes on to the customer', () => {
  it.each<[string, Record<string, string | undefined>]>([
    ['everything given', {}],
    ['no state', { state: undefined }],
    ['no redirect_uri', { redirect_uri: undefined }],
    ['no scope', { scope: undefined }],
    ['only client_id and response_type', { redirect_uri: undefined, scope: undefined, state: undefined }],
    ['a scope with more than is registered', { scope: 'FB=4_17' }],
    ['a scope with terms that nobody knows', { scope: 'FB=4;IntervalDuration=900;Colour=blue' }],
    ['the old number of customer data', { scope: 'FB=4_46' }],
    ['parameters that nobody knows', { nonce: 'x', audience: 'y' }],
  ])('%s', async (_, change) => {
    const answer = await authorize(house, { ...good(), ...change });
    expect(answer.status).toBe(302);
    expect(answer.location).toMatch(/^\/DataCustodian\/oauth\/authorize\/[\w-]{43}$/);
    expect(answer.cookie).toMatch(/^[\w-]{43}$/);
  });

  it('under the slug of the utility, and the page stays there', async () => {
    const [{ slug } = { slug: '' }] = await house.db.query<{ slug: string }>('select slug from utility');
    const answer = await authorize(house, good(), `/DataCustodian/${slug}/oauth/authorize`);
    expect(answer.location).toMatch(new RegExp(`^/DataCustodian/${slug}/oauth/authorize/`));
    const { location = '' } = await decide(house, answer);
    expect(new URL(location).searchParams.get('iss')).toBe(`${issuer}/${slug}`);
    expect((await authorize(house, good(), '/DataCustodian/elsewhere/oauth/authorize')).status).toBe(401);
  });

  it('a request belongs to its browser', async () => {
    const answer = await authorize(house, good());
    await expect(decide(house, answer, { sessionHash: 'another' })).rejects.toThrow('not there');
    await decide(house, answer);
  });

  it('a request is decided once', async () => {
    const answer = await authorize(house, good());
    await decide(house, answer);
    await expect(decide(house, answer)).rejects.toThrow('not there');
  });

  it('a request waits for a quarter of an hour', async () => {
    const answer = await authorize(house, good());
    house.clock.advance(900_000);
    await expect(decide(house, answer)).rejects.toThrow('not there');
  });

  it('has headers that keep it private, and no CORS', async () => {
    const query = new URLSearchParams(good());
    const answer = await house.fetchRoot(`/DataCustodian/oauth/authorize?${query}`, {
      headers: { origin: 'https://evil.example' },
    });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['referrer-policy']).toBe('no-referrer');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(String(answer.headers['set-cookie'])).toMatch(/^__Host-.*HttpOnly; Secure; SameSite=Lax$/);
  });

  it('POST is refused', async () => {
    const answer = await house.fetchRoot('/DataCustodian/oauth/authorize', { method: 'POST' });
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

describe('the decision', () => {
  it('share: a code, the state and the issuer', async () => {
    const { location = '' } = await decide(house, await authorize(house, good()));
    const url = new URL(location);
    expect(url.origin + url.pathname).toBe(redirectUri);
    expect(url.searchParams.get('code')).toMatch(/^[\w-]{43}$/);
    expect([url.searchParams.get('state'), url.searchParams.get('iss')]).toEqual(['st4te', issuer]);
  });

  it('decline: access_denied, and the evidence of it', async () => {
    const { location = '' } = await decide(house, await authorize(house, good()), { decline: true });
    const { searchParams } = new URL(location);
    expect([searchParams.get('error'), searchParams.get('code'), searchParams.get('state')]).toEqual([
      'access_denied',
      null,
      'st4te',
    ]);
    const rows = await house.db.query(`select 1 from consent_evidence where decision = 'decline'`);
    expect(rows.length).toBe(1);
  });

  it('without an address: the customer stays here, and the Authorization is there', async () => {
    await house.db.query('delete from redirect_uri where client_id = $1', [sandboxed.id]);
    const arrived = await authorize(house, { response_type: 'code', client_id: sandboxed.clientId });
    const outcome = await decide(house, arrived, { test: true });
    expect(outcome.location).toBeUndefined();
    const rows = await house.db.query('select test from "authorization" where uid = $1', [
      outcome.authorizationUid,
    ]);
    expect(rows).toEqual([{ test: true }]);
  });

  it('in the sandbox only a test customer shares', async () => {
    const arrived = await authorize(house, { response_type: 'code', client_id: sandboxed.clientId });
    await expect(decide(house, arrived)).rejects.toThrow('only test customers');
    // Nothing was written, and the request still waits for somebody who may.
    await decide(house, arrived, { test: true });
  });

  it('meters of somebody else are left out; none at all is refused', async () => {
    const { authorizationUid = '' } = await decide(house, await authorize(house, good()), {
      meters: ['meterhomeelectric', 'meterflatelectric', 'nowhere'],
    });
    const rows = await house.db.query<{ uid: string }>(
      `select u.uid from authorization_usage_point p join "authorization" a on a.id = p.authorization_id
         join usage_point u on u.id = p.up_id where a.uid = $1`,
      [authorizationUid],
    );
    expect(rows.map(({ uid }) => uid)).toEqual(['meterhomeelectric']);
    const other = await authorize(house, good());
    await expect(decide(house, other, { meters: ['meterflatelectric'] })).rejects.toThrow(
      'meter of your own',
    );
  });

  it('leaves the evidence, the story, the audit and the job, in one transaction', async () => {
    const { authorizationUid = '' } = await decide(house, await authorize(house, good()));
    const [row] = await house.db.query<{ id: number; evidence: Record<string, unknown> }>(
      `select a.id, e.choices as evidence from "authorization" a join consent_evidence e on e.authorization_id = a.id
       where a.uid = $1`,
      [authorizationUid],
    );
    expect(row?.evidence).toMatchObject({
      requestedScope: 'FB=4_16_51',
      grantedScope: 'FB=4_16_51',
      meters: ['meterhomeelectric', 'meterhomegas'],
    });
    const story = await house.db.query('select event from authorization_event where authorization_id = $1', [
      row?.id,
    ]);
    expect(story).toEqual([{ event: 'granted' }]);
    const audit = await house.db.query('select action from audit_event where target = $1', [
      authorizationUid,
    ]);
    expect(audit).toEqual([{ action: 'authorization.granted' }]);
    const jobs = await house.db.query(`select 1 from job where key = $1`, [
      `authorization_event:${row?.id}:granted`,
    ]);
    expect(jobs.length).toBe(1);
  });
});
