import { AppError } from '../../platform/errors.ts';
import type { Database } from '../../storage/database.ts';
import {
  distributedTables,
  distributeStatement,
  distributeTable,
  findDistribution,
  findObstacles,
  largeTables,
} from '../../storage/distribution.ts';

/** What was distributed by one call. */
export interface Distribution {
  /** Version of the extension. */
  readonly extension: string;
  readonly distributed: readonly string[];
  /** Tables that were distributed before. */
  readonly already: readonly string[];
}

/** What would be distributed. */
export interface DistributionPlan {
  /** What would be run, in this order. */
  readonly statements: readonly string[];
  /** The other tables that grow with the meters, and why they stay on the coordinator. */
  readonly stays: readonly { readonly table: string; readonly why: readonly string[] }[];
  readonly already: readonly string[];
  /** Why it cannot be done now; absent when it can. */
  readonly hindrance?: string;
}

/** Why a database cannot be distributed now; undefined when it can. */
async function findHindrance(db: Database): Promise<AppError | undefined> {
  if (db.kind === 'pglite')
    return new AppError(
      'unavailable',
      'The embedded database is one process and cannot be distributed. Set DATABASE_URL to the coordinator of a Citus cluster.',
    );
  const { installed, available, nodes } = await findDistribution(db);
  if (installed === null && available === null)
    return new AppError(
      'unavailable',
      `${db.location} has no extension that distributes tables. Install Citus on all nodes, add it to shared_preload_libraries, and restart them.`,
    );
  if (installed === null)
    return new AppError(
      'conflict',
      `Citus ${available} is installed on ${db.location} but not created in this database. As a superuser: CREATE EXTENSION citus; then add the nodes with citus_add_node.`,
    );
  if (nodes === 0)
    return new AppError(
      'conflict',
      `No node of the cluster of ${db.location} takes parts of tables. As a superuser: select citus_add_node('worker-1', 5432) for each worker.`,
    );
  for (const table of distributedTables) {
    const [obstacle] = await findObstacles(db, table);
    if (obstacle !== undefined)
      return new AppError(
        'conflict',
        `${table.table} cannot be distributed by ${table.column}: ${obstacle}. Something was added to this database that Meterhouse does not know; remove it first.`,
      );
  }
  return undefined;
}

/** What `distributeTables` would do, and what stands against it; changes nothing. */
export async function planDistribution({ db }: { readonly db: Database }): Promise<DistributionPlan> {
  const { tables } = await findDistribution(db);
  const hindrance = await findHindrance(db);
  const stays: { table: string; why: string[] }[] = [];
  for (const large of largeTables) {
    if (distributedTables.includes(large)) continue;
    const obstacles = await findObstacles(db, large);
    const why = large.stays === undefined ? obstacles : [...obstacles, large.stays];
    stays.push({ table: large.table, why });
  }
  return {
    statements: distributedTables.filter(({ table }) => !tables.includes(table)).map(distributeStatement),
    stays,
    already: tables,
    ...(hindrance === undefined ? {} : { hindrance: hindrance.message }),
  };
}

/**
 * Distributes the readings over the nodes of a Citus cluster, by usage point
 * (docs/operations.md). What is distributed already stays as it is, so it may be called again. No server should run
 * meanwhile: distributing a table that holds rows blocks its writers until they are moved.
 *
 * @throws AppError `unavailable` when the extension is not there, and `conflict` when it is not switched on, no node
 *   takes parts of tables, or something in the database stands against it.
 */
export async function distributeTables({ db }: { readonly db: Database }): Promise<Distribution> {
  const hindrance = await findHindrance(db);
  if (hindrance !== undefined) throw hindrance;
  const { installed, tables } = await findDistribution(db);
  const missing = distributedTables.filter(({ table }) => !tables.includes(table));
  for (const table of missing) await distributeTable(db, table);
  return { extension: `citus ${installed}`, distributed: missing.map(({ table }) => table), already: tables };
}
