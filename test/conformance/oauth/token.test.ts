import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type House, openHouse } from '../../support/house.ts';
import {
  batchStatus,
  type OauthThirdParty,
  oauthThirdParty,
  obtainCode,
  obtainTokens,
  post,
  redirectUri,
  refresh,
  registeredScope,
} from '../../support/oauth.ts';

let house: House;
let client: OauthThirdParty;
let other: OauthThirdParty;

beforeAll(async () => {
  house = await openHouse();
  client = await oauthThirdParty(house.db, { secret: 'one' });
  other = await oauthThirdParty(house.db, { uid: 'clienttwo', secret: 'two' });
});
beforeEach(async () => {
  await house.db.query('delete from throttle');
});
afterAll(async () => await house.close());

const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');
const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
const exchange = (code: string, more: Record<string, string> = {}, by: OauthThirdParty = client) =>
  post(house, {
    client: by,
    form: { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...more },
  });

describe('authorization_code', () => {
  it('answers with everything a third party needs, not to be stored', async () => {
    const { code, authorizationUid } = await obtainCode(house, client);
    const answer = await exchange(code);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
    const base = 'https://dc.example/DataCustodian/espi/1_1/resource';
    expect(answer.json()).toEqual({
      access_token: expect.stringMatching(/^[\w-]{43}$/),
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^[\w-]{43}$/),
      scope: 'FB=4_16_51',
      resourceURI: `${base}/Batch/Subscription/${authorizationUid}`,
      customerResourceURI: `${base}/Batch/RetailCustomer/${authorizationUid}`,
      authorizationURI: `${base}/Authorization/${authorizationUid}`,
    });
  });

  it('names no customer data when none were granted', async () => {
    const tokens = await obtainTokens(house, client, { scope: 'FB=4_16' });
    expect(tokens).not.toHaveProperty('customerResourceURI');
  });

  it('stores neither code nor token in clear', async () => {
    const { code } = await obtainCode(house, client);
    const tokens = (await exchange(code)).json();
    for (const table of ['oauth_code', 'oauth_refresh', 'token', 'oauth_request', 'job', 'audit_event']) {
      const dump = JSON.stringify(await house.db.query(`select * from ${table}`));
      for (const secret of [code, tokens.access_token, tokens.refresh_token ?? ''])
        expect(dump).not.toContain(secret);
    }
    const log = JSON.stringify(house.log);
    for (const secret of [code, tokens.access_token, client.secret]) expect(log).not.toContain(`"${secret}"`);
  });

  it('a code works once; a second time kills what the first gave', async () => {
    const { code, authorizationUid } = await obtainCode(house, client);
    const tokens = (await exchange(code)).json();
    expect(await batchStatus(house, authorizationUid, tokens.access_token)).toBe(200);
    const again = await exchange(code);
    expect([again.status, again.json().error]).toEqual([400, 'invalid_grant']);
    expect(await batchStatus(house, authorizationUid, tokens.access_token)).toBe(401);
    expect((await refresh(house, client, tokens.refresh_token ?? '')).status).toBe(400);
  });

  it('of twenty at once exactly one gets tokens, and they are dead', async () => {
    const { code, authorizationUid } = await obtainCode(house, client);
    const answers = await Promise.all(Array.from({ length: 20 }, () => exchange(code)));
    const winners = answers.filter(({ status }) => status === 200);
    expect([winners.length, answers.filter(({ status }) => status === 400).length]).toEqual([1, 19]);
    for (const winner of winners)
      expect(await batchStatus(house, authorizationUid, winner.json().access_token)).toBe(401);
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['another redirect_uri', {}, { redirect_uri: 'https://other.example/' }],
    ['no redirect_uri where it was given', {}, { redirect_uri: '' }],
    ['a verifier without a challenge', {}, { code_verifier: verifier }],
    ['a challenge without a verifier', pkce, {}],
    ['another verifier', pkce, { code_verifier: 'w'.repeat(43) }],
    ['a verifier that is too short', pkce, { code_verifier: 'v'.repeat(42) }],
    ['the challenge as verifier', pkce, { code_verifier: challenge }],
  ])('%s: invalid_grant, and the code is used up', async (_, request, change) => {
    const { code } = await obtainCode(house, client, request);
    const answer = await exchange(code, change);
    expect([answer.status, answer.json().error]).toEqual([400, 'invalid_grant']);
    const proper = Object.keys(request).length > 0 ? { code_verifier: verifier } : {};
    expect((await exchange(code, proper)).status).toBe(400);
  });

  it('the right verifier works', async () => {
    const { code } = await obtainCode(house, client, pkce);
    expect((await exchange(code, { code_verifier: verifier })).status).toBe(200);
  });

  it('redirect_uri need not be repeated when it was not given', async () => {
    const { code } = await obtainCode(house, client, { redirect_uri: undefined });
    const answer = await post(house, { client, form: { grant_type: 'authorization_code', code } });
    expect(answer.status).toBe(200);
  });

  it("another third party's code is not known, and stays good", async () => {
    const { code } = await obtainCode(house, client);
    expect((await exchange(code, {}, other)).json().error).toBe('invalid_grant');
    expect((await exchange(code)).status).toBe(200);
  });

  it('a code dies after a minute', async () => {
    const { code } = await obtainCode(house, client);
    house.clock.advance(60_000);
    expect((await exchange(code)).json().error).toBe('invalid_grant');
    const later = await obtainCode(house, client);
    house.clock.advance(59_000);
    expect((await exchange(later.code)).status).toBe(200);
  });

  it.each<[string, Record<string, string>, string]>([
    ['no grant_type', { code: 'x' }, 'invalid_request'],
    ['no code', { grant_type: 'authorization_code' }, 'invalid_request'],
    [
      'an unknown code',
      { grant_type: 'authorization_code', code: 'x', redirect_uri: redirectUri },
      'invalid_grant',
    ],
    ['an unknown grant', { grant_type: 'password', username: 'a', password: 'b' }, 'unsupported_grant_type'],
    ['a grant of the prototype', { grant_type: 'constructor' }, 'unsupported_grant_type'],
    ['an implicit one', { grant_type: 'implicit' }, 'unsupported_grant_type'],
  ])('%s: 400 %s', async (_, form, error) => {
    const answer = await post(house, { client, form });
    expect([answer.status, answer.json().error]).toEqual([400, error]);
    expect(answer.json().error_description).toMatch(/\w+ \w+/);
    expect(answer.headers['cache-control']).toBe('no-store');
  });
});

