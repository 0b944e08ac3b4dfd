import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/storage/open-database.ts';
import type { OpenDatabase } from '../../src/storage/opened-database.ts';
import { createPostgresDatabase, testDatabaseKind } from '../support/database.ts';

const program = fileURLToPath(new URL('../../bin/meterhouse.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'meterhouse-killed-'));
const file = join(folder, 'night.csv');

/** Meters and days of the file: three batches of readings and a little. */
const [meters, days] = [100, 16];
/** How often the import is killed, each time after it has got further. The embedded database starts slowly. */
const kills = testDatabaseKind === 'postgres' ? 2 : 1;

const isoDay = (day: number): string => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);

function writeNight(): void {
  const lines = ['meter,start,duration,value,unit'];
  for (let day = 0; day < days; day++)
    for (let meter = 0; meter < meters; meter++)
      for (let slot = 0; slot < 96; slot++) {
        const time = `${String(Math.floor(slot / 4)).padStart(2, '0')}:${String((slot % 4) * 15).padStart(2, '0')}`;
        lines.push(`M${meter},${isoDay(day)}T${time}:00-05:00,900,${(meter * 7 + day * 3 + slot) % 911},Wh`);
      }
  writeFileSync(file, `${lines.join('\n')}\n`);
}

/** An installation that commands and a test look into from outside. */
interface Place {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly close: () => Promise<void>;
}

const places: Place[] = [];

async function makePlace(): Promise<Place> {
  const dataDir = mkdtempSync(join(folder, 'data-'));
  const made = testDatabaseKind === 'postgres' ? await createPostgresDatabase() : undefined;
  const place = { dataDir, databaseUrl: made?.url, close: async () => await made?.drop() };
  places.push(place);
  return place;
}

function start({ dataDir, databaseUrl }: Place, words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, ...words], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      DATA_DIR: dataDir,
      SECRET_KEY: '07'.repeat(32),
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    },
  });
}

async function run(place: Place, words: readonly string[]): Promise<{ code: number | null; text: string }> {
  const child = start(place, words);
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  await once(child, 'close');
  return { code: child.exitCode, text };
}

/** Looks into an installation, beside a command or alone. */
async function look<T>(place: Place, see: (db: OpenDatabase['db']) => Promise<T>): Promise<T> {
  const { db } = await openDatabase({ ...place, connections: 1, command: 'test', graceMilliseconds: 1000 });
  try {
    return await see(db);
  } finally {
    await db.close();
  }
}

/** A count as receipts show it. */
const counted = (readings: number): string => readings.toLocaleString('en-US');

/** What is stored of each day of each meter. */
const storedDays = (place: Place): Promise<Map<string, string>> =>
  look(place, async (db) => {
    const rows = await db.query<{ key: string; value: string }>(
      `select u.source_key || ' ' || d.mr_no || ' ' || d.day as key,
         d.start_ts || ' ' || d.step || ' ' || d.n || ' ' || encode(d.data, 'hex') as value
       from interval_day d join usage_point u on u.id = d.up_id`,
    );
    return new Map(rows.map(({ key, value }) => [key, value]));
  });

/** Whether a process has the embedded database open: until then, whoever looks would be its owner. */
const holds = ({ dataDir, databaseUrl }: Place, { pid }: ChildProcess): boolean => {
  if (databaseUrl !== undefined) return true;
  try {
    return readFileSync(join(dataDir, 'database.lock'), 'utf8').includes(`"pid":${pid},`);
  } catch {
    return false;
  }
};

/** Halts imports between two batches, so that they are killed there however fast they are. */
interface Halt {
  /** A batch waits when there are so many days already. */
  readonly from: (days: number) => Promise<void>;
  /** Ends what an import that was killed has left on the server, which notices late that nobody waits for it. */
  readonly clear: () => Promise<void>;
  readonly end: () => Promise<void>;
}

