import type { Queryable } from '../../storage/database.ts';
import { findUtility as findRow, listUtilities as listRows, type Utility } from '../../storage/utilities.ts';

/** Every utility of this installation, by slug. */
export async function listUtilities({ db }: { readonly db: Queryable }): Promise<Utility[]> {
  return await listRows(db);
}

/** The utility of a slug; without a slug the only one there is. Undefined when it cannot be told. */
export async function findUtilityOf(
  { db }: { readonly db: Queryable },
  { slug }: { readonly slug: string | undefined },
): Promise<Utility | undefined> {
  if (slug !== undefined) return await findRow(db, slug);
  const all = await listRows(db);
  return all.length === 1 ? all[0] : undefined;
}