describe('refresh_token', () => {
  it('gives another pair and ends the access token before it', async () => {
    const first = await obtainTokens(house, client);
    const answer = await refresh(house, client, first.refresh_token);
    const second = answer.json();
    expect(answer.status).toBe(200);
    expect(Object.keys(second).sort()).toEqual(
      Object.keys(first)
        .filter((key) => key !== 'uid')
        .sort(),
    );
    expect([second.scope, second.resourceURI]).toEqual([first.scope, first.resourceURI]);
    expect(second.access_token).not.toBe(first.access_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await batchStatus(house, first.uid, first.access_token)).toBe(401);
    expect(await batchStatus(house, first.uid, second.access_token)).toBe(200);
  });

  it('within 30 seconds works again, and both pairs are good', async () => {
    const first = await obtainTokens(house, client);
    const second = (await refresh(house, client, first.refresh_token)).json();
    house.clock.advance(30_000);
    const third = await refresh(house, client, first.refresh_token);
    expect(third.status).toBe(200);
    expect(await batchStatus(house, first.uid, second.access_token)).toBe(200);
    expect(await batchStatus(house, first.uid, third.json().access_token)).toBe(200);
  });

  it('of twenty at once all get a pair', async () => {
    const first = await obtainTokens(house, client);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => refresh(house, client, first.refresh_token)),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await batchStatus(house, first.uid, answers[7]?.json().access_token ?? '')).toBe(200);
  });

  it('after that it is reuse: all tokens die, the consent stays, the operator hears of it', async () => {
    const first = await obtainTokens(house, client);
    const second = (await refresh(house, client, first.refresh_token)).json();
    house.clock.advance(30_001);
    const reuse = await refresh(house, client, first.refresh_token);
    expect([reuse.status, reuse.json().error]).toEqual([400, 'invalid_grant']);
    expect(await batchStatus(house, first.uid, second.access_token)).toBe(401);
    expect((await refresh(house, client, second.refresh_token ?? '')).status).toBe(400);
    const [row] = await house.db.query<{ id: number; status: number }>(
      'select id, status from "authorization" where uid = $1',
      [first.uid],
    );
    expect(row?.status).toBe(1);
    const audit = await house.db.query(
      'select action from audit_event where target = $1 order by id desc limit 1',
      [first.uid],
    );
    expect(audit).toEqual([{ action: 'refresh_token.reused' }]);
    const key = `authorization_event:${row?.id}:token_reuse`;
    expect((await house.db.query('select 1 from job where key = $1', [key])).length).toBe(1);
  });

  it.each<[string, string, number]>([
    ['the granted scope', 'FB=4_16_51', 200],
    ['a part of it', 'FB=4', 200],
    ['blocks that open nothing', 'FB=4_31_39', 200],
    ['another block', 'FB=4_15', 400],
    ['no scope at all', 'openid', 400],
  ])('with %s: %s → %i', async (_, scope, status) => {
    const first = await obtainTokens(house, client);
    const answer = await refresh(house, client, first.refresh_token, { scope });
    expect(answer.status).toBe(status);
    if (status === 400) {
      expect(answer.json().error).toBe('invalid_scope');
      expect(await batchStatus(house, first.uid, first.access_token)).toBe(200);
    } else expect(answer.json().scope).toBe('FB=4_16_51');
  });

  it('is bound to its third party, and dies after a year without use', async () => {
    const first = await obtainTokens(house, client);
    expect((await refresh(house, other, first.refresh_token)).json().error).toBe('invalid_grant');
    house.clock.advance(364 * 86_400_000);
    const second = (await refresh(house, client, first.refresh_token)).json();
    house.clock.advance(365 * 86_400_000);
    expect((await refresh(house, client, second.refresh_token ?? '')).json().error).toBe('invalid_grant');
  });

  it.each<[string, Record<string, string>, string]>([
    ['no token', {}, 'invalid_request'],
    ['an empty token', { refresh_token: '' }, 'invalid_request'],
    ['an unknown token', { refresh_token: 'x'.repeat(43) }, 'invalid_grant'],
  ])('%s: %s', async (_, form, error) => {
    const answer = await post(house, { client, form: { grant_type: 'refresh_token', ...form } });
    expect([answer.status, answer.json().error]).toEqual([400, error]);
  });

  it('an access token is no refresh token, nor a code', async () => {
    const { access_token } = await obtainTokens(house, client);
    expect((await refresh(house, client, access_token)).json().error).toBe('invalid_grant');
    expect((await exchange(access_token)).json().error).toBe('invalid_grant');
  });

  it('the access token lives no longer than the authorization', async () => {
    house.clock.set(Math.ceil(house.clock.now() / 1000) * 1000);
    const end = house.clock.now() / 1000 + 600;
    const tokens = await obtainTokens(house, client, {
      decision: { duration: { kind: 'until', at: end * 1000 } },
    });
    expect(tokens.expires_in).toBe(600);
    house.clock.advance(600_000);
    expect(await batchStatus(house, tokens.uid, tokens.access_token)).toBe(401);
    expect((await refresh(house, client, tokens.refresh_token)).json().error).toBe('invalid_grant');
  });
});