/** The embedded database can do but one thing at a time: nothing is halted there. */
const noHalt: Halt = {
  from: async () => undefined,
  clear: async () => undefined,
  end: async () => undefined,
};

async function haltImports({ databaseUrl }: Place): Promise<Halt> {
  if (databaseUrl === undefined) return noHalt;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`
    create table halt (days int4);
    insert into halt values (0);
    create function halt_import() returns trigger language plpgsql as $$
    begin
      if (select count(*) from interval_day) >= (select days from halt) then
        perform pg_advisory_xact_lock(42);
      end if;
      return null;
    end $$;
    create trigger halt_import before insert on interval_day for each statement execute function halt_import();
    select pg_advisory_lock(42)`);
  const others = 'from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
  return {
    from: async (days) => void (await client.query('update halt set days = $1', [days])),
    clear: async () => {
      await client.query(`select pg_terminate_backend(pid) ${others}`);
      await expect.poll(async () => (await client.query(`select 1 ${others}`)).rowCount).toBe(0);
    },
    end: async () => {
      await client.query(
        'drop trigger halt_import on interval_day; drop function halt_import; drop table halt',
      );
      await client.end();
    },
  };
}

/** Whether an import has written so many days. */
async function hasGone(place: Place, importing: ChildProcess, wanted: number): Promise<boolean> {
  if (importing.exitCode !== null) throw new Error(`the import ended with ${importing.exitCode}`);
  if (!holds(place, importing)) return false;
  return await look(place, async (db) => {
    const [row] = await db.query<{ days: number }>('select count(*)::int4 as days from interval_day');
    return (row?.days ?? 0) >= wanted;
  }).catch(() => false);
}

const newUtility = [
  'utility',
  'create',
  'town',
  '--name',
  'Town Power',
  '--time-zone',
  'America/New_York',
] as const;

let whole: Map<string, string>;
beforeAll(async () => {
  writeNight();
  const place = await makePlace();
  expect((await run(place, newUtility)).code).toBe(0);
  const { code, text } = await run(place, ['import', file]);
  expect([code, text]).toEqual([0, expect.stringContaining(`${counted(meters * days * 96)} new`)]);
  whole = await storedDays(place);
  expect(whole.size).toBe(meters * days);
}, 240_000);
afterAll(async () => {
  for (const { close } of places) await close();
  rmSync(folder, { recursive: true, force: true });
});

it('an import that is killed leaves whole days, and importing the file again makes it complete', {
  timeout: 240_000,
}, async () => {
  const place = await makePlace();
  expect((await run(place, newUtility)).code).toBe(0);
  const halt = await haltImports(place);
  let seen = 0;
  try {
    for (let kill = 1; kill <= kills; kill++) {
      // What the run before had left is there again first: killed when it has gone further, and is not done.
      const wanted = seen + 1;
      await halt.from(wanted);
      const child = start(place, ['import', file]);
      const gone = once(child, 'exit');
      await expect.poll(() => hasGone(place, child, wanted), { timeout: 100_000, interval: 20 }).toBe(true);
      child.kill('SIGKILL');
      await gone;
      await halt.clear();
      const left = await storedDays(place);
      expect(left.size).toBeGreaterThanOrEqual(wanted);
      expect(left.size).toBeLessThan(whole.size);
      // No day is half written: each is as in an import that nobody disturbed.
      for (const [key, value] of left) expect([key, value]).toEqual([key, whole.get(key)]);
      seen = left.size;
    }
  } finally {
    await halt.end();
  }
  expect((await run(place, ['doctor'])).code).toBe(0);
  const { code, text } = await run(place, ['import', file]);
  expect([code, text]).toEqual([0, expect.stringMatching(/readings/)]);
  expect(text).toContain(`${counted((whole.size - seen) * 96)} new`);
  expect(await storedDays(place)).toEqual(whole);
  expect((await run(place, ['import', file])).text).toContain(`${counted(meters * days * 96)} unchanged`);
});
