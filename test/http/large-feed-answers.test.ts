import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthorization } from '../../src/services/authorization/create-authorization.ts';
import { smallFeeds, workFeeds } from '../support/feed-work.ts';
import type { House, TestRequest } from '../support/house.ts';
import {
  fetchAtOnce,
  fetchPacked,
  findableFeeds,
  openLargeFeedHouse,
  homeBatch as path,
} from '../support/large-feed-house.ts';
import { describeWithShared } from '../support/shared.ts';
import { validateXsd } from '../support/xsd.ts';

const hour = 3_600_000;

let house: House;
beforeEach(async () => {
  house = await openLargeFeedHouse();
});
afterEach(async () => await house.close());

const get = (url?: string, request?: TestRequest) => fetchPacked(house, url, request);
const atOnce = (url?: string) => fetchAtOnce(house, url);
const feeds = () => findableFeeds(house);

describe('a large feed', () => {
  it('is answered 202 with whole seconds and no body, and at the same URL 200 when it is written', async () => {
    const first = await get();
    expect([first.status, first.bytes.length]).toEqual([202, 0]);
    expect(first.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    expect((await get()).status).toBe(202);
    expect(await feeds()).toHaveLength(1);
    expect(await workFeeds(house)).toBe(1);

    const answer = await get();
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-length': String(answer.bytes.length),
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
    });
    expect(answer.headers['content-type']).toMatch(/^application\/atom\+xml/);
    expect(answer.headers.vary).toMatch(/accept-encoding/i);
    expect(answer.headers.etag).toMatch(/^"[0-9a-f]{32}"$/);
    const [feed] = await feeds();
    expect(feed?.parts).toBeGreaterThan(2);
    expect(feed?.parts).toBe(Math.ceil(answer.bytes.length / smallFeeds.partBytes));
    expect(gunzipSync(answer.bytes).toString()).toBe(await atOnce());
  });

  it('is one gzip member', async () => {
    await get();
    await workFeeds(house);
    const { bytes } = await get();
    // What zlib unpacks of one member ends where the bytes end.
    expect(gunzipSync(bytes).length).toBe(bytes.readUInt32LE(bytes.length - 4));
  });

  it('is unpacked for a reader that does not take gzip, under a validator of its own', async () => {
    await get();
    await workFeeds(house);
    const plain = await get(path, { headers: { 'accept-encoding': 'identity' } });
    expect([plain.status, plain.headers['content-encoding']]).toEqual([200, undefined]);
    expect(plain.bytes.toString()).toBe(await atOnce());
    const { etag = '' } = (await get()).headers;
    expect(plain.headers.etag).not.toBe(etag);
    const headers = { 'accept-encoding': 'identity', 'if-none-match': plain.headers.etag ?? '' };
    expect((await get(path, { headers })).status).toBe(304);
    expect((await get(path, { headers: { 'if-none-match': plain.headers.etag ?? '' } })).status).toBe(200);
  });

  it('has ranges, and If-Range, If-None-Match and HEAD', async () => {
    await get();
    await workFeeds(house);
    const whole = await get();
    const { etag = '' } = whole.headers;
    const size = whole.bytes.length;
    const range = async (text: string, more: Record<string, string> = {}) =>
      await get(path, { headers: { range: text, ...more } });

    for (const [text, start, end] of [
      ['bytes=0-0', 0, 1],
      ['bytes=990-2010', 990, 2011],
      ['bytes=1000-1999', 1000, 2000],
      ['bytes=1500-', 1500, size],
      ['bytes=-7', size - 7, size],
    ] as const) {
      const part = await range(text);
      expect([part.status, part.headers['content-range']]).toEqual([
        206,
        `bytes ${start}-${end - 1}/${size}`,
      ]);
      expect(part.headers['content-length']).toBe(String(end - start));
      expect(part.bytes.equals(whole.bytes.subarray(start, end))).toBe(true);
    }
    const beyond = await range(`bytes=${size}-`);
    expect([beyond.status, beyond.headers['content-range'], beyond.headers['content-encoding']]).toEqual([
      416,
      `bytes */${size}`,
      undefined,
    ]);
    expect(beyond.json().error).toBe('range_not_satisfiable');
    expect((await range('bytes=0-9', { 'if-range': etag })).status).toBe(206);
    expect((await range('bytes=0-9', { 'if-range': '"another"' })).status).toBe(200);
    expect((await get(path, { headers: { 'if-none-match': etag } })).status).toBe(304);
    const head = await get(path, { method: 'HEAD' });
    expect([head.status, head.bytes.length, head.headers['content-length'], head.headers.etag]).toEqual([
      200,
      0,
      String(size),
      etag,
    ]);
  });

  it('is not made for what is small: a window, a page, another Authorization', async () => {
    const window = '?published-min=2026-03-10T20:00:00Z';
    for (const url of [`${path}${window}`, `${path}?max-results=10`])
      expect((await get(url)).status).toBe(200);
    const other = await house.fetch('/Batch/Subscription/authbills', { token: house.tokens.bills });
    expect(other.status).toBe(200);
    expect(await feeds()).toEqual([]);
  });

  it('is found after small ones of the same data, and they are made at once after it', async () => {
    const small = `${path}?published-min=2026-03-10T20:00:00Z`;
    expect((await get(small)).status).toBe(200);
    expect((await get()).status).toBe(202);
    expect((await get(small)).status).toBe(200);
    expect((await get()).status).toBe(202);
    expect(await workFeeds(house)).toBe(1);
    expect((await get(small)).status).toBe(200);
    const answer = await get();
    expect([answer.status, answer.headers['accept-ranges']]).toEqual([200, 'bytes']);
    expect(gunzipSync(answer.bytes).toString()).toBe(await atOnce());
    expect(await feeds()).toHaveLength(1);
  });

  it('works for one usage point and for the bulk of everything', async () => {
    const point = `${path}/UsagePoint/meterhomeelectric`;
    expect((await get(point)).status).toBe(202);
    expect((await get('/Bulk/bulkone', { token: house.tokens.client })).status).toBe(202);
    expect((await get('/Batch/Bulk/bulkone', { token: house.tokens.client })).status).toBe(202);
    expect(await workFeeds(house)).toBe(2);
    expect(gunzipSync((await get(point)).bytes).toString()).toBe(await atOnce(point));
    const bulk = await get('/Bulk/bulkone', { token: house.tokens.client });
    const direct = await house.fetch('/Bulk/bulkone?max-results=5000', { token: house.tokens.client });
    expect(gunzipSync(bulk.bytes).toString()).toBe(direct.text);
  });
});

