import { listCustomersOfAccountNumber } from '../../storage/customer-identities.ts';
import type { Queryable } from '../../storage/database.ts';
import { findCustomerId } from '../../storage/grant-targets.ts';
import { plainCode } from './bill-facts.ts';

/**
 * The customer whom somebody at the utility names: by what it calls them, by uid, or by the number of an account, however
 * that is spaced. A number that two customers have names nobody.
 */
export async function findNamedCustomer(
  { db }: { readonly db: Queryable },
  { utilityId, name }: { readonly utilityId: number; readonly name: string },
): Promise<number | undefined> {
  const byKey = await findCustomerId(db, { utilityId, name });
  const plainNumber = plainCode(name);
  if (byKey !== undefined || plainNumber === '') return byKey;
  const byNumber = await listCustomersOfAccountNumber(db, { utilityId, plainNumber });
  return byNumber.length === 1 ? byNumber[0] : undefined;
}
