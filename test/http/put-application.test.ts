import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { registrationMailComposer } from '../../src/web/mails/registration-mail.ts';
import { base, type House, openHouse, publicUrl } from '../support/house.ts';

let house: House;
let app: FastifyInstance;
const path = new URL(`${base}/ApplicationInformation/clientone`).pathname;

beforeAll(async () => {
  house = await openHouse();
  app = await createApp({
    db: house.db,
    clock: house.clock,
    publicUrl,
    secretKey: Buffer.alloc(32, 7),
    log: { info: () => undefined, error: () => undefined },
    composeRegistrationMail: registrationMailComposer({ publicUrl }),
  });
  await app.ready();
});
beforeEach(async () => {
  await house.db.query(
    `update client set state = 'live', name = 'Third Party one', profile = $1::jsonb where uid = 'clientone'`,
    [
      JSON.stringify({
        company: 'Acme',
        siteUrl: 'https://acme.example/',
        purposeEn: 'Shows your use.',
        purposeFr: '',
        privacyUrl: 'https://acme.example/privacy',
        customerContact: 'help@acme.example',
        contactEmail: 'dev@acme.example',
        language: 'en',
      }),
    ],
  );
  await house.db.query('delete from redirect_uri');
  await house.db.query(
    `insert into redirect_uri (client_id, uri, state, since)
     select id, 'https://acme.example/cb', 'approved', 0 from client where uid = 'clientone'`,
  );
});
afterAll(async () => {
  await app.close();
  await house.close();
});

const put = async (body: string, token = house.tokens.registration, contentType = 'application/atom+xml') =>
  await app.inject({
    method: 'PUT',
    url: path,
    headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
    payload: body,
  });
const bare = (content: string): string =>
  `<ApplicationInformation xmlns="http://naesb.org/espi">${content}</ApplicationInformation>`;
const row = async () =>
  (
    await house.db.query(
      `select name, profile, notify_uri as notify, scopes,
         array(select r.uri || ' ' || r.state from redirect_uri r where r.client_id = c.id order by r.uri) as uris
       from client c where uid = 'clientone'`,
    )
  )[0] as { name: string; profile: Record<string, string>; notify: string; scopes: string[]; uris: string[] };

it('what GET gives can be put back, changed', async () => {
  const got = await app.inject({
    url: path,
    headers: { authorization: `Bearer ${house.tokens.registration}` },
  });
  expect(got.statusCode).toBe(200);
  const changed = got.payload
    .replace('<client_name>Third Party one<', '<client_name>Acme Energy<')
    .replace(/<thirdPartyNotifyUri>[^<]*</, '<thirdPartyNotifyUri>https://acme.example/notify<')
    .replace('Shows your use.', 'Shows what you use.');
  const answer = await put(changed);
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([
    200,
    'application/atom+xml; charset=utf-8',
  ]);
  expect(answer.payload).toContain('<client_name>Acme Energy<');
  expect(await row()).toMatchObject({
    name: 'Acme Energy',
    notify: 'https://acme.example/notify',
    profile: {
      purposeEn: 'Shows what you use.',
      company: 'Acme',
      privacyUrl: 'https://acme.example/privacy',
    },
    uris: ['https://acme.example/cb approved'],
  });
});

it('a bare element changes what it holds and nothing else', async () => {
  const before = await row();
  const answer = await put(bare('<client_uri>https://acme.example/new</client_uri>'), undefined, 'text/xml');
  expect(answer.statusCode).toBe(200);
  const after = await row();
  expect(after).toEqual({ ...before, profile: { ...before.profile, siteUrl: 'https://acme.example/new' } });
});

it('what only programs read is kept as it is sent, and nobody sets what the custodian decides', async () => {
  const credentials = async () =>
    await house.db.query(`select client_secret_hash, state, bulk_uid from client where uid = 'clientone'`);
  const before = await credentials();
  const sent = bare(
    '<dataCustodianApplicationStatus>4</dataCustodianApplicationStatus><thirdPartyPhone>555 0100</thirdPartyPhone><client_secret>mine</client_secret><software_version>2.1</software_version>',
  );
  expect((await put(sent)).payload).toContain('<software_version>2.1<');
  const later = (await put(bare('<client_uri>https://acme.example/</client_uri>'))).payload;
  expect(later).toContain('<thirdPartyPhone>555 0100<');
  expect(later).toContain('<software_version>2.1<');
  expect(later).not.toContain('<client_secret>mine<');
  expect(await credentials()).toEqual(before);
});

it('a new redirect URI waits for the operator', async () => {
  const uris =
    '<redirect_uri>https://acme.example/cb</redirect_uri><redirect_uri>https://acme.example/two</redirect_uri>';
  const answer = await put(bare(uris));
  expect(answer.statusCode).toBe(200);
  expect(answer.payload).not.toContain('https://acme.example/two');
  expect((await row()).uris).toEqual([
    'https://acme.example/cb approved',
    'https://acme.example/two waiting',
  ]);
});

it.each<[string, string, RegExp]>([
  ['text', 'hello', /XML|Line/],
  ['nothing', '', /holds no XML element/],
  [
    'another resource',
    '<ServiceStatus xmlns="http://naesb.org/espi"><currentStatus>1</currentStatus></ServiceStatus>',
    /Send one ApplicationInformation/,
  ],
  ['broken XML', '<ApplicationInformation xmlns="http://naesb.org/espi"><client_name>', /Line/],
  ['a bad address', bare('<redirect_uri>http://acme.example/cb</redirect_uri>'), /^redirect_uri: /],
  ['a script for an address', bare('<redirect_uri>javascript:alert(1)</redirect_uri>'), /^redirect_uri: /],
  [
    'a password in an address',
    bare('<redirect_uri>https://u:p@acme.example/cb</redirect_uri>'),
    /^redirect_uri: /,
  ],
  ["another's client_id", bare('<client_id>other</client_id>'), /^client_id: /],
  ['a bad scope', bare('<scope>FB=999</scope>'), /^scope: /],
])('refuses %s and changes nothing', async (_, body, words) => {
  const before = await row();
  const answer = await put(body);
  expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_input']);
  expect(answer.json().error_description).toMatch(words);
  expect(await row()).toEqual(before);
});

it('needs the registration token of that registration', async () => {
  const body = bare('<client_name>X</client_name>');
  expect((await put(body, house.tokens.client)).statusCode).toBe(403);
  expect((await put(body, house.tokens.full)).statusCode).toBe(403);
  expect((await put(body, 'unknown')).statusCode).toBe(401);
  const elsewhere = await app.inject({
    method: 'PUT',
    url: path.replace('clientone', 'clienttwo'),
    headers: { authorization: `Bearer ${house.tokens.registration}` },
    payload: body,
  });
  expect(elsewhere.statusCode).toBe(404);
});

it('is not there where nobody can tell the contact of it', async () => {
  const answer = await house.app.inject({
    method: 'PUT',
    url: path,
    headers: { authorization: `Bearer ${house.tokens.registration}` },
    payload: bare('<client_name>X</client_name>'),
  });
  expect(answer.statusCode).toBe(503);
});
