import { AppError } from '../../platform/errors.ts';
import type { Database } from '../../storage/database.ts';
import { distributedTables, distributeTable, findDistribution } from '../../storage/distribution.ts';

/** What was distributed by one call. */
export interface Distribution {
  /** Version of the extension. */
  readonly extension: string;
  readonly distributed: readonly string[];
  /** Tables that were distributed before. */
  readonly already: readonly string[];
}

/**
 * Distributes the readings over the nodes of a Citus cluster, by usage point
 * (docs/operations.md). What is distributed already stays as it is, so it may be called again. No server should run
 * meanwhile: distributing a table that holds rows blocks its writers until they are moved.
 *
 * @throws AppError `unavailable` when the extension is not there, and `conflict` when it is not switched on.
 */
export async function distributeTables({ db }: { readonly db: Database }): Promise<Distribution> {
  if (db.kind === 'pglite')
    throw new AppError(
      'unavailable',
      'The embedded database is one process and cannot be distributed. Set DATABASE_URL to the coordinator of a Citus cluster.',
    );
  const { installed, available, tables } = await findDistribution(db);
  if (installed === null && available === null)
    throw new AppError(
      'unavailable',
      `${db.location} has no extension that distributes tables. Install Citus on all nodes, add it to shared_preload_libraries, and restart them.`,
    );
  if (installed === null)
    throw new AppError(
      'conflict',
      `Citus ${available} is installed on ${db.location} but not created in this database. As a superuser: CREATE EXTENSION citus; then add the nodes with citus_add_node.`,
    );
  const missing = distributedTables.filter(({ table }) => !tables.includes(table));
  for (const table of missing) await distributeTable(db, table);
  return { extension: `citus ${installed}`, distributed: missing.map(({ table }) => table), already: tables };
}
