import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGzipSink } from '../../src/espi/deflate.ts';
import type { FeedSink } from '../../src/espi/feed-sink.ts';
import { resourceRoot } from '../../src/espi/resources.ts';
import { createApp } from '../../src/http/app.ts';
import type { HttpContext } from '../../src/http/context.ts';
import { checkedFeed } from '../../src/http/espi/checked-feed.ts';
import { type House, openHouse, publicUrl } from '../support/house.ts';
import { head, style } from '../support/random-feeds.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => await house.close());

const accepting = { 'accept-encoding': 'gzip' };
const feeds: [string, 'bob' | 'client'][] = [
  ['/Batch/Subscription/authbob', 'bob'],
  [
    '/Batch/Subscription/authbob?published-min=2026-01-10T10:10:00Z&published-max=2026-01-12T03:00:00Z',
    'bob',
  ],
  ['/Batch/Subscription/authbob?published-min=2100-01-01T00:00:00Z', 'bob'],
  ['/Subscription/authbob/UsagePoint', 'bob'],
  ['/Authorization', 'client'],
];

/** The byte of a member's head that names the system: zlib tells it, the direct writer does not. */
const isDirect = (member: Buffer): boolean => member[9] === 255;

/** Another app on the same database. */
async function appWith(settings: Pick<HttpContext, 'gzip' | 'gzipCheckEvery'>) {
  const errors: object[] = [];
  const app = await createApp({
    db: house.db,
    clock: house.clock,
    publicUrl,
    secretKey: Buffer.alloc(32, 7),
    log: { info: () => undefined, error: (fields) => void errors.push(fields) },
    ...settings,
  });
  const fetch = (path: string, token: string | undefined) =>
    app.inject({ url: resourceRoot + path, headers: { ...accepting, authorization: `Bearer ${token}` } });
  return { app, errors, fetch };
}

describe('a feed with gzip is the feed without', () => {
  it.each(feeds)('%s', async (path, who) => {
    const token = house.tokens[who];
    const plain = await house.fetch(path, { token });
    const packed = await house.fetch(path, { token, headers: accepting });
    expect([plain.status, plain.headers['content-encoding']]).toEqual([200, undefined]);
    expect([packed.status, packed.headers['content-encoding']]).toEqual([200, 'gzip']);
    expect(isDirect(packed.bytes)).toBe(true);
    expect(gunzipSync(packed.bytes).toString()).toBe(plain.text);
    expect(packed.headers['content-length']).toBeUndefined();
    expect(packed.headers.etag).toBe(plain.headers.etag);
    expect(packed.headers.etag).toMatch(/^W\//);
    for (const { headers } of [plain, packed]) expect(headers.vary).toMatch(/accept-encoding/i);
  });

  it('is not sent for HEAD, or when the reader has it', async () => {
    const [path] = feeds[0] ?? [''];
    const token = house.tokens.bob;
    const whole = await house.fetch(path, { token, headers: accepting });
    const asked = await house.fetch(path, { token, headers: accepting, method: 'HEAD' });
    expect([asked.status, asked.bytes.length, asked.headers.etag]).toEqual([200, 0, whole.headers.etag]);
    const again = await house.fetch(path, {
      token,
      headers: { ...accepting, 'if-none-match': whole.headers.etag ?? '' },
    });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    expect(again.headers.vary).toMatch(/accept-encoding/i);
  });
});

describe('the setting', () => {
  it('zlib compresses the text', async () => {
    const { app, fetch } = await appWith({ gzip: 'zlib' });
    const [path] = feeds[0] ?? [''];
    const answer = await fetch(path, house.tokens.bob);
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(isDirect(answer.rawPayload)).toBe(false);
    const plain = await house.fetch(path, { token: house.tokens.bob });
    expect(gunzipSync(answer.rawPayload).toString()).toBe(plain.text);
    await app.close();
  });

  it('gzipCheckEvery compares, and finds nothing to say', async () => {
    const { app, errors, fetch } = await appWith({ gzipCheckEvery: 1 });
    for (const [path, who] of feeds) {
      const answer = await fetch(path, house.tokens[who]);
      const plain = await house.fetch(path, { token: house.tokens[who] });
      expect(gunzipSync(answer.rawPayload).toString()).toBe(plain.text);
    }
    expect(errors).toEqual([]);
    await app.close();
  });
});

describe('checkedFeed', () => {
  async function* none() {}
  const reportsOf = async (sink: FeedSink): Promise<string[]> => {
    const reports: string[] = [];
    const { signal } = new AbortController();
    const report = (fault: string): void => void reports.push(fault);
    for await (const _ of checkedFeed({ head, entries: none(), style, sink, signal, report }));
    return reports;
  };
  const good = createGzipSink();

  it.each<[string, FeedSink, RegExp | undefined]>([
    ['is content with what is right', createGzipSink(), undefined],
    [
      'notices other text',
      ((sink) => ({ ...sink, text: (text: string) => sink.text(text.replace('id', 'ID')) }))(
        createGzipSink(),
      ),
      /differ from the text/,
    ],
    [
      'notices a broken member',
      { ...good, end: () => good.end().map((byte, i) => (i === 40 ? byte ^ 0x55 : byte)) },
      /./,
    ],
    [
      'notices a member that is cut off',
      ((sink) => ({ ...sink, end: () => sink.end().subarray(0, -9) }))(createGzipSink()),
      /./,
    ],
  ])('%s', async (_, sink, fault) => {
    const reports = await reportsOf(sink);
    if (fault === undefined) expect(reports).toEqual([]);
    else expect(reports).toEqual([expect.stringMatching(fault)]);
  });
});
