import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { writeBatch } from '../src/services/ingest/write-batch.ts';
import { manyAuthorizationsRows } from './authorizations.ts';
import { type Client, createClient, manyTimes } from './http-client.ts';
import { atLeast, atMost, type BenchRow, median, skipped } from './measure.ts';
import { benchNginx } from './nginx.ts';
import { daysBatch, metersBatch } from './nightly-batch.ts';
import { analyze, type BenchHouse, type ChildServer, openBenchHouse, startChild } from './server.ts';
import { partsNote, type Taken, takeCpu, whole } from './whole-cpu.ts';

const rounds = 5;
/** Small requests of a round: CPU is counted in hundredths of seconds, and the code should be warm. */
const smallRequests = 10_000;
/** Feeds before those that are counted: a server has answered for days. */
const warmUp = 60;
/** Feeds by `updated-min` in a round. */
const nights = 10;
const gzip = { 'accept-encoding': 'gzip' };
const clock = { now: () => Date.now() };

interface Side {
  readonly cpuMs: () => number;
  readonly ask: () => Promise<unknown>;
}

/** Microseconds of CPU for each request to two servers, taking turns: medians. */
async function compareServers(
  ours: Side,
  theirs: Side,
  times: number,
): Promise<{ ours: number; theirs: number }> {
  const sides = { ours, theirs };
  const taken: Record<keyof typeof sides, number[]> = { ours: [], theirs: [] };
  for (const side of [ours, theirs]) await manyTimes(times, 8, side.ask);
  for (let round = 0; round < rounds; round++)
    for (const name of ['ours', 'theirs'] as const) {
      const before = sides[name].cpuMs();
      await manyTimes(times, 8, sides[name].ask);
      taken[name].push(((sides[name].cpuMs() - before) * 1000) / times);
    }
  return { ours: median(taken.ours), theirs: median(taken.theirs) };
}

