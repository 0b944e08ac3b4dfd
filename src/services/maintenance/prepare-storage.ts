import { randomUUID } from 'node:crypto';
import type { Database } from '../../storage/database.ts';
import { insertInstallation } from '../../storage/installation.ts';
import { migrate } from '../../storage/migrate.ts';

/**
 * Makes a database ready for this program: brings it to the newest schema and, the first time, gives the
 * installation the namespace of its Atom ids.
 *
 * @returns names of the migrations that were applied.
 * @throws AppError `data_unreadable` when the database was written by a newer program.
 */
export async function prepareStorage({ db }: { readonly db: Database }): Promise<string[]> {
  const applied = await migrate(db);
  await insertInstallation(db, randomUUID());
  return applied;
}
