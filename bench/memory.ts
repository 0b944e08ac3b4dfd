import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { writeFeed } from '../src/espi/atom-writer.ts';
import { openBenchDatabase } from './database.ts';
import { atMost, type BenchRow } from './measure.ts';
import { createMeterYear, plainStyle } from './meter-year.ts';

const program = fileURLToPath(new URL('../bin/meterhouse.js', import.meta.url));
const run = promisify(execFile);
const readers = 10;
const rounds = 5;
const megabyte = 1_048_576;

/** Resident bytes of a process. Linux alone tells them without asking another program. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

/** Lowest of some looks, after the process has come to rest. */
async function restingBytes(pid: number): Promise<number> {
  const looks: number[] = [];
  for (let i = 0; i < 10; i++) {
    await delay(300);
    looks.push(await residentBytes(pid));
  }
  return Math.min(...looks);
}

/** The highest resident bytes while something runs. */
async function peakBytes(pid: number, work: () => Promise<void>): Promise<number> {
  let peak = 0;
  let working = true;
  const watching = (async () => {
    while (working) {
      peak = Math.max(peak, await residentBytes(pid));
      await delay(10);
    }
  })();
  try {
    await work();
  } finally {
    working = false;
    await watching;
  }
  return peak;
}

/** Reads a batch, counting its readings; waits after its first bytes until all readers have theirs. */
async function readBatch(url: string, token: string, gzip: boolean, all: Promise<void>, begun: () => void) {
  const headers = {
    authorization: `Bearer ${token}`,
    'accept-encoding': gzip ? 'gzip' : 'identity',
  };
  const [response] = (await once(get(url, { headers, agent: false }), 'response')) as [
    Readable & { statusCode: number },
  ];
  if (response.statusCode !== 200) throw new Error(`A batch was answered with ${response.statusCode}`);
  const text = gzip ? response.pipe(createGunzip()) : response;
  let readings = 0;
  let tail = '';
  let first = true;
  for await (const chunk of text) {
    if (first) {
      first = false;
      begun();
      await all;
    }
    const piece = tail + (chunk as Buffer).toString('latin1');
    readings += piece.split('<IntervalReading>').length - 1;
    // No piece of the word is counted twice: the tail is shorter than it.
    tail = piece.slice(-('<IntervalReading>'.length - 1));
  }
  return readings;
}

/** Ten readers that are all served at the same time. */
async function readAtOnce(url: string, token: string, gzip: boolean): Promise<void> {
  let open = (): void => undefined;
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  let waiting = readers;
  const begun = (): void => {
    waiting -= 1;
    if (waiting === 0) open();
  };
  const counts = await Promise.all(
    Array.from({ length: readers }, () => readBatch(url, token, gzip, all, begun)),
  );
  if (counts.some((count) => count !== 35_040)) throw new Error(`Feeds of ${counts.join()} readings`);
}

interface Server {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly url: string;
}

async function serve(env: NodeJS.ProcessEnv, cwd: string): Promise<Server> {
  const child = spawn(process.execPath, [program, 'serve'], { cwd, env });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.once('close', () => reject(new Error(`serve ended: ${output}`)));
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /runs at (http:\S+)/.exec(output)?.[1];
      if (found !== undefined && output.includes('Stop:')) resolve(found);
    });
  });
  return { child, pid: child.pid ?? 0, url };
}

async function measure(place: string, databaseUrl?: string): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'meterhouse-memory-'));
  const env = {
    PATH: process.env.PATH,
    DATA_DIR: folder,
    PORT: '0',
    METERHOUSE_DEMO: 'off',
    LOG_LEVEL: 'warn',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
  const meterhouse = async (...words: string[]): Promise<string> =>
    (await run(process.execPath, [program, ...words], { cwd: folder, env, maxBuffer: 64 * megabyte })).stdout;
  let server: Server | undefined;
  try {
    const { head, entries } = createMeterYear({
      step: 900,
      withCost: true,
      withQuality: true,
      blocks: 'daily',
    });
    const file = join(folder, 'year.xml');
    await pipeline(Readable.from(writeFeed(head, entries, plainStyle)), createWriteStream(file));
    if (databaseUrl === undefined)
      await meterhouse('utility', 'create', 'bench', '--name', 'Bench', '--time-zone', 'America/New_York');
    await meterhouse('third-party', 'create', 'Reader');
    await meterhouse('import', file, '--customer', 'ada');
    const created = await meterhouse(
      ...['authorization', 'create', '--third-party', 'Reader'],
      ...['--customer', 'ada', '--meters', 'all', '--json'],
    );
    const { uid, tokens } = JSON.parse(created) as {
      uid: string;
      tokens: readonly { kind: string; token: string }[];
    };
    const token = tokens.find(({ kind }) => kind === 'access_token')?.token ?? '';
    server = await serve(env, folder);
    const { pid, url } = server;
    const idle = await restingBytes(pid);
    const batch = `${url}/DataCustodian/espi/1_1/resource/Batch/Subscription/${uid}`;
    const rows: BenchRow[] = [
      { name: `resident memory, idle server, ${place}`, value: idle / megabyte, unit: 'MB' },
    ];
    for (const [form, gzip] of [
      ['plain', false],
      ['gzip', true],
    ] as const) {
      const peak = await peakBytes(pid, async () => {
        for (let round = 0; round < rounds; round++) await readAtOnce(batch, token, gzip);
      });
      rows.push(
        atMost(
          `resident memory above idle, ${readers} meter-years at once, ${form}, ${place}`,
          (peak - idle) / megabyte,
          'MB',
          300,
        ),
      );
    }
    const after = await restingBytes(pid);
    rows.push({
      name: `resident memory above idle, at rest afterwards, ${place}`,
      value: (after - idle) / megabyte,
      unit: 'MB',
    });
    return rows;
  } finally {
    if (server !== undefined) {
      const closed = once(server.child, 'close');
      server.child.kill('SIGTERM');
      await closed;
    }
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Resident memory of the real server, while ten readers are sent the same meter-year of quarter-hourly readings at
 * once, plain and as gzip: on the embedded database and, when one answers, on PostgreSQL.
 */
export async function benchMemory(): Promise<BenchRow[]> {
  const embedded = await measure('embedded');
  const database = await openBenchDatabase();
  if (database === undefined) return embedded;
  try {
    return [...embedded, ...(await measure('PostgreSQL', database.url))];
  } finally {
    await database.close();
  }
}

if (process.argv[1]?.endsWith('memory.ts'))
  for (const row of await benchMemory())
    console.log(JSON.stringify({ ...row, value: Math.round(row.value * 10) / 10 }));
