import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/platform/hash.ts';
import { type House, openHouse } from '../../support/house.ts';
import { basic, type OauthThirdParty, oauthThirdParty, post, type TokenPost } from '../../support/oauth.ts';

let house: House;
let client: OauthThirdParty;
let compat: OauthThirdParty;

const oddSecret = 'p:w%2Bd+é';
beforeAll(async () => {
  house = await openHouse();
  client = await oauthThirdParty(house.db, { secret: 'one-secret' });
  compat = await oauthThirdParty(house.db, { uid: 'clienttwo', secret: 'two', compat: true });
  await oauthThirdParty(house.db, { uid: 'clientthree', secret: oddSecret });
});
beforeEach(async () => {
  await house.db.query('delete from throttle');
});
afterAll(async () => await house.close());

const grant = { grant_type: 'client_credentials' };
const multipart = (fields: Record<string, string>): { body: string; contentType: string } => ({
  contentType: 'multipart/form-data; boundary=XYZ',
  body: `${Object.entries(fields)
    .map(
      ([name, value]) =>
        `--XYZ\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    .join('')}--XYZ--\r\n`,
});

describe('ways to present a secret and parameters', () => {
  const cases: [string, () => TokenPost, number, string | undefined][] = [
    ['Basic, form', () => ({ client, form: grant }), 200, undefined],
    [
      'basic in small letters',
      () => ({ authorization: basic(client).replace('B', 'b'), form: grant }),
      200,
      undefined,
    ],
    [
      'body, form',
      () => ({ form: { ...grant, client_id: client.clientId, client_secret: client.secret } }),
      200,
      undefined,
    ],
    ['Basic, multipart', () => ({ client, ...multipart(grant) }), 200, undefined],
    [
      'body, multipart',
      () => multipart({ ...grant, client_id: client.clientId, client_secret: client.secret }),
      200,
      undefined,
    ],
    [
      'a form without a content type',
      () => ({ client, body: 'grant_type=client_credentials', contentType: null }),
      200,
      undefined,
    ],
    [
      'a form that says it is XML',
      () => ({ client, body: 'grant_type=client_credentials', contentType: 'application/xml' }),
      200,
      undefined,
    ],
    [
      'a form with a content type that is none',
      () => ({ client, body: 'grant_type=client_credentials', contentType: 'garbage' }),
      200,
      undefined,
    ],
    [
      'a scope that is not encoded',
      () => ({ client, body: 'grant_type=client_credentials&scope=FB=4_5_15;HistoryLength=13' }),
      200,
      undefined,
    ],
    [
      'a content type with charset',
      () => ({
        client,
        body: 'grant_type=client_credentials',
        contentType: 'application/x-www-form-urlencoded; charset=UTF-8',
      }),
      200,
      undefined,
    ],
    ['no credentials', () => ({ form: grant }), 401, 'invalid_client'],
    [
      'client_id without a secret',
      () => ({ form: { ...grant, client_id: client.clientId } }),
      401,
      'invalid_client',
    ],
    ['an empty Basic', () => ({ authorization: 'Basic ', form: grant }), 401, 'invalid_client'],
    ['garbage as Basic', () => ({ authorization: 'Basic !!!', form: grant }), 401, 'invalid_client'],
    [
      'Basic without a colon',
      () => ({ authorization: `Basic ${btoa('abc')}`, form: grant }),
      401,
      'invalid_client',
    ],
    [
      'Basic with NUL',
      () => ({ authorization: `Basic ${btoa('a\0b:c')}`, form: grant }),
      401,
      'invalid_client',
    ],
    [
      'a Bearer',
      () => ({ authorization: `Bearer ${house.tokens.client}`, form: grant }),
      401,
      'invalid_client',
    ],
    ['a wrong secret', () => ({ client: { ...client, secret: 'no' }, form: grant }), 401, 'invalid_client'],
    [
      'an unknown client',
      () => ({ client: { clientId: 'no', secret: 'no' }, form: grant }),
      401,
      'invalid_client',
    ],
    [
      "another's secret",
      () => ({ client: { clientId: client.clientId, secret: compat.secret }, form: grant }),
      401,
      'invalid_client',
    ],
    [
      'Basic and the secret in the body',
      () => ({ client, form: { ...grant, client_secret: client.secret } }),
      400,
      'invalid_request',
    ],
    [
      'Basic and client_id in the body',
      () => ({ client, form: { ...grant, client_id: client.clientId } }),
      400,
      'invalid_request',
    ],
    [
      'the secret in the query',
      () => ({ query: `client_id=${client.clientId}&client_secret=${client.secret}`, form: grant }),
      401,
      'invalid_client',
    ],
    [
      'a repeated parameter',
      () => ({ client, body: 'grant_type=client_credentials&scope=FB%3D4&scope=FB%3D4' }),
      400,
      'invalid_request',
    ],
    [
      'a body that begins with ?',
      () => ({ client, body: '?grant_type=client_credentials' }),
      400,
      'invalid_request',
    ],
    [
      'JSON',
      () => ({ client, body: JSON.stringify(grant), contentType: 'application/json' }),
      400,
      'invalid_request',
    ],
    [
      'broken multipart',
      () => ({ client, body: 'x', contentType: 'multipart/form-data' }),
      400,
      'invalid_request',
    ],
    [
      'a body of 100 kB',
      () => ({ client, body: `grant_type=${'x'.repeat(100_000)}` }),
      413,
      'invalid_request',
    ],
    [
      'NUL in a parameter',
      () => ({ client, body: 'grant_type=authorization_code&code=a%00b' }),
      400,
      'invalid_request',
    ],
    [
      'parameters in the query without the switch',
      () => ({ client, query: 'grant_type=client_credentials' }),
      400,
      'invalid_request',
    ],
    [
      'GET with good credentials',
      () => ({ client, method: 'GET', query: 'grant_type=client_credentials' }),
      400,
      'invalid_request',
    ],
    ['GET without credentials', () => ({ method: 'GET' }), 401, 'invalid_client'],
    ['GET with an empty Basic', () => ({ method: 'GET', authorization: 'Basic ' }), 401, 'invalid_client'],
    ['PUT with good credentials', () => ({ client, method: 'PUT', form: grant }), 400, 'invalid_request'],
    [
      'a utility that is not there',
      () => ({ client, form: grant, path: '/DataCustodian/nowhere/oauth/token' }),
      401,
      'invalid_client',
    ],
  ];
  it.each(cases)('%s', async (_, request, status, error) => {
    const answer = await post(house, request());
    expect([answer.status, answer.json().error]).toEqual([status, error]);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    if (status === 401) expect(answer.headers['www-authenticate']).toMatch(/^Basic realm=/);
  });

  it('secrets with colon, percent, plus and accents, encoded or not', async () => {
    const [row] = await house.db.query<{ clientId: string }>(
      `select client_id as "clientId" from client where uid = 'clientthree'`,
    );
    const id = row?.clientId ?? '';
    const encoded = encodeURIComponent(oddSecret);
    const answer = await post(house, {
      authorization: `Basic ${Buffer.from(`${id}:${encoded}`).toString('base64')}`,
      form: grant,
    });
    expect(answer.status).toBe(200);
  });

  it('under the slug of the utility', async () => {
    const [{ slug } = { slug: '' }] = await house.db.query<{ slug: string }>('select slug from utility');
    const answer = await post(house, { client, form: grant, path: `/DataCustodian/${slug}/oauth/token` });
    expect(answer.status).toBe(200);
  });

  it('the secret before the last one counts for as long as was said', async () => {
    await house.db.query(
      'update client set previous_secret_hash = $2, previous_secret_until = $3 where id = $1',
      [client.id, sha256('old'), house.clock.now() + 1000],
    );
    const old = { ...client, secret: 'old' };
    expect((await post(house, { client: old, form: grant })).status).toBe(200);
    house.clock.advance(1000);
    expect((await post(house, { client: old, form: grant })).status).toBe(401);
    expect((await post(house, { client, form: grant })).status).toBe(200);
  });

  it('a suspended registration is not let in, and its tokens open nothing', async () => {
    const token = (await post(house, { client, form: grant })).json().access_token;
    await house.db.query(`update client set state = 'suspended' where id = $1`, [client.id]);
    const answer = await post(house, { client, form: grant });
    const read = await house.fetch('/ReadServiceStatus', { token });
    await house.db.query(`update client set state = 'live' where id = $1`, [client.id]);
    expect([answer.status, answer.json().error, read.status]).toEqual([401, 'invalid_client', 401]);
  });
});

describe('the switch for parameters in the query', () => {
  const xml = { contentType: 'application/xml' };
  it('takes them from a request without a body', async () => {
    const answer = await post(house, {
      ...xml,
      authorization: basic(compat),
      query: 'grant_type=client_credentials',
    });
    expect(answer.status).toBe(200);
  });

  it('takes a scope without its name', async () => {
    const query = 'grant_type=client_credentials&FB=4_5_15;HistoryLength=3600';
    const answer = await post(house, { ...xml, authorization: basic(compat), query });
    expect([answer.status, answer.json().scope]).toEqual([200, 'FB=4_5_15;HistoryLength=3600']);
  });

  it('does not take them when there is a body, nor the secret', async () => {
    const query = 'grant_type=client_credentials';
    const body = '?grant_type=client_credentials';
    expect((await post(house, { client: compat, query, body })).status).toBe(400);
    const secret = `${query}&client_id=${compat.clientId}&client_secret=${compat.secret}`;
    expect((await post(house, { query: secret })).status).toBe(401);
  });

  it('keeps the query out of the logs', async () => {
    await post(house, { client: compat, query: 'grant_type=authorization_code&code=very-secret-code' });
    expect(JSON.stringify(house.log)).not.toContain('very-secret-code');
  });
});

describe('wrong secrets', () => {
  const wrong = () => post(house, { client: { ...client, secret: 'no' }, form: grant });
  it('after ten: 429 with Retry-After, doubling to a quarter of an hour, for this address and client only', async () => {
    for (let i = 0; i < 10; i++) expect((await wrong()).status).toBe(401);
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      const answer = await wrong();
      expect([answer.status, answer.json().error]).toEqual([429, 'too_many_requests']);
      const wait = Number(answer.headers['retry-after']);
      waits.push(wait);
      // Even the right secret waits, so that nobody learns which one it is.
      expect((await post(house, { client, form: grant })).status).toBe(429);
      house.clock.advance(wait * 1000);
      expect((await wrong()).status).toBe(401);
    }
    expect(waits.every((wait, i) => wait >= (waits[i - 1] ?? 0))).toBe(true);
    expect(waits.at(-1)).toBe(900);
    expect((await post(house, { client: compat, form: grant })).status).toBe(200);
    const elsewhere = await house.app.inject({
      method: 'POST',
      url: '/DataCustodian/oauth/token',
      remoteAddress: '192.0.2.77',
      headers: { authorization: basic(client), 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'grant_type=client_credentials',
    });
    expect(elsewhere.statusCode).toBe(200);
  });

  it('a right one forgets them', async () => {
    for (let i = 0; i < 9; i++) await wrong();
    expect((await post(house, { client, form: grant })).status).toBe(200);
    for (let i = 0; i < 9; i++) expect((await wrong()).status).toBe(401);
    expect((await post(house, { client, form: grant })).status).toBe(200);
  });
});
