import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resourceRoot } from '../../src/espi/resources.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => await house.close());

const malformed: readonly (readonly [parameter: string, query: string])[] = [
  ...['published-min', 'published-max', 'updated-min', 'updated-max'].flatMap((name) =>
    [
      'All',
      '',
      '03/01/2016',
      '2026-02-30T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-01-01',
      '2026-01-01T25:00:00Z',
      '20260101T000000Z',
      '2026-01-01T00:00:00',
      '-1',
      '1e9',
      'NaN',
      '1704067200000',
      "2026-01-01T00:00:00Z'--",
      '%00',
      '2026-01-01T00:00:00Z%00',
    ].map((value) => [name, `${name}=${value}`] as const),
  ),
  ...['max-results', 'start-index', 'depth'].flatMap((name) =>
    ['ten', '-1', '1.5', '', '99999999999999999999', '0x10'].map(
      (value) => [name, `${name}=${value}`] as const,
    ),
  ),
  ['published-min', 'published-min=2026-01-01T00:00:00Z&published-min=2026-01-02T00:00:00Z'],
  ['max-results', 'max-results=1&max-results=2'],
  ['published-max', 'published-min=2026-02-01T00:00:00Z&published-max=2026-01-01T00:00:00Z'],
  ['updated-max', 'updated-min=2026-02-01T00:00:00Z&updated-max=2026-01-01T00:00:00Z'],
];

const filtered = [
  '/Batch/Subscription/authfull',
  '/Subscription/authfull/UsagePoint',
  '/Subscription/authfull/UsagePoint/meterhomeelectric/MeterReading/readinghomeelectric0/IntervalBlock',
  '/Batch/RetailCustomer/authfull',
];

describe('malformed and contradictory parameters', () => {
  it.each(malformed)('%s: 400 for %s', async (parameter, query) => {
    for (const path of filtered) {
      const answer = await house.fetch(`${path}?${query}`, { token: house.tokens.full });
      expect([answer.status, answer.json().error]).toEqual([400, 'invalid_param']);
      expect(answer.json().error_description).toContain(parameter);
    }
  });

  it('come after the token and after whose it is', async () => {
    const query = '?published-min=All';
    expect((await house.fetch(`/Batch/Subscription/authfull${query}`)).status).toBe(401);
    expect(
      (await house.fetch(`/Batch/Subscription/authfull${query}`, { token: house.tokens.client })).status,
    ).toBe(403);
    expect(
      (await house.fetch(`/Batch/Subscription/authbob${query}`, { token: house.tokens.full })).status,
    ).toBe(404);
  });

  it('unknown parameters, and windows where there is nothing to select, are ignored', async () => {
    for (const path of [
      '/Batch/Subscription/authfull?colour=blue&constructor=1&__proto__=2&limit=All',
      '/Subscription/authfull/UsagePoint/meterhomeelectric?published-min=All',
    ])
      expect((await house.fetch(path, { token: house.tokens.full })).status).toBe(200);
  });

  it('format is atom or nothing', async () => {
    const answer = await house.fetch('/ReadServiceStatus?format=json', { token: house.tokens.client });
    expect([answer.status, answer.json().error]).toEqual([400, 'invalid_param']);
  });
});

