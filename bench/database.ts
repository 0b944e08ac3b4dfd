import { randomBytes } from 'node:crypto';
import { prepareStorage } from '../src/services/maintenance/prepare-storage.ts';
import type { Database } from '../src/storage/database.ts';
import { openPostgres } from '../src/storage/postgres.ts';
import { insertUtility, type Utility } from '../src/storage/utilities.ts';

const address =
  process.env.METERHOUSE_BENCH_POSTGRES_URL ??
  process.env.METERHOUSE_TEST_POSTGRES_URL ??
  'postgres://postgres@127.0.0.1:5432/postgres';

/** A database of its own on a PostgreSQL server, dropped when it is closed. */
export interface BenchDatabase {
  readonly db: Database;
  /** Its connection string. */
  readonly url: string;
  readonly utility: Utility;
  readonly close: () => Promise<void>;
}

/** Makes an empty database with one utility in it; undefined when no PostgreSQL answers. */
export async function openBenchDatabase(): Promise<BenchDatabase | undefined> {
  const server = await openPostgres({ connectionString: address, max: 1 }).catch(() => undefined);
  if (server === undefined) return undefined;
  const name = `meterhouse_bench_${process.pid}_${randomBytes(4).toString('hex')}`;
  await server.query(`create database ${name}`);
  const url = new URL(address);
  url.pathname = `/${name}`;
  const db = await openPostgres({ connectionString: url.href, max: 6 });
  const close = async (): Promise<void> => {
    await db.close();
    await server.query(`drop database if exists ${name} with (force)`);
    await server.close();
  };
  try {
    await prepareStorage({ db });
    const utility = await insertUtility(db, {
      slug: 'bench',
      name: 'Bench',
      timeZone: 'America/New_York',
      currency: 840,
      branding: {},
      settings: {},
    });
    if (utility === undefined) throw new Error('The new database holds a utility already');
    return { db, url: url.href, utility, close };
  } catch (error) {
    await close();
    throw error;
  }
}