describe('client_credentials', () => {
  const ask = (form: Record<string, string> = {}) =>
    post(house, { client, form: { grant_type: 'client_credentials', ...form } });

  it('gives a client_access_token without a refresh token, with addresses that work', async () => {
    const answer = await ask();
    const body = answer.json();
    expect(answer.status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: registeredScope });
    expect(body).not.toHaveProperty('refresh_token');
    expect(body).not.toHaveProperty('customerResourceURI');
    for (const uri of [body.resourceURI, body.authorizationURI, body.resourceURI.replace('/Batch', '')]) {
      const read = await house.fetchRoot(uri.replace('https://dc.example', ''), { token: body.access_token });
      expect([uri, read.status]).toEqual([uri, 200]);
    }
  });

  it('has one Authorization of its own for ever, which is in no list and does not end', async () => {
    const uris = (await Promise.all([ask(), ask(), ask()])).map((answer) => answer.json().authorizationURI);
    expect(new Set(uris).size).toBe(1);
    const token = (await ask()).json().access_token;
    const path = new URL(uris[0] ?? '').pathname;
    const feed = await house.fetch('/Authorization', { token });
    expect(feed.text).not.toContain(path);
    const entry = await house.fetchRoot(path, { token });
    expect(entry.text).toContain(
      `<resourceURI>https://dc.example/DataCustodian/espi/1_1/resource/Batch/Bulk/bulkone<`,
    );
    expect((await house.fetchRoot(path, { token, method: 'DELETE' })).status).toBe(404);
  });

  it.each([
    ['FB=4_16', 'FB=4_16'],
    ['FB=4_5_15;HistoryLength=13', 'FB=4_5_15;HistoryLength=13'],
    [
      'FB=4;BlockDuration=Daily; HistoryLength= 34128000',
      'FB=4;BlockDuration=Daily; HistoryLength= 34128000',
    ],
  ])('echoes a registered scope: %s', async (scope, expected) => {
    expect((await ask({ scope })).json().scope).toBe(expected);
  });

  it.each(['FB=read/write', 'FB=4_17', 'FB=4;HistoryLength=99999999', 'openid'])(
    'refuses %s',
    async (scope) => {
      const answer = await ask({ scope });
      expect([answer.status, answer.json().error]).toEqual([400, 'invalid_scope']);
    },
  );

  it.each(['FB=36_40', 'FB=44', 'FB=36_40_44', 'FB=40'])('%s: a short registration token', async (scope) => {
    const body = (await ask({ scope })).json();
    expect(body.resourceURI).toBe(
      'https://dc.example/DataCustodian/espi/1_1/resource/ApplicationInformation/clientone',
    );
    const path = '/ApplicationInformation/clientone';
    expect((await house.fetch(path, { token: body.access_token })).status).toBe(200);
    // The permanent one is as good as before.
    expect((await house.fetch(path, { token: house.tokens.registration })).status).toBe(200);
    house.clock.advance(3_600_000);
    expect((await house.fetch(path, { token: body.access_token })).status).toBe(401);
  });
});
