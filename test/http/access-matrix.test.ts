import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expandPath,
  type ResourceRow,
  resources,
  type TokenKind,
  tokenKinds,
} from '../../src/espi/resources.ts';
import { type House, openHouse } from '../support/house.ts';
import { foreignParamsFor, ownPath, paramNames, paramsFor } from '../support/paths.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => await house.close());

const goodToken = (kind: TokenKind): string =>
  ({
    registration_access_token: house.tokens.registration,
    client_access_token: house.tokens.client,
    access_token: house.tokens.full,
  })[kind];

/** Collections that are empty for somebody, with who that is. Everyone else's are empty beyond the last stamp. */
const emptyCollections: Readonly<Record<string, readonly [keyof House['tokens'], string]>> = {
  'UsagePoint feed': ['none', '/Subscription/authnone/UsagePoint'],
  'LocalTimeParameters feed': ['none', '/LocalTimeParameters'],
  'ReadingType feed': ['none', '/ReadingType'],
  'MeterReading feed': ['bare', '/Subscription/authbare/UsagePoint/meterbare0/MeterReading'],
  'IntervalBlock feed': [
    'bare',
    '/Subscription/authbare/UsagePoint/meterbare1/MeterReading/readingbare10/IntervalBlock',
  ],
  'UsageSummary feed': ['bare', '/Subscription/authbare/UsagePoint/meterbare0/UsageSummary'],
  'ElectricPowerQualitySummary feed': [
    'bare',
    '/Subscription/authbare/UsagePoint/meterbare0/ElectricPowerQualitySummary',
  ],
  'Authorization feed': ['clientThree', '/Authorization'],
  'Customer feed': ['none', '/RetailCustomer/authnone/Customer'],
  'CustomerAccount feed': ['nobody', '/RetailCustomer/authnobody/Customer/customernobody/CustomerAccount'],
  'Statement feed': ['bare', '/RetailCustomer/authbare/Customer/customerbare/Statement'],
  'CustomerAgreement feed': [
    'bare',
    '/RetailCustomer/authbare/Customer/customerbare/CustomerAccount/customeraccountbareempty/CustomerAgreement',
  ],
  ...Object.fromEntries(
    ['ServiceSupplier', 'ProgramDateIdMappings', 'ServiceLocation'].map((noun) => [
      `${noun} feed`,
      [
        'bare',
        `/RetailCustomer/authbare/Customer/customerbare/CustomerAccount/customeraccountbareaccount/CustomerAgreement/customeragreementbareagreement0/${noun}`,
      ],
    ]),
  ),
  ...Object.fromEntries(
    ['Meter', 'EndDevice'].map((noun) => [
      `${noun} feed`,
      [
        'bare',
        `/RetailCustomer/authbare/Customer/customerbare/CustomerAccount/customeraccountbareaccount/CustomerAgreement/customeragreementbareagreement1/ServiceLocation/servicelocationbarelocation/${noun}`,
      ],
    ]),
  ),
  'Batch Subscription': ['none', '/Batch/Subscription/authnone'],
  'Batch RetailCustomer': ['none', '/Batch/RetailCustomer/authnone'],
  Bulk: ['clientThree', '/Bulk/bulkthree'],
};

function expectError(answer: Awaited<ReturnType<House['fetch']>>, status: number, code: string): void {
  expect([answer.status, answer.json().error]).toEqual([status, code]);
  expect(answer.json().error_description).toMatch(/\w+ \w+/);
  expect(answer.json().url).toBe(`https://dc.example/docs/errors#${code}`);
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
}

const typeOf = (row: ResourceRow): RegExp => {
  if (row.form === 'file') return /^application\/pdf$/;
  return row.form === 'document' ? /^application\/xml/ : /^application\/atom\+xml/;
};

