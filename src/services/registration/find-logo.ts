import type { Queryable } from '../../storage/database.ts';
import { findLogoByUid, type StoredLogo } from '../../storage/registration-changes.ts';

/** The logo of a registration; undefined when it has none, or was terminated. */
export async function findLogo(
  { db }: { readonly db: Queryable },
  { uid }: { readonly uid: string },
): Promise<StoredLogo | undefined> {
  return await findLogoByUid(db, uid);
}
