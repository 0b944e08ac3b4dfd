import { distributeTables } from '../../src/services/maintenance/distribute-tables.ts';
import type { Database } from '../../src/storage/database.ts';
import { findDistribution } from '../../src/storage/distribution.ts';

/** Whether the server of a test database could distribute tables. */
export async function canDistribute(db: Database): Promise<boolean> {
  return db.kind === 'postgres' && (await findDistribution(db)).available !== null;
}

/** Makes a test database a cluster of one node that takes parts of tables, and distributes what can be. */
export async function distribute(db: Database): Promise<readonly string[]> {
  await db.query('create extension citus');
  await db.query(`select citus_set_coordinator_host('127.0.0.1', inet_server_port())`);
  await db.query(`select citus_set_node_property('127.0.0.1', inet_server_port(), 'shouldhaveshards', true)`);
  return (await distributeTables({ db })).distributed;
}