describeWithShared('what was written', () => {
  it.each(['4.0', '3.3', '4.0-closed'] as const)('is valid against %s', async (version) => {
    await get();
    await get('/Bulk/bulkone', { token: house.tokens.client });
    await workFeeds(house);
    const answers = [await get(), await get('/Bulk/bulkone', { token: house.tokens.client })];
    for (const { status, bytes } of answers) {
      expect(status).toBe(200);
      expect(validateXsd(gunzipSync(bytes).toString(), version)).toEqual([]);
    }
  });
});

describe('requests that ask the same', () => {
  it('join: spellings of an instant, unknown parameters, aliases, maxima at or after now', async () => {
    const now = house.clock.now();
    const iso = (time: number): string => new Date(time).toISOString();
    const urls = [
      `${path}?published-min=2026-01-01T00:00:00Z`,
      `${path}?published-min=2026-01-01T01:00:00%2B01:00&x=1`,
      `${path}/?published-min=1767225600`,
      `/Subscription/authfull?published-min=2026-01-01T00:00:00.000Z`,
      ...[0, 1000, 3600_000, 86_400_000].map(
        (later) => `${path}?published-min=2026-01-01T00:00:00Z&published-max=${iso(now + later)}`,
      ),
      `${path}?published-min=2026-01-01T00:00:00Z&updated-max=${iso(now + 5000)}`,
    ];
    for (const url of urls) expect((await get(url)).status).toBe(202);
    expect(await feeds()).toHaveLength(1);
    await workFeeds(house);
    const texts = new Set<string>();
    for (const url of urls) texts.add((await get(url)).bytes.toString('base64'));
    expect(texts.size).toBe(1);
  });

  it('join when each poll carries a later maximum, rounded down, and while the maximum passes', async () => {
    const poll = (time: number) =>
      get(`${path}?published-max=${new Date(time).toISOString().slice(0, 17)}00Z`);
    const fixed = `${path}?published-max=${new Date(house.clock.now() + 60_000).toISOString()}`;
    expect((await get(fixed)).status).toBe(202);
    for (let i = 0; i < 5; i++) {
      house.clock.advance(97_000);
      expect((await poll(house.clock.now())).status).toBe(202);
      expect((await get(fixed)).status).toBe(202);
    }
    expect(await feeds()).toHaveLength(1);
    await workFeeds(house);
    house.clock.advance(hour);
    expect((await poll(house.clock.now())).status).toBe(200);
    expect((await get(fixed)).status).toBe(200);
    expect(await feeds()).toHaveLength(1);
  });

  it('do not join what differs: another window, another Authorization of the same usage points', async () => {
    await get(`${path}?published-min=2026-01-01T00:00:00Z`);
    await get(`${path}?published-min=2026-01-02T00:00:00Z`);
    await house.fetch('/Batch/Subscription/authbeta', { token: house.tokens.beta });
    expect(await feeds()).toHaveLength(3);
  });

  it('make one feed when they come at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => get()));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(202));
    expect(await feeds()).toHaveLength(1);
    const jobs = await house.db.query(`select 1 from job where kind = 'build-feed'`);
    expect(jobs).toHaveLength(1);
  });
});

it('a scope that changed finds nothing old', async () => {
  await get();
  await workFeeds(house);
  await house.db.query(
    `update "authorization" set scope = 'FB=1_3_4_5_13_37_39', updated = updated + 1 where uid = 'authfull'`,
  );
  const answer = await get();
  expect(answer.status).toBe(202);
  expect((await feeds()).length).toBe(2);
});

it('an Authorization of nothing is answered at once', async () => {
  const [utility] = await house.db.query<{ id: number; client: number }>(
    `select u.id, c.id as client from utility u join client c on c.utility_id = u.id where c.uid = 'clientone'`,
  );
  const { uid } = await createAuthorization(house, {
    utilityId: utility?.id ?? 0,
    clientId: utility?.client ?? 0,
    meters: [],
    scope: 'FB=4',
  });
  expect(uid).toMatch(/^\w{20}$/);
  const none = await house.fetch('/Batch/Subscription/authnone', { token: house.tokens.none });
  expect(none.status).toBe(200);
});
