import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resourceRoot } from '../../src/espi/resources.ts';
import { createFeedSlots } from '../../src/http/feed-slots.ts';
import { cutBulk } from '../../src/services/bulk/cut-bulk.ts';
import type { LargeFeedSettings } from '../../src/services/large-feed/settings.ts';
import { feedContext, smallFeeds, workFeeds } from '../support/feed-work.ts';
import { type House, openHouse } from '../support/house.ts';

const settings: LargeFeedSettings = { ...smallFeeds, maxReadings: 20_000, quota: 50, partBytes: 4096 };
const slots = createFeedSlots(3);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let house: House;
let port: number;
const bulks: string[] = [];
/** Statements that were begun, that run, and how long each is held before it begins. */
const statements = { begun: 0, running: 0, holdMs: 0 };

beforeAll(async () => {
  house = await openHouse({ largeFeeds: settings, http: { feedSlots: slots } });
  await house.db.query(
    `insert into interval_day (up_id, mr_no, day, start_ts, step, n, enc, published, updated, data)
     select up_id, mr_no, day + k, start_ts + k * 86400, step, n, enc, published, updated, data
     from (select * from interval_day where up_id = (select id from usage_point where uid = 'meterflatelectric')
       order by day desc limit 1) last, generate_series(1, 1500) k`,
  );
  const [one] = await house.db.query<{ id: number }>(`select id from client where uid = 'clientone'`);
  const whole = { ...settings, maxReadings: 10_000_000 };
  for (let i = 0; i < 2; i++) {
    await house.db.query('delete from bulk_cursor');
    for (const { uid } of await cutBulk(feedContext(house, whole), { clientId: one?.id ?? 0, notify: false }))
      bulks.push(`/Bulk/${uid}`);
  }
  for (const path of files) await house.fetch(path, { token: house.tokens.bob });
  await workFeeds(house, settings);
  const { query } = house.db;
  const counting: typeof query = async (text, params) => {
    statements.begun++;
    statements.running++;
    try {
      if (statements.holdMs > 0) await pause(statements.holdMs);
      return await query(text, params);
    } finally {
      statements.running--;
    }
  };
  Object.assign(house.db, { query: counting });
  await house.app.listen({ host: '127.0.0.1', port: 0 });
  port = (house.app.server.address() as AddressInfo).port;
}, 180_000);
afterAll(async () => await house.close());

const batch = '/Batch/Subscription/authbob';
/** Different feeds: the parts of one that was read are remembered. */
const files = ['2026-01-01', '2026-01-02', '2026-01-03'].map(
  (day) => `${batch}?published-min=${day}T00:00:00Z`,
);
/** A page of so many entries is made while its reader waits, whatever the feed. */
const atOnce = '?max-results=5000';

/** Asks over a connection of its own; goes away after the first bytes, or before, or stays to the end. */
function read(
  path: string | undefined,
  token: string,
  { headers = {}, leave }: { headers?: Record<string, string>; leave: 'first bytes' | 'before' | 'never' },
): Promise<number> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const client = request(
      {
        host: '127.0.0.1',
        port,
        path: `${resourceRoot}${path}`,
        agent: false,
        headers: { ...headers, authorization: `Bearer ${token}` },
      },
      (response) => {
        if (response.statusCode !== (headers.range === undefined ? 200 : 206))
          reject(new Error(`${path}: ${response.statusCode}`));
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (leave === 'first bytes') client.destroy();
        });
        response.on('error', () => undefined);
        response.on('close', () => resolve(bytes));
      },
    );
    client.on('error', (error) => (leave === 'never' ? reject(error) : resolve(bytes)));
    client.end();
    if (leave === 'before')
      setTimeout(() => {
        client.destroy();
        resolve(0);
      }, statements.holdMs * 1.5);
  });
}

async function untilFree(): Promise<void> {
  for (let i = 0; i < 3000 && (slots.taken() > 0 || statements.running > 0); i++) await pause(10);
}

/** Nothing is done for a reader any more. */
async function expectQuiet(): Promise<void> {
  await untilFree();
  expect([slots.taken(), statements.running]).toEqual([0, 0]);
  const { begun } = statements;
  await pause(150);
  expect(statements.begun).toBe(begun);
  // What is written down about a request is written behind its answer.
  if (house.db.kind === 'postgres')
    await expect
      .poll(() =>
        house.db.query(
          `select state, query from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
        ),
      )
      .toEqual([]);
  const errors = house.log.filter(({ level }) => level === 'error');
  expect(errors).toEqual([]);
}

const gzip = { 'accept-encoding': 'gzip' };
const cases: readonly [string, () => [string | undefined, string], Record<string, string>][] = [
  ['a batch that is made meanwhile, packed', () => [batch + atOnce, house.tokens.bob], gzip],
  ['a batch that is made meanwhile, plain', () => [batch + atOnce, house.tokens.bob], {}],
  ['everything, made meanwhile', () => [`/Bulk/bulkone${atOnce}`, house.tokens.client], gzip],
  ['a finished file, packed', () => [files[0], house.tokens.bob], gzip],
  ['a finished file, unpacked', () => [files[1], house.tokens.bob], {}],
  ['the range of a finished file', () => [files[2], house.tokens.bob], { ...gzip, range: 'bytes=100-' }],
  ['a finished bulk, packed', () => [bulks[0], house.tokens.client], gzip],
  ['a finished bulk, unpacked', () => [bulks[1], house.tokens.client], {}],
];

describe.each(cases)('a reader of %s that goes away', (_name, where, headers) => {
  it('after the first bytes: the reading ends, and the slot is free', async () => {
    const [path, token] = where();
    statements.holdMs = 15;
    statements.begun = 0;
    try {
      const gone = await read(path, token, { headers, leave: 'first bytes' });
      expect(gone).toBeGreaterThan(0);
      await expectQuiet();
    } finally {
      statements.holdMs = 0;
    }
    const broken = statements.begun;
    statements.begun = 0;
    await read(path, token, { headers, leave: 'never' });
    await untilFree();
    // At least two pages were not read any more.
    expect(broken).toBeLessThan(statements.begun - 1);
  });

  it('before them: likewise', async () => {
    const [path, token] = where();
    statements.holdMs = 15;
    try {
      for (let i = 0; i < 3; i++) {
        await read(path, token, { headers, leave: 'before' });
        await expectQuiet();
      }
    } finally {
      statements.holdMs = 0;
    }
  });

  it('again and again: nothing is kept for them', async () => {
    const [path, token] = where();
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const held = async (times: number): Promise<number> => {
      for (let i = 0; i < times; i++) await read(path, token, { headers, leave: 'first bytes' });
      await untilFree();
      house.log.length = 0;
      for (let i = 0; i < 3; i++) {
        collect();
        await pause(20);
      }
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const before = await held(20);
    const after = await held(50);
    expect((after - before) / 50).toBeLessThan(50_000);
    await expectQuiet();
  });
});
