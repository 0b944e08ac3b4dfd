import type { Database, Queryable } from './database.ts';

/** A large table that could lie on several nodes, by the column that would say on which. */
export interface LargeTable {
  readonly table: string;
  readonly column: string;
  /** Why it stays on the coordinator although nothing in the catalogue stands against it; absent: it does not. */
  readonly stays?: string;
}

/**
 * The tables that grow with the meters. What is distributed lies together by usage point; a table stays on the
 * coordinator where its keys are unique over all usage points or refer to others, which `findObstacles` finds.
 */
export const largeTables: readonly LargeTable[] = [
  { table: 'interval_day', column: 'up_id' },
  {
    table: 'meter_reading_source',
    column: 'up_id',
    stays: 'an import reads it together with tables that stay, and it is a few bytes for each meter',
  },
  { table: 'meter_reading', column: 'up_id' },
  { table: 'usage_summary', column: 'up_id' },
  { table: 'electric_power_quality_summary', column: 'up_id' },
  { table: 'stored_file', column: 'up_id' },
  { table: 'usage_point', column: 'id' },
  { table: 'authorization_usage_point', column: 'up_id' },
];

/** The one that is nearly all of the bytes: a cluster is for its sake. */
const distributed = new Set(['interval_day']);

/** The tables that are distributed. */
export const distributedTables: readonly LargeTable[] = largeTables.filter(({ table }) =>
  distributed.has(table),
);

/** What a server can do about distribution. */
export interface DistributionState {
  /** Version of the extension in this database; null when it is not created. */
  readonly installed: string | null;
  /** Version that could be created; null when the server does not have it. */
  readonly available: string | null;
  /** Nodes that hold parts of distributed tables. */
  readonly nodes: number;
  /** Which of our tables are distributed. */
  readonly tables: readonly string[];
}

async function hasCatalogue(db: Queryable): Promise<boolean> {
  const [known] = await db.query("select to_regclass('pg_catalog.pg_dist_partition') as found");
  return known !== undefined && known.found !== null;
}

async function listDistributed(db: Queryable): Promise<string[]> {
  if (!(await hasCatalogue(db))) return [];
  const rows = await db.query<{ name: string }>(
    "select logicalrel::text as name from pg_dist_partition where partmethod = 'h'",
  );
  return rows.map(({ name }) => name).filter((name) => distributed.has(name));
}

async function countNodes(db: Queryable): Promise<number> {
  if (!(await hasCatalogue(db))) return 0;
  const [row] = await db.query<{ nodes: number }>(
    `select count(*)::int4 as nodes from pg_dist_node where noderole = 'primary' and isactive and shouldhaveshards`,
  );
  return row?.nodes ?? 0;
}

/** How far a database is distributed, and whether it can be. */
export async function findDistribution(db: Queryable): Promise<DistributionState> {
  const [row] = await db.query<{ installed: string | null; available: string | null }>(
    `select (select extversion from pg_extension where extname = 'citus') as installed,
       (select default_version from pg_available_extensions where name = 'citus') as available`,
  );
  return {
    ...(row ?? { installed: null, available: null }),
    nodes: await countNodes(db),
    tables: await listDistributed(db),
  };
}

/** Whether the readings lie on several nodes. */
export async function isDistributed(db: Queryable): Promise<boolean> {
  return (await listDistributed(db)).length > 0;
}

/**
 * What in the catalogue keeps a table from being distributed by a column: unique keys without it, foreign keys from and
 * to tables of the coordinator, triggers. Empty when nothing does.
 */
export async function findObstacles(
  db: Queryable,
  { table, column }: Pick<LargeTable, 'table' | 'column'>,
): Promise<string[]> {
  const rows = await db.query<{ obstacle: string }>(
    `with t as (select $1::text::regclass as oid),
       c as (select a.attnum from pg_attribute a, t where a.attrelid = t.oid and a.attname = $2::text)
     select 'unique (' || (select string_agg(a.attname, ', ' order by k.n)
         from unnest(i.indkey::int2[]) with ordinality as k(attnum, n)
           join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum) || ')' as obstacle
     from pg_index i, t, c where i.indrelid = t.oid and i.indisunique and not c.attnum = any(i.indkey::int2[])
     union all
     select case when f.conrelid = t.oid then 'refers to ' || f.confrelid::regclass else 'referred to by ' ||
         f.conrelid::regclass end
     from pg_constraint f, t where f.contype = 'f' and (f.conrelid = t.oid or f.confrelid = t.oid)
     union all
     select 'trigger ' || g.tgname from pg_trigger g, t where g.tgrelid = t.oid and not g.tgisinternal
     order by 1`,
    [table, column],
  );
  return rows.map(({ obstacle }) => obstacle);
}

/** The statement that distributes a table, as it is run and as it is shown. */
export const distributeStatement = ({ table, column }: LargeTable): string =>
  `select create_distributed_table('${table}', '${column}')`;

/** Distributes one of the tables with the rows that it holds. */
export async function distributeTable(db: Database, table: LargeTable): Promise<void> {
  await db.query(distributeStatement(table));
}
