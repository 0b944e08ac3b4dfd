import { AppError } from '../../platform/errors.ts';
import type { Queryable } from '../../storage/database.ts';
import { findInstallation } from '../../storage/installation.ts';

/**
 * The namespace of the UUIDv5 Atom ids: the same for the life of the installation.
 *
 * @throws AppError `data_unreadable` when the database was never prepared.
 */
export async function findUuidNamespace({ db }: { readonly db: Queryable }): Promise<string> {
  const namespace = await findInstallation(db);
  if (namespace === undefined)
    throw new AppError(
      'data_unreadable',
      'The database is empty: it was never prepared. Run meterhouse migrate, then start again.',
    );
  return namespace;
}
