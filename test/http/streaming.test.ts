import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resourceRoot } from '../../src/espi/resources.ts';
import { readDocument } from '../conformance/atom-document.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await addDays(house, 400);
  await house.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => await house.close());

/** Copies the last day of the flat many times, to have a long feed. */
async function addDays({ db }: House, days: number): Promise<void> {
  await db.query(
    `insert into interval_day (up_id, mr_no, day, start_ts, step, n, enc, published, updated, data)
     select up_id, mr_no, day + k, start_ts + k * 86400, step, n, enc, published, updated, data
     from (select * from interval_day where up_id = (select id from usage_point where uid = 'meterflatelectric')
       order by day desc limit 1) last, generate_series(1, $1::int4) k`,
    [days],
  );
}

const path = '/Batch/Subscription/authbob';
const gzip = { 'accept-encoding': 'gzip' };
const bob = (headers: Record<string, string> = {}) => house.fetch(path, { token: house.tokens.bob, headers });

describe('compression', () => {
  it('is one gzip member, for those who accept it', async () => {
    const plain = await bob();
    const answer = await bob(gzip);
    expect([plain.headers['content-encoding'], answer.headers['content-encoding']]).toEqual([
      undefined,
      'gzip',
    ]);
    expect(answer.headers.vary).toMatch(/accept-encoding/i);
    expect(plain.headers.vary).toMatch(/accept-encoding/i);
    expect(answer.bytes.length).toBeLessThan(plain.bytes.length / 5);
    expect(gunzipSync(answer.bytes).toString()).toBe(plain.text);
    const members = answer.bytes.toString('latin1').split('\x1f\x8b\x08\x00\x00\x00\x00\x00');
    expect(members).toHaveLength(2);
  });

  it.each(['gzip;q=0', 'identity', 'br', 'gzip;q=0, *;q=0', '', 'deflate'])(
    'Accept-Encoding: %s gets plain text',
    async (accept) => {
      const answer = await bob({ 'accept-encoding': accept });
      expect([answer.status, answer.headers['content-encoding']]).toEqual([200, undefined]);
      expect(answer.text.startsWith('<?xml')).toBe(true);
    },
  );

  it.each(['gzip, deflate, br', 'br;q=1, gzip;q=0.5', '*'])(
    'Accept-Encoding: %s gets gzip',
    async (accept) => {
      expect((await bob({ 'accept-encoding': accept })).headers['content-encoding']).toBe('gzip');
    },
  );

  it('leaves small answers as they are', async () => {
    const answer = await house.fetch('/ReadServiceStatus', { token: house.tokens.client, headers: gzip });
    expect(answer.headers['content-encoding']).toBeUndefined();
  });
});

describe('a long feed', () => {
  it('holds every block once, in order', async () => {
    const { entries } = readDocument((await bob()).text);
    const starts = entries
      .filter(({ content }) => content.name === 'IntervalBlock')
      .map(({ links }) => Number(links[0]?.href.split('/').at(-1)));
    expect(starts.length).toBeGreaterThan(400);
    expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
  });

  // More than the buffers of the system hold.
  it('is made longer', () => addDays(house, 1600), 120_000);

  it.each([{}, gzip])('stops being read when its reader goes away (%j)', async (headers) => {
    let pages = 0;
    const { query } = house.db;
    const counting: typeof query = (text, params) => {
      if (text.includes('from interval_day') && text.includes('limit')) pages++;
      return query(text, params);
    };
    Object.assign(house.db, { query: counting });
    try {
      const { port } = house.app.server.address() as AddressInfo;
      await new Promise<void>((resolve, reject) => {
        const client = request(
          {
            port,
            host: '127.0.0.1',
            path: resourceRoot + path,
            headers: { ...headers, authorization: `Bearer ${house.tokens.bob}` },
          },
          (response) => {
            response.once('data', () => {
              response.pause();
              // Long enough for a server that reads on without being asked to read everything.
              setTimeout(() => {
                client.destroy();
                resolve();
              }, 700);
            });
            response.on('error', () => undefined);
          },
        );
        client.on('error', reject);
        client.end();
      });
      const before = pages;
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(before).toBeGreaterThan(0);
      expect(pages - before).toBeLessThanOrEqual(1);
      // A packed feed may be small enough for the buffers of the system: then it has left before its reader goes.
      if (!('accept-encoding' in headers)) {
        expect(before).toBeLessThan(40);
        expect(house.log.findLast(({ message }) => message === 'request')?.fields).toMatchObject({
          aborted: true,
        });
      }
      expect(house.log.filter(({ level }) => level === 'error')).toEqual([]);
    } finally {
      Object.assign(house.db, { query });
    }
  });
});
