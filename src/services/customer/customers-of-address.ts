import { findCustomerAccountByEmail } from '../../storage/customer-accounts.ts';
import { listCustomersOfEmail } from '../../storage/customer-identities.ts';
import type { Queryable } from '../../storage/database.ts';

/**
 * Most customers with one address in the records: more have a stand-in for an address that was not known, which may be
 * anybody's. An account is not bounded: somebody made it on purpose.
 */
const mostCustomersOfAddress = 10;

/** An e-mail address in lower case, at a utility. */
interface Address {
  readonly utilityId: number;
  readonly email: string;
}

/** The customers of an own account with this address, and those to whom the utility's records give it. */
export async function customersOfAddress(db: Queryable, address: Address): Promise<number[]> {
  const account = await findCustomerAccountByEmail(db, address);
  const found = await listCustomersOfEmail(db, { ...address, limit: mostCustomersOfAddress + 1 });
  const recorded = found.length > mostCustomersOfAddress ? [] : found;
  return [...new Set([...(account?.customerIds ?? []), ...recorded])];
}
