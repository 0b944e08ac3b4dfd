import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endAuthorization } from '../../../src/services/authorization/end-authorization.ts';
import {
  endOverdueAuthorizations,
  forgetOldGrants,
} from '../../../src/services/authorization/end-overdue.ts';
import { type House, openHouse } from '../../support/house.ts';
import {
  batchStatus,
  customerId,
  type OauthThirdParty,
  oauthThirdParty,
  obtainTokens,
  post,
  refresh,
} from '../../support/oauth.ts';

let house: House;
let client: OauthThirdParty;
let other: OauthThirdParty;

beforeAll(async () => {
  house = await openHouse();
  client = await oauthThirdParty(house.db, { secret: 'one' });
  other = await oauthThirdParty(house.db, { uid: 'clienttwo', secret: 'two' });
});
afterAll(async () => await house.close());

const revoke = (token: string, by: OauthThirdParty = client, more: Record<string, string> = {}) =>
  post(house, { client: by, path: '/DataCustodian/oauth/revoke', form: { token, ...more } });
const introspect = (token: string, by: OauthThirdParty = client) =>
  post(house, { client: by, path: '/DataCustodian/oauth/introspect', form: { token } });
const clientToken = async (by: OauthThirdParty = client): Promise<string> =>
  (await post(house, { client: by, form: { grant_type: 'client_credentials' } })).json().access_token;

interface End {
  readonly status: number;
  readonly cause: string | null;
  readonly jobs: number;
  readonly audits: number;
}

async function endOf(uid: string): Promise<End | undefined> {
  const [row] = await house.db.query<End>(
    `select a.status, a.end_cause as cause,
       (select count(*)::int4 from job where key = 'authorization_event:' || a.id || ':ended') as jobs,
       (select count(*)::int4 from audit_event where target = a.uid and action = 'authorization.ended') as audits
     from "authorization" a where uid = $1`,
    [uid],
  );
  return row;
}

describe('revoke (RFC 7009)', () => {
  it('an access token goes alone', async () => {
    const tokens = await obtainTokens(house, client);
    const answer = await revoke(tokens.access_token);
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(await batchStatus(house, tokens.uid, tokens.access_token)).toBe(401);
    expect((await refresh(house, client, tokens.refresh_token)).status).toBe(200);
  });

  it('a refresh token takes the authorization along: audited, to be mailed and notified', async () => {
    const tokens = await obtainTokens(house, client);
    expect((await revoke(tokens.refresh_token, client, { token_type_hint: 'access_token' })).status).toBe(
      200,
    );
    expect(await batchStatus(house, tokens.uid, tokens.access_token)).toBe(401);
    expect((await refresh(house, client, tokens.refresh_token)).json().error).toBe('invalid_grant');
    expect(await endOf(tokens.uid)).toEqual({ status: 0, cause: 'third_party', jobs: 1, audits: 1 });
  });

  it('a client token', async () => {
    const token = await clientToken();
    expect((await revoke(token)).status).toBe(200);
    expect((await house.fetch('/ReadServiceStatus', { token })).status).toBe(401);
  });

  it("another's token, or none, is no error and changes nothing", async () => {
    const tokens = await obtainTokens(house, client);
    for (const token of [tokens.access_token, tokens.refresh_token, 'x'.repeat(43)])
      expect((await revoke(token, other)).status).toBe(200);
    expect(await batchStatus(house, tokens.uid, tokens.access_token)).toBe(200);
    expect((await endOf(tokens.uid))?.status).toBe(1);
  });

  it('needs the secret and the token', async () => {
    const anonymous = await post(house, { path: '/DataCustodian/oauth/revoke', form: { token: 'x' } });
    expect([anonymous.status, anonymous.json().error]).toEqual([401, 'invalid_client']);
    const empty = await post(house, { client, path: '/DataCustodian/oauth/revoke', form: {} });
    expect([empty.status, empty.json().error]).toEqual([400, 'invalid_request']);
  });
});

describe('introspect (RFC 7662)', () => {
  it('tells of an access token without naming the customer', async () => {
    const tokens = await obtainTokens(house, client);
    const answer = (await introspect(tokens.access_token)).json() as object;
    const seconds = Math.floor(house.clock.now() / 1000);
    expect(answer).toEqual({
      active: true,
      client_id: client.clientId,
      token_type: 'Bearer',
      scope: 'FB=4_16_51',
      sub: tokens.uid,
      iss: 'https://dc.example/DataCustodian',
      iat: seconds,
      exp: seconds + 3600,
    });
  });

  it('tells of a refresh token and of a client token', async () => {
    const tokens = await obtainTokens(house, client);
    expect((await introspect(tokens.refresh_token)).json()).toMatchObject({
      active: true,
      token_type: 'refresh_token',
    });
    expect((await introspect(await clientToken())).json()).toMatchObject({ active: true, sub: 'clientone' });
  });

  it("of another's, an unknown, an expired or a revoked one only that it is not active", async () => {
    const tokens = await obtainTokens(house, client);
    for (const token of [tokens.access_token, tokens.refresh_token])
      expect((await introspect(token, other)).text).toBe('{"active":false}');
    expect((await introspect('nothing')).text).toBe('{"active":false}');
    house.clock.advance(3_600_000);
    expect((await introspect(tokens.access_token)).text).toBe('{"active":false}');
    await revoke(tokens.refresh_token);
    expect((await introspect(tokens.refresh_token)).text).toBe('{"active":false}');
  });
});