const nastyPaths: readonly string[] = [
  '/Batch/Subscription/%',
  '/Batch/Subscription/%zz',
  '/Batch/Subscription/%E0%A4%A',
  '/Batch/Subscription/%C0%AF',
  '/Batch/Subscription/%FF%FE',
  '/Batch/Subscription/%00',
  '/Batch/Subscription/authfull%00',
  '/Batch/Subscription/auth%2Ffull',
  '/Batch/Subscription/..%2f..%2fetc',
  '/Batch/Subscription/../../../../etc/passwd',
  '/Batch/Subscription/%ED%A0%80',
  '/Batch/Subscription/%F0%9F%92%A9',
  "/Batch/Subscription/authfull'%20or%20'1'='1",
  '/Batch/Subscription/authfull;drop%20table%20token',
  '/Batch/Subscription/constructor',
  '/Batch/Subscription/__proto__',
  '/Batch/Subscription/{auth_uid}',
  '/Batch/Subscription/:auth_uid',
  '/Batch/Subscription/*',
  '/Batch//Subscription/authfull',
  '//Batch/Subscription/authfull',
  '/batch/subscription/authfull',
  '/Batch/Subscription/authfull//',
  '/Batch/Subscription/authfull/UsagePoint/',
  '/Batch/Subscription/authfull/UsagePoint/meterhomeelectric/MeterReading',
  '/Subscription',
  '/Non-ESPI',
  '/Non-ESPI/',
  '/Non-ESPI/..',
  '/Non-ESPI/%2e%2e%2f',
  `/Batch/Subscription/${'a'.repeat(101)}`,
  `/Batch/Subscription/${'a'.repeat(6000)}`,
  `/Subscription/authfull/UsagePoint/meterhomeelectric/MeterReading/readinghomeelectric0/IntervalBlock/${'9'.repeat(60)}`,
  '/Subscription/authfull/UsagePoint/meterhomeelectric/MeterReading/readinghomeelectric0/IntervalBlock/20261399',
  '/Subscription/authfull/UsagePoint/meterhomeelectric/MeterReading/readinghomeelectric0/IntervalBlock/20260230',
  '/Subscription/authfull/UsagePoint/meterhomeelectric/MeterReading/readinghomeelectric0/IntervalBlock/00000101',
  '/Subscription/authfull/UsagePoint/meterhomeelectric/MeterReading/readinghomeelectric0/IntervalBlock/99991231',
  '/Subscription/authfull/UsagePoint/meterhomeelectric/MeterReading/readinghomeelectric0/IntervalBlock/2026-03-06',
  '/Subscription/authfull/UsagePoint/meterhomeelectric/MeterReading/readinghomeelectric0/IntervalBlock/1772773200',
  '/Subscription/authfull/UsagePoint/meterhomeelectric/MeterReading/readinghomeelectric0/IntervalBlock/NaN',
  '/nowhere',
  '',
  '/',
];

describe('addresses that make no sense', () => {
  it.each(nastyPaths)('%j: 4xx with a JSON body', async (path) => {
    const token = house.tokens.full;
    const answer = await house.fetch(path, { token });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.json()).toEqual({
      error: expect.stringMatching(/^(not_found|invalid_param|payload_too_large)$/),
      error_description: expect.any(String),
      url: expect.stringMatching(/^https:\/\/dc\.example\/docs\/errors#/),
    });
  });

  const queries = [
    '?%',
    '?%zz=1',
    '?a[b]=1',
    '?=&=&',
    `?x=${'y'.repeat(5000)}`,
    '?%00',
    '?&&&',
    '?published-min[]=1',
  ];
  it.each(queries)('a query of %j never breaks anything', async (query) => {
    const { status } = await house.fetch(`/Batch/Subscription/authfull${query.slice(0, 6000)}`, {
      token: house.tokens.full,
    });
    expect(status).toBeLessThan(500);
  });
});

