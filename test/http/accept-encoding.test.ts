import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptsGzip } from '../../src/http/accepts-gzip.ts';
import { workFeeds } from '../support/feed-work.ts';
import type { House } from '../support/house.ts';
import { homeBatch, openLargeFeedHouse } from '../support/large-feed-house.ts';

const headers: readonly (readonly [string | undefined, boolean])[] = [
  [undefined, false],
  ['', false],
  ['gzip', true],
  ['GZIP', true],
  ['x-gzip', true],
  ['gzip;q=0', false],
  ['gzip;q = 0', false],
  ['gzip ; Q=0', false],
  ['gzip\t;\tq=0.5', true],
  ['gzip; q=0.000', false],
  ['gzip;q=0.001', true],
  ['gzip;q=1.000', true],
  ['deflate, gzip;q=1.0, *;q=0.5', true],
  ['br', false],
  ['*', true],
  ['*;q=0', false],
  ['*;q=0.1', true],
  ['gzip;q=0, *', false],
  ['gzip;q=0.2, *;q=0.5', false],
  ['gzip;q=0.2, identity;q=0, *;q=0.5', true],
  ['identity', false],
  ['identity;q=0', false],
  ['identity, gzip;q=0.5', false],
  ['gzip;q=0.5, identity', false],
  ['gzip;q=0.5, identity;q=0.5', true],
  ['identity;q=0.5, gzip', true],
  ['gzip;q=much', false],
  ['gzip;q=', false],
  ['gzip;q=2', false],
  [' , gzip ,', true],
];

it.each(headers)('%s takes gzip: %s', (header, accepted) => {
  expect(acceptsGzip(header)).toBe(accepted);
});

describe('a feed comes in the same way whether it was written before or is written meanwhile', () => {
  let house: House;
  let text: string;
  const get = (path: string, header: string | undefined) =>
    house.fetch(path, {
      token: house.tokens.full,
      headers: header === undefined ? {} : { 'accept-encoding': header },
    });
  /** A page of so many entries is made while its reader waits. */
  const meanwhile = `${homeBatch}?max-results=5000`;
  beforeAll(async () => {
    house = await openLargeFeedHouse();
    await get(homeBatch, 'gzip');
    await workFeeds(house);
    ({ text } = await get(meanwhile, undefined));
  });
  afterAll(async () => await house.close());

  it.each(headers)('%s', async (header, accepted) => {
    for (const path of [homeBatch, meanwhile]) {
      const answer = await get(path, header);
      expect([path, answer.status, answer.headers['content-encoding']]).toEqual([
        path,
        200,
        accepted ? 'gzip' : undefined,
      ]);
      expect(answer.headers.vary).toMatch(/accept-encoding/i);
      const { bytes } = answer;
      expect((accepted ? gunzipSync(bytes) : bytes).toString()).toBe(text);
    }
  });
});