describe.each(resources.map((row) => [row.name, row] as const))('%s', (_, row) => {
  it('without a token: 401', async () => {
    const answer = await house.fetch(ownPath(row));
    expectError(answer, 401, 'invalid_token');
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="Green Button"');
  });

  it.each(tokenKinds.filter((kind) => kind !== row.token))('with a %s: 403', async (kind) => {
    const answer = await house.fetch(ownPath(row), { token: goodToken(kind) });
    expectError(answer, 403, 'wrong_token');
    expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope"');
  });

  it.each(['expired', 'revoked'] as const)('with a token that is %s: 401', async (state) => {
    const answer = await house.fetch(ownPath(row), { token: house.tokens[state][row.token] });
    expectError(answer, 401, 'invalid_token');
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  it('with a token that never was: 401', async () => {
    expectError(await house.fetch(ownPath(row), { token: 'x'.repeat(43) }), 401, 'invalid_token');
  });

  const names = paramNames(row.path);
  if (names.length > 0) {
    it.each(names)("with another's %s: 404", async (name) => {
      const params = { ...paramsFor(row), [name]: foreignParamsFor(row)[name] ?? '' };
      const answer = await house.fetch(expandPath(row.path, params), { token: goodToken(row.token) });
      expectError(answer, 404, 'not_found');
    });

    it.each(names)('with a %s that is nowhere: 404', async (name) => {
      const params = { ...paramsFor(row), [name]: 'nowhere' };
      const answer = await house.fetch(expandPath(row.path, params), { token: goodToken(row.token) });
      expectError(answer, 404, 'not_found');
    });
  }

  it('with a good token: 200, at every alias, with and without a trailing slash', async () => {
    const token = goodToken(row.token);
    const answer = await house.fetch(ownPath(row), { token });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(typeOf(row));
    expect(answer.headers['cache-control']).toBe('private, no-cache');
    if (row.form === 'feed') expect(answer.text.match(/<entry>/g)?.length).toBeGreaterThan(0);
    if (row.form === 'entry') expect(answer.text).toMatch(/^<\?xml[^\n]*\n<entry /);
    for (const path of [row.path, ...row.aliases]) {
      for (const slash of ['', '/']) {
        const same = await house.fetch(ownPath(row, path) + slash, { token });
        expect([same.status, same.text]).toEqual([200, answer.text]);
      }
    }
  });

  it('HEAD: the headers of GET, no body', async () => {
    const token = goodToken(row.token);
    const get = await house.fetch(ownPath(row), { token });
    const head = await house.fetch(ownPath(row), { token, method: 'HEAD' });
    expect([head.status, head.bytes.length]).toEqual([200, 0]);
    for (const name of ['content-type', 'etag', 'cache-control'])
      expect(head.headers[name]).toBe(get.headers[name]);
  });

  it('If-None-Match with its ETag: 304', async () => {
    const token = goodToken(row.token);
    const { etag } = (await house.fetch(ownPath(row), { token })).headers;
    if (row.form === 'document') return expect(etag).toBeUndefined();
    const headers = { 'if-none-match': etag ?? '' };
    const answer = await house.fetch(ownPath(row), { token, headers });
    expect([answer.status, answer.bytes.length, answer.headers.etag]).toEqual([304, 0, etag]);
  });

  const refused = ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'].filter(
    (method) => !(row.methods as readonly string[]).includes(method),
  );
  it.each(refused)('%s: 405', async (method) => {
    const answer = await house.fetch(ownPath(row), { token: goodToken(row.token), method });
    expectError(answer, 405, 'method_not_allowed');
    expect(answer.headers.allow).toBe(['GET', 'HEAD', ...row.methods].join(', '));
  });

  for (const method of row.methods) {
    it(`${method} without a token: 401; with another kind: 403; of another's: 404`, async () => {
      expectError(await house.fetch(ownPath(row), { method }), 401, 'invalid_token');
      for (const kind of tokenKinds.filter((kind) => kind !== row.token))
        expectError(await house.fetch(ownPath(row), { method, token: goodToken(kind) }), 403, 'wrong_token');
      const foreign = expandPath(row.path, foreignParamsFor(row));
      expectError(await house.fetch(foreign, { method, token: goodToken(row.token) }), 404, 'not_found');
    });
  }

  if (row.form === 'feed') {
    it('an empty collection: 200 and a feed without entries that still has an updated', async () => {
      const empty = emptyCollections[row.name];
      const answers = [
        await house.fetch(`${ownPath(row)}?updated-min=2100-01-01T00:00:00Z`, {
          token: goodToken(row.token),
        }),
        ...(empty === undefined
          ? []
          : [await house.fetch(empty[1], { token: house.tokens[empty[0]] as string })]),
      ];
      for (const answer of answers) {
        expect(answer.status).toBe(200);
        expect(answer.text).not.toContain('<entry>');
        expect(answer.text).toMatch(/<updated>2026-03-\d\dT[\d:.]+Z<\/updated>/);
      }
    });
  }
});

it('every collection but those that always hold something has been seen empty by nature', () => {
  const feeds = resources.filter(({ form }) => form === 'feed').map(({ name }) => name);
  const never = ['ApplicationInformation feed', 'Batch UsagePoint'];
  expect(feeds.filter((name) => emptyCollections[name] === undefined)).toEqual(never);
});
