import type { Database, Queryable } from './database.ts';

/**
 * Tables that are distributed, by what their rows are found: all days of a usage point lie on one node. Everything else
 * together is a few per cent of the bytes, has keys that are unique over all usage points, and stays on the coordinator.
 */
export const distributedTables = [{ table: 'interval_day', column: 'up_id' }] as const;

/** What a server can do about distribution. */
export interface DistributionState {
  /** Version of the extension in this database; null when it is not created. */
  readonly installed: string | null;
  /** Version that could be created; null when the server does not have it. */
  readonly available: string | null;
  /** Which of our tables are distributed. */
  readonly tables: readonly string[];
}

async function listDistributed(db: Queryable): Promise<string[]> {
  const [known] = await db.query("select to_regclass('pg_catalog.pg_dist_partition') as found");
  if (known?.found === null || known === undefined) return [];
  const rows = await db.query<{ name: string }>(
    "select logicalrel::text as name from pg_dist_partition where partmethod = 'h'",
  );
  const ours = new Set<string>(distributedTables.map(({ table }) => table));
  return rows.map(({ name }) => name).filter((name) => ours.has(name));
}

/** How far a database is distributed, and whether it can be. */
export async function findDistribution(db: Queryable): Promise<DistributionState> {
  const [row] = await db.query<{ installed: string | null; available: string | null }>(
    `select (select extversion from pg_extension where extname = 'citus') as installed,
       (select default_version from pg_available_extensions where name = 'citus') as available`,
  );
  return { ...(row ?? { installed: null, available: null }), tables: await listDistributed(db) };
}

/** Whether the readings lie on several nodes. */
export async function isDistributed(db: Queryable): Promise<boolean> {
  return (await listDistributed(db)).length > 0;
}

/** Distributes one of the tables with the rows that it holds. */
export async function distributeTable(
  db: Database,
  { table, column }: (typeof distributedTables)[number],
): Promise<void> {
  await db.query('select create_distributed_table($1::regclass, $2)', [table, column]);
}
