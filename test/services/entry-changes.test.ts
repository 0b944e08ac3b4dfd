import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeBatch } from '../../src/services/ingest/write-batch.ts';
import type { Database } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { openDatabase } from '../../src/storage/open-database.ts';
import { openServerDatabase } from '../../src/storage/open-postgres.ts';
import type { OpenDatabase } from '../../src/storage/opened-database.ts';
import { connectDatabase } from '../../src/storage/remote-database.ts';
import { type TestClock, testClock } from '../support/clock.ts';
import { createPostgresDatabase, testDatabaseKind } from '../support/database.ts';
import { openRemembering, type Remembering, until } from '../support/remembering.ts';
import { firstBatch } from '../support/seed/batches.ts';
import { seedUtility, type Tokens } from '../support/seed.ts';

const path = '/Subscription/authfull/UsagePoint/meterhomeelectric';

interface Process extends Remembering {
  readonly opened: OpenDatabase;
}

let drop: () => Promise<void>;
let clock: TestClock;
let tokens: Tokens;
let one: Process;
let two: Process;

async function enter(opened: OpenDatabase): Promise<Process> {
  const entrance = await openRemembering({ db: opened.db, clock }, { listen: opened.listen });
  return { ...entrance, opened };
}

async function close({ opened, close: closeEntrance }: Process): Promise<void> {
  await closeEntrance();
  await opened.db.close();
}

/** Corrects the tariff of the usage point that is read. */
async function write(db: Database, tariffProfile: string): Promise<void> {
  const [utility] = await db.query<{ id: number }>(`select id from utility where slug = 'example'`);
  const usagePoints = firstBatch.usagePoints.map((point) => ({
    ...point,
    value: { ...point.value, serviceDeliveryPoint: { tariffProfile } },
  }));
  const nothing = { meterReadings: [], readings: [], usageSummaries: [], qualitySummaries: [] };
  await writeBatch(
    { db, clock },
    { utility: { id: utility?.id ?? 0 }, batch: { ...nothing, usagePoints, customerResources: [] } },
  );
}

const read = async ({ fetch }: Process): Promise<string> => {
  const { status, text } = await fetch(path, { token: tokens.full });
  return /<tariffProfile>(.*?)</.exec(text)?.[1] ?? String(status);
};

async function readsFromMemory(process: Process): Promise<boolean> {
  process.statements();
  await read(process);
  return process.statements() === 0;
}

const breakListening = (): Promise<unknown> =>
  one.opened.db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query ilike 'listen%'`,
  );

const onPostgres = it.skipIf(testDatabaseKind !== 'postgres');

beforeEach(async () => {
  if (testDatabaseKind !== 'postgres') return;
  const made = await createPostgresDatabase();
  drop = made.drop;
  clock = testClock();
  const seeding = await openServerDatabase(made.url);
  tokens = await seedUtility({ db: seeding.db, clock, secretKey: Buffer.alloc(32, 7) }, {});
  await seeding.db.close();
  one = await enter(await openServerDatabase(made.url));
  two = await enter(await openServerDatabase(made.url));
});
afterEach(async () => {
  if (testDatabaseKind !== 'postgres') return;
  await close(one);
  await close(two);
  await drop();
});

onPostgres('what one process writes is new in it at once, and in another when it hears of it', async () => {
  expect([await read(one), await read(two)]).toEqual(['RES-1', 'RES-1']);
  expect([await readsFromMemory(one), await readsFromMemory(two)]).toEqual([true, true]);
  for (const tariff of ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']) {
    await write(one.db, tariff);
    expect(await read(one)).toBe(tariff);
    await until(async () => (await read(two)) === tariff);
    expect(await read(two)).toBe(tariff);
  }
});

onPostgres('what a process without an entrance writes is heard by all', async () => {
  expect([await read(one), await read(two)]).toEqual(['RES-1', 'RES-1']);
  await write(one.opened.db, 'RES-2');
  for (const process of [one, two]) {
    await until(async () => (await read(process)) === 'RES-2');
    expect(await read(process)).toBe('RES-2');
  }
});

onPostgres('what changes while nobody can hear is not missed', async () => {
  await read(two);
  expect(await readsFromMemory(two)).toBe(true);
  const generation = two.entryMemory.generation();
  await breakListening();
  await until(() => two.entryMemory.generation() > generation);
  expect(await readsFromMemory(two)).toBe(false);
  await write(one.opened.db, 'RES-3');
  expect(await read(two)).toBe('RES-3');
  await until(() => readsFromMemory(two));
  expect(await read(two)).toBe('RES-3');
});

it.skipIf(testDatabaseKind !== 'pglite')(
  'what a command writes through the embedded database of a server is heard by the server',
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'meterhouse-entries-'));
    clock = testClock();
    const opened = await openDatabase({ dataDir, command: 'serve', graceMilliseconds: 0 });
    await migrate(opened.db);
    tokens = await seedUtility({ db: opened.db, clock, secretKey: Buffer.alloc(32, 7) }, {});
    const server = await enter(opened);
    const command = await connectDatabase(join(dataDir, 'database.sock'), 'the server');
    try {
      expect(await read(server)).toBe('RES-1');
      expect(await readsFromMemory(server)).toBe(true);
      if (command === undefined) throw new Error('the server does not let commands in');
      await write(command, 'RES-2');
      await until(async () => (await read(server)) === 'RES-2');
      expect(await read(server)).toBe('RES-2');
      expect(await readsFromMemory(server)).toBe(true);
    } finally {
      await command?.close();
      await close(server);
      await rm(dataDir, { recursive: true });
    }
  },
);
