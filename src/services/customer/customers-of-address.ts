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

/** The customers to whom the utility's records give this address; undefined where it stands in for unknown ones. */
async function recordedCustomersOf(db: Queryable, address: Address): Promise<number[] | undefined> {
  const found = await listCustomersOfEmail(db, { ...address, limit: mostCustomersOfAddress + 1 });
  return found.length > mostCustomersOfAddress ? undefined : found;
}

/** Whether an address of the records stands in for addresses that were not known: it is nobody's. */
export async function isStandIn(db: Queryable, address: Address): Promise<boolean> {
  return (await recordedCustomersOf(db, address)) === undefined;
}

/** The customers of an own account with this address, and those to whom the utility's records give it. */
export async function customersOfAddress(db: Queryable, address: Address): Promise<number[]> {
  const account = await findCustomerAccountByEmail(db, address);
  const recorded = await recordedCustomersOf(db, address);
  return [...new Set([...(account?.customerIds ?? []), ...(recorded ?? [])])];
}