describe('DELETE of an Authorization', () => {
  const remove = (uid: string, token: string) =>
    house.fetch(`/Authorization/${uid}`, { token, method: 'DELETE' });

  it('by its third party: ended from the next request on, and still to be seen', async () => {
    const tokens = await obtainTokens(house, client);
    const token = await clientToken();
    const answer = await remove(tokens.uid, token);
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(await batchStatus(house, tokens.uid, tokens.access_token)).toBe(401);
    expect((await refresh(house, client, tokens.refresh_token)).status).toBe(400);
    const entry = await house.fetch(`/Authorization/${tokens.uid}`, { token });
    expect([entry.status, /<status>0<\/status>/.test(entry.text)]).toEqual([200, true]);
    expect((await remove(tokens.uid, token)).status).toBe(200);
    expect(await endOf(tokens.uid)).toEqual({ status: 0, cause: 'third_party', jobs: 1, audits: 1 });
  });

  it('not by others', async () => {
    const tokens = await obtainTokens(house, client);
    expect((await remove(tokens.uid, await clientToken(other))).status).toBe(404);
    expect((await remove(tokens.uid, tokens.access_token)).status).toBe(403);
    expect((await remove(tokens.uid, house.tokens.registration)).status).toBe(403);
    expect((await endOf(tokens.uid))?.status).toBe(1);
  });

  it('not by the token of the customer that may read it', async () => {
    await house.db.query('update client set access_token_reads_authorization = true where id = $1', [
      client.id,
    ]);
    const tokens = await obtainTokens(house, client);
    const path = `/Authorization/${tokens.uid}`;
    expect((await house.fetch(path, { token: tokens.access_token })).status).toBe(200);
    expect((await house.fetch('/Authorization/authfull', { token: tokens.access_token })).status).toBe(403);
    expect((await house.fetch('/Authorization', { token: tokens.access_token })).status).toBe(403);
    expect((await remove(tokens.uid, tokens.access_token)).status).toBe(403);
    await house.db.query('update client set access_token_reads_authorization = false where id = $1', [
      client.id,
    ]);
    const later = await obtainTokens(house, client);
    expect((await house.fetch(`/Authorization/${later.uid}`, { token: later.access_token })).status).toBe(
      403,
    );
  });
});

describe('the end of an authorization', () => {
  it.each(['customer', 'operator', 'security'] as const)('by %s', async (cause) => {
    const tokens = await obtainTokens(house, client);
    const end = () =>
      endAuthorization(house, {
        uid: tokens.uid,
        cause,
        note: 'done',
        actor: { kind: 'operator', uid: 'op' },
      });
    expect(await end()).toBe('ended');
    expect(await end()).toBe('not_active');
    expect(await batchStatus(house, tokens.uid, tokens.access_token)).toBe(401);
    expect((await refresh(house, client, tokens.refresh_token)).status).toBe(400);
    expect(await endOf(tokens.uid)).toEqual({ status: 0, cause, jobs: 1, audits: 1 });
  });

  it("not of another customer's", async () => {
    const tokens = await obtainTokens(house, client);
    const bob = await customerId(house.db, 'bob');
    const outcome = await endAuthorization(house, {
      uid: tokens.uid,
      cause: 'customer',
      of: { customerId: bob },
      actor: { kind: 'customer' },
    });
    expect(outcome).toBeUndefined();
    expect(await batchStatus(house, tokens.uid, tokens.access_token)).toBe(200);
  });

  it('by its time, and by a year without a reading', async () => {
    while ((await endOverdueAuthorizations(house)) > 0);
    const at = house.clock.now() + 86_400_000;
    const dated = await obtainTokens(house, client, { decision: { duration: { kind: 'until', at } } });
    const idle = await obtainTokens(house, client, { decision: { duration: { kind: 'until_stopped' } } });
    const read = await obtainTokens(house, client, { decision: { duration: { kind: 'until_stopped' } } });
    expect(await endOverdueAuthorizations(house)).toBe(0);
    house.clock.advance(2 * 86_400_000);
    expect(await endOverdueAuthorizations(house)).toBe(1);
    expect(await endOf(dated.uid)).toEqual({ status: 0, cause: 'expired', jobs: 1, audits: 1 });
    await house.db.query('update "authorization" set last_read = $2 where uid = $1', [
      read.uid,
      house.clock.now(),
    ]);
    house.clock.advance(364 * 86_400_000);
    while ((await endOverdueAuthorizations(house)) > 0);
    expect(await endOf(idle.uid)).toEqual({ status: 0, cause: 'idle', jobs: 1, audits: 1 });
    expect((await endOf(read.uid))?.status).toBe(1);
    await forgetOldGrants(house);
    expect(await house.db.query('select 1 from oauth_code')).toEqual([]);
  });
});