/** Sends bytes as they are to the listening server, and gives what comes back. */
function raw(text: string): Promise<string> {
  const { port } = house.app.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)));
    socket.on('close', () => resolve(answer));
    socket.setTimeout(5000, () => socket.destroy());
  });
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
const line = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n`;

describe('on the wire', () => {
  it.each([
    ['a path with raw NUL', `${line(`${resourceRoot}/Batch\0`)}\r\n`],
    ['a path with bytes above ASCII', `${line(`${resourceRoot}/Batch/\xff\xfe`)}\r\n`],
    ['a path of 20,000 characters', `${line(`/${'a'.repeat(20_000)}`)}\r\n`],
    ['a header of 20,000 characters', `${line(resourceRoot)}X-Long: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['two thousand headers', `${line(resourceRoot)}${'A: b\r\n'.repeat(4000)}\r\n`],
    ['no HTTP at all', 'hello there\r\n\r\n'],
    ['a method that is none', 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a version that is none', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n'],
    ['a space in the path', `GET ${resourceRoot}/a b HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['two lengths', `${line(resourceRoot)}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`],
  ])('%s: 4xx', async (_, request) => {
    const answer = await raw(request);
    expect(statusOf(answer)).toBeGreaterThanOrEqual(400);
    expect(statusOf(answer)).toBeLessThan(500);
    expect(answer).toContain('"error_description"');
  });

  it('still serves afterwards', async () => {
    expect((await house.fetchRoot('/health/ready')).status).toBe(200);
  });
});

describe('tokens', () => {
  const path = '/Batch/Subscription/authfull';
  it.each(['Basic abc', 'Bearer', 'Bearer ', 'Bearer a b', 'Bearer "x"', `Bearer ${'a'.repeat(4000)}`, 'x'])(
    'Authorization: %s is refused',
    async (authorization) => {
      const answer = await house.fetch(path, { headers: { authorization } });
      expect([answer.status, answer.json().error]).toEqual([401, 'invalid_token']);
    },
  );

  it.each(['bearer', 'BEARER', 'Bearer  '])('the scheme may be written %s', async (scheme) => {
    const headers = { authorization: `${scheme} ${house.tokens.full}` };
    expect((await house.fetch(path, { headers })).status).toBe(200);
  });

  it('are never taken from the address, and never logged', async () => {
    const query = `${path}?access_token=${house.tokens.full}`;
    expect((await house.fetch(query)).status).toBe(401);
    expect((await house.fetch(query, { token: house.tokens.full })).status).toBe(400);
    await house.fetch(path, { token: house.tokens.full });
    expect(house.log.length).toBeGreaterThan(2);
    expect(JSON.stringify(house.log)).not.toContain(house.tokens.full);
  });

  it('a utility may answer 403 where none is sent', async () => {
    const strict = await openHouse({ missingTokenStatus: 403 });
    try {
      expect((await strict.fetch(path)).status).toBe(403);
      expect((await strict.fetch(path, { token: 'x' })).status).toBe(401);
    } finally {
      await strict.close();
    }
  });
});

describe('what is open', () => {
  it('health', async () => {
    const live = await house.fetchRoot('/health/live');
    expect([live.status, live.text]).toEqual([200, '{"status":"live"}']);
    expect((await house.fetchRoot('/health/ready')).text).toBe('{"status":"ready"}');
    expect((await house.fetchRoot('/health/live', { method: 'POST' })).status).toBe(405);
  });

  it('the page of errors, with an anchor for every code that an answer links to', async () => {
    const page = await house.fetchRoot('/docs/errors');
    expect(page.status).toBe(200);
    for (const code of ['invalid_token', 'wrong_token', 'not_found', 'invalid_param', 'insufficient_scope'])
      expect(page.text).toContain(`id="${code}"`);
  });

  it('every answer carries a reference and the headers of caution', async () => {
    for (const answer of [await house.fetchRoot('/health/live'), await house.fetchRoot('/nowhere')]) {
      expect(answer.headers['x-request-id']).toMatch(/^[a-z0-9]{20}$/);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    }
  });
});

describe('our own faults', () => {
  it('give 500 with a reference that is in the log, and nothing of the cause', async () => {
    const broken = await openHouse();
    try {
      await broken.db.query('alter table usage_point rename to usage_point_gone');
      const answer = await broken.fetch('/Batch/Subscription/authfull', { token: broken.tokens.full });
      expect([answer.status, answer.json().error]).toEqual([500, 'internal']);
      expect(answer.text).not.toContain('usage_point');
      const reference = answer.headers['x-request-id'] ?? '';
      expect(answer.json().error_description).toContain(reference);
      const failure = broken.log.find(({ level }) => level === 'error');
      expect(failure?.fields).toMatchObject({ requestId: reference });
    } finally {
      await broken.close();
    }
  });
});
