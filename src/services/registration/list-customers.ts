import type { Queryable } from '../../storage/database.ts';
import {
  type ListedCustomer,
  listMetersWithoutCustomer,
  listCustomers as listPage,
} from '../../storage/grant-targets.ts';

const pageSize = 500;

/** The customers of a utility with their meters, in the order of their keys, page by page. */
export async function* listCustomers(
  { db }: { readonly db: Queryable },
  utilityId: number,
): AsyncGenerator<ListedCustomer> {
  let after: string | undefined;
  for (;;) {
    const page = await listPage(db, { utilityId, after, limit: pageSize });
    yield* page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.key;
  }
}

/** Meters whose customer is not known: at most `limit`. */
export async function listLooseMeters(
  { db }: { readonly db: Queryable },
  input: { readonly utilityId: number; readonly limit: number },
): Promise<{ readonly uid: string; readonly name: string }[]> {
  return await listMetersWithoutCustomer(db, input);
}
