import { readdir, readFile } from 'node:fs/promises';
import { AppError } from '../platform/errors.ts';
import { sha256 } from '../platform/hash.ts';
import type { Database, Queryable } from './database.ts';
import { findDatabaseContent } from './installation.ts';

/** One numbered file of `migrations/`. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

const folder = new URL('./migrations/', import.meta.url);

/** The migrations of this program, in their order. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), 'utf8');
      return { number: Number(name.slice(0, 4)), name, sql, checksum: sha256(sql) };
    }),
  );
}

const createTable = `create table if not exists schema_migration (
  number int4 primary key, name text not null, checksum text not null, applied timestamptz not null default now())`;

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

const listApplied = (db: Queryable): Promise<Applied[]> =>
  db.query<Applied>('select number, name, checksum from schema_migration order by number');

function refuseStrangers(applied: readonly Applied[], known: readonly Migration[]): void {
  for (const { number, name, checksum } of applied) {
    const own = known.find((migration) => migration.number === number);
    if (own === undefined)
      throw new AppError(
        'data_unreadable',
        `The database has migration ${name}, which this Meterhouse does not know: it was written by a newer version. Install that version; nothing was changed.`,
      );
    if (own.checksum !== checksum)
      throw new AppError(
        'data_unreadable',
        `Migration ${name} was applied with another content than this Meterhouse has. Restore the file as it was; nothing was changed.`,
      );
  }
}

/** A database that the address names by mistake is somebody else's: nothing is written to it. */
async function refuseForeign(tx: Queryable, location: string): Promise<void> {
  const { hasMigrations, someTable } = await findDatabaseContent(tx);
  if (someTable === null || (hasMigrations && (await listApplied(tx)).length > 0)) return;
  throw new AppError(
    'data_unreadable',
    `${location} is not a database of Meterhouse: it holds tables of something else, such as "${someTable}". Check DATABASE_URL, and give Meterhouse a database of its own; nothing was changed.`,
  );
}

/**
 * Brings the database to the newest schema: one transaction per migration, each once, also when several
 * processes start at the same time.
 *
 * @returns names of the migrations that were applied.
 * @throws AppError `data_unreadable` when the database is newer than the program, a file was altered, or the tables are
 *   of something else.
 */
export async function migrate(db: Database): Promise<string[]> {
  const known = await readMigrations();
  await db.transaction(async (tx) => {
    await lockMigrations(tx);
    await refuseForeign(tx, db.location);
    await tx.query(createTable);
  });
  const applied = await listApplied(db);
  refuseStrangers(applied, known);
  const names: string[] = [];
  for (const migration of known) {
    if (applied.some(({ number }) => number === migration.number)) continue;
    if (await applyOne(db, migration)) names.push(migration.name);
  }
  return names;
}

const lockMigrations = (tx: Queryable): Promise<unknown> => tx.query('select pg_advisory_xact_lock(7244563)');

async function applyOne(db: Database, { number, name, sql, checksum }: Migration): Promise<boolean> {
  return db.transaction(async (tx) => {
    await lockMigrations(tx);
    const [done] = await tx.query('select 1 from schema_migration where number = $1', [number]);
    if (done !== undefined) return false;
    await tx.script(sql);
    await tx.query('insert into schema_migration (number, name, checksum) values ($1, $2, $3)', [
      number,
      name,
      checksum,
    ]);
    return true;
  });
}
