import { randomBytes } from 'node:crypto';
import { sha256 } from '../../src/platform/hash.ts';
import type { Database } from '../../src/storage/database.ts';
import { migrate, readMigrations } from '../../src/storage/migrate.ts';
import { pgliteDatabase, startPglite } from '../../src/storage/pglite.ts';
import { openPostgres } from '../../src/storage/postgres.ts';
import { migratedSnapshot } from './pglite-snapshot.ts';

/** Which database the tests of this run use, and where PostgreSQL is. */
export const testDatabaseKind = process.env.METERHOUSE_TEST_DATABASE === 'postgres' ? 'postgres' : 'pglite';
const postgresUrl = process.env.METERHOUSE_TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

async function openPgliteCopy(): Promise<Database> {
  return pgliteDatabase(await startPglite({ snapshot: await migratedSnapshot() }), { location: 'memory' });
}

const urlOf = (name: string): string => {
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return url.href;
};

/** Where the PostgreSQL database of a test is, for other processes. */
export async function findDatabaseUrl(db: Database): Promise<string> {
  const [row] = await db.query<{ name: string }>('select current_database() as name');
  return urlOf(row?.name ?? '');
}

/** Makes the migrated template once per content of the migrations; workers wait for the one that makes it. */
async function ensureTemplate(server: Database): Promise<string> {
  const checksum = sha256((await readMigrations()).map((migration) => migration.checksum).join());
  const template = `meterhouse_test_${checksum.slice(0, 12)}`;
  await server.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(7244564)');
    const [known] = await tx.query('select 1 from pg_database where datname = $1', [template]);
    if (known !== undefined) return;
    // A database cannot be made inside a transaction; the lock is held by this one meanwhile.
    const draft = `${template}_draft`;
    await server.query(`drop database if exists ${draft} with (force)`);
    await server.query(`create database ${draft}`);
    const db = await openPostgres({ connectionString: urlOf(draft), max: 2 });
    await migrate(db);
    await db.close();
    await server.query(`alter database ${draft} rename to ${template}`);
  });
  return template;
}

let prepared: Promise<{ server: Database; template: string }> | undefined;

async function openServer(): Promise<{ server: Database; template: string }> {
  const server = await openPostgres({ connectionString: postgresUrl, max: 3, allowExitOnIdle: true });
  return { server, template: await ensureTemplate(server) };
}

/** A new PostgreSQL database with the newest schema, which need not survive its server; its owner drops it. */
export async function createPostgresDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  prepared ??= openServer();
  const { server, template } = await prepared;
  const name = `meterhouse_test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await server.query(`create database ${name} template ${template}`);
  await server.query(`alter database ${name} set synchronous_commit = off`);
  return {
    url: urlOf(name),
    drop: async () => {
      await server.query(`drop database if exists ${name} with (force)`);
    },
  };
}

async function openPostgresCopy(): Promise<Database> {
  const { url, drop } = await createPostgresDatabase();
  const db = await openPostgres({ connectionString: url, max: 6 });
  return {
    ...db,
    close: async () => {
      await db.close();
      await drop();
    },
  };
}

/**
 * An empty database with the newest schema, of its own: PGlite in memory, or a clone of a migrated template on
 * the PostgreSQL server, dropped when it is closed.
 */
export function openTestDatabase(): Promise<Database> {
  return testDatabaseKind === 'postgres' ? openPostgresCopy() : openPgliteCopy();
}