/** Asks until a condition holds; gives up after a minute. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end; await delay(20))
    if (await holds()) return;
  throw new Error(`${what} did not come about within a minute`);
}

async function bareServer(
  body: Uint8Array,
  type: string,
): Promise<ChildServer & { readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'meterhouse-bench-'));
  const path = join(folder, 'body');
  writeFileSync(path, body);
  const server = await startChild('bare-child.ts', { BENCH_BODY: path, BENCH_TYPE: type });
  return { ...server, remove: () => rmSync(folder, { recursive: true }) };
}

async function entryRows(server: ChildServer, house: BenchHouse): Promise<BenchRow[]> {
  const { uid, token } = await house.reader(['bench/0']);
  const ours = createClient(server.port, token);
  const root = '/DataCustodian/espi/1_1/resource';
  const feed = await ours.get(`${root}/Subscription/${uid}/UsagePoint`, {}, true);
  const [, href] =
    /<link rel="self" href="[^"]*(\/DataCustodian[^"]*\/UsagePoint\/[^"/]+)"/.exec(feed.body.toString()) ??
    [];
  if (href === undefined) throw new Error(`No entry in ${feed.body.toString().slice(0, 500)}`);
  const entry = await ours.get(href, {}, true);
  const etag = String(entry.headers.etag);
  const bare = await bareServer(entry.body, String(entry.headers['content-type']));
  const theirs = createClient(bare.port, token);
  try {
    const get = async (client: Client, headers: Record<string, string>, status: number) => {
      const answer = await client.get(href, headers);
      if (answer.status !== status) throw new Error(`An entry was answered with ${answer.status}`);
    };
    const whole = await compareServers(
      { cpuMs: server.cpuMs, ask: () => get(ours, {}, 200) },
      { cpuMs: bare.cpuMs, ask: () => get(theirs, {}, 200) },
      smallRequests,
    );
    const unchanged = { 'if-none-match': etag };
    const short = await compareServers(
      { cpuMs: server.cpuMs, ask: () => get(ours, unchanged, 304) },
      { cpuMs: bare.cpuMs, ask: () => get(theirs, unchanged, 304) },
      smallRequests,
    );
    return [
      atLeast('entry GET with bearer check ÷ bare node:http', whole.theirs / whole.ours, 'ratio', 0.35),
      atLeast('entry GET, If-None-Match ÷ bare node:http', short.theirs / short.ours, 'ratio', 0.6),
      { name: 'entry GET: CPU of the program', value: whole.ours, unit: 'µs' },
    ];
  } finally {
    ours.close();
    theirs.close();
    await bare.stop();
    bare.remove();
  }
}

async function changedRows(server: ChildServer, house: BenchHouse): Promise<BenchRow[]> {
  const { db, utility } = house;
  const meters = { from: 1000, count: 1000 };
  await writeBatch({ db, clock }, { utility, batch: metersBatch(meters.from, meters.count) });
  await writeBatch({ db, clock }, { utility, batch: daysBatch(meters, { from: 0, count: 30 }) });
  await delay(5);
  const since = Date.now();
  await writeBatch({ db, clock }, { utility, batch: daysBatch(meters, { from: 30, count: 1 }) });
  const { batchPath, token } = await house.reader(
    Array.from({ length: meters.count }, (_, i) => `bench/${meters.from + i}`),
  );
  await analyze(db);
  const path = `${batchPath}?updated-min=${encodeURIComponent(new Date(since).toISOString())}`;
  const least = await startChild('least-child.ts', { BENCH_DATABASE_URL: house.url });
  const clients = [server, least].map(({ port }) => createClient(port, token));
  const [ours, theirs] = clients as [Client, Client];
  try {
    const answer = await ours.get(path, gzip, true);
    const readings = gunzipSync(answer.body).toString('latin1').split('<IntervalReading>').length - 1;
    if (readings !== 96_000) throw new Error(`${answer.status}: ${readings} readings since the last night`);
    const take = (client: Client, { cpuMs }: ChildServer): Promise<Taken> =>
      takeCpu(db, cpuMs, () => manyTimes(nights, 1, () => client.get(path, gzip)), nights);
    for (const client of clients) await manyTimes(warmUp, 1, () => client.get(path, gzip));
    const taken: { readonly ours: Taken; readonly least: Taken }[] = [];
    for (let round = 0; round < rounds; round++)
      taken.push({ ours: await take(ours, server), least: await take(theirs, least) });
    const name = 'a day of 1,000 meters by updated-min';
    const wholes = taken.map((round) => round.ours);
    const leasts = taken.map((round) => round.least);
    return [
      {
        ...atMost(`${name}: CPU, server + database + HTTP`, median(wholes.map(whole)), 'ms', 40),
        note: partsNote(wholes),
      },
      {
        name: `${name}: its statements and its bytes alone`,
        value: median(leasts.map(whole)),
        unit: 'ms',
        note: partsNote(leasts),
      },
    ];
  } finally {
    for (const client of clients) client.close();
    await least.stop();
  }
}

async function firstByteRows(server: ChildServer, house: BenchHouse): Promise<BenchRow[]> {
  const { batchPath, token } = await house.reader(['bench/0']);
  const client = createClient(server.port, token);
  const readers = 20;
  const perRound = 200;
  const firstBytes = async (): Promise<number[]> => {
    const times: number[] = [];
    await manyTimes(perRound, readers, async () => {
      const { status, firstByteMs } = await client.get(batchPath, gzip);
      if (status !== 200) throw new Error(`A batch was answered with ${status}`);
      times.push(firstByteMs);
    });
    return times.sort((a, b) => a - b);
  };
  try {
    await manyTimes(warmUp, 1, () => client.get(batchPath, gzip));
    const taken: number[][] = [];
    for (let round = 0; round < rounds; round++) taken.push(await firstBytes());
    const middles = taken.map(median);
    const p95s = taken.map((times) => times[0.95 * perRound - 1] ?? Number.NaN);
    const note = `middle ${median(middles).toFixed(0)}, p95 of the rounds ${Math.min(...p95s).toFixed(0)} to ${Math.max(...p95s).toFixed(0)}`;
    return [
      {
        ...atMost('first byte of a batch under 20 clients, p95, by the clock', median(p95s), 'ms', 250),
        note,
      },
    ];
  } finally {
    client.close();
  }
}

async function largeRows(server: ChildServer, house: BenchHouse): Promise<BenchRow[]> {
  const { db, utility } = house;
  const meters = { from: 5000, count: 21 };
  await writeBatch({ db, clock }, { utility, batch: metersBatch(meters.from, meters.count) });
  await writeBatch({ db, clock }, { utility, batch: daysBatch(meters, { from: 0, count: 365 }) });
  const { batchPath, token } = await house.reader(
    Array.from({ length: meters.count }, (_, i) => `bench/${meters.from + i}`),
  );
  await analyze(db);
  const client = createClient(server.port, token);
  try {
    const firsts: number[] = [];
    for (let i = 0; i < rounds; i++) {
      // Another window is another feed.
      const end = new Date(Date.UTC(2027, 0, 3 + i)).toISOString();
      const answer = await client.get(`${batchPath}?published-max=${end}`, gzip);
      if (answer.status !== 202) throw new Error(`A large batch was answered with ${answer.status}`);
      firsts.push(answer.firstByteMs);
    }
    const path = `${batchPath}?published-max=${new Date(Date.UTC(2027, 0, 3)).toISOString()}`;
    const began = performance.now();
    await until('The large feed', async () => (await client.get(path, gzip)).status === 200);
    const ready = (performance.now() - began) / 1000;
    const file = await client.get(path, gzip, true);
    const bare = await bareServer(file.body, 'application/atom+xml');
    const theirs = createClient(bare.port, token);
    try {
      const { ours, theirs: least } = await compareServers(
        { cpuMs: server.cpuMs, ask: () => client.get(path, gzip) },
        { cpuMs: bare.cpuMs, ask: () => theirs.get('/', gzip) },
        20,
      );
      return [
        { name: '202 for 21 meter-years, by the clock', value: median(firsts), unit: 'ms' },
        {
          name: '202 to 200 of the same, by the clock, five being written',
          value: ready,
          unit: 's',
          note: 'once',
        },
        ...(await benchNginx(file.body, ours / 1000)),
        {
          name: 'a finished 202 file ÷ bare node:http of the same bytes',
          value: least / ours,
          unit: 'ratio',
        },
      ];
    } finally {
      theirs.close();
      await bare.stop();
      bare.remove();
    }
  } finally {
    client.close();
  }
}

async function withServer(
  work: (server: ChildServer, house: BenchHouse) => Promise<BenchRow[]>,
  name: string,
  env: NodeJS.ProcessEnv = {},
): Promise<BenchRow[]> {
  const house = await openBenchHouse();
  if (house === undefined) return [skipped(name, 'no PostgreSQL answers')];
  const server = await startChild('serve-child.ts', { BENCH_DATABASE_URL: house.url, ...env });
  try {
    return await work(server, house);
  } finally {
    await server.stop();
    await house.close();
  }
}

/** Entries, what changed, first bytes: small requests to the running server. */
export const benchRequests = (): Promise<BenchRow[]> =>
  withServer(
    async (server, house) => [
      ...(await entryRows(server, house)),
      ...(await changedRows(server, house)),
      ...(await firstByteRows(server, house)),
      ...(await manyAuthorizationsRows(server, house)),
    ],
    'requests',
  );

/** 202 and the file that comes of it. */
export const benchLarge = (): Promise<BenchRow[]> => withServer(largeRows, '202');

const meterYears = 29;

/** Resident memory of a server that sends ten feeds of a million readings at once. */
export const benchLargeMemory = (): Promise<BenchRow[]> =>
  withServer(
    async (server, house) => {
      const { db, utility } = house;
      const meters = { from: 7000, count: meterYears };
      await writeBatch({ db, clock }, { utility, batch: metersBatch(meters.from, meters.count) });
      await writeBatch({ db, clock }, { utility, batch: daysBatch(meters, { from: 0, count: 365 }) });
      const { batchPath, token } = await house.reader(
        Array.from({ length: meters.count }, (_, i) => `bench/${meters.from + i}`),
      );
      const client = createClient(server.port, token);
      try {
        await manyTimes(10, 10, async () => {
          const { status } = await client.get(batchPath, gzip);
          if (status !== 200) throw new Error(`A batch was answered with ${status}`);
        });
      } finally {
        client.close();
      }
      const note = 'peak of one run; the whole process, read by a fast client';
      return [
        {
          ...atMost('resident memory, 10 feeds of 1.0 M readings at once', server.peakMegabytes(), 'MB', 512),
          note,
        },
      ];
    },
    'memory',
    { BENCH_MAX_READINGS: '2000000' },
  );
