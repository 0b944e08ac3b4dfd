import { findCustomerAccountByEmail } from '../../storage/customer-accounts.ts';
import { listCustomersOfEmail } from '../../storage/customer-identities.ts';
import type { Queryable } from '../../storage/database.ts';
import { normalEmail } from '../account/email.ts';
import { checkThrottle, recordFailure } from '../throttle/throttle.ts';
import { type IdentifyContext, type IdentifyOutcome, keysOf } from './identified.ts';
import { type CodeOrder, sendCodeToAddress } from './send-code.ts';

/**
 * Most customers with one address in the records: more have a stand-in for an address that was not known, which may be
 * anybody's. An account is not bounded: somebody made it on purpose.
 */
const mostCustomersOfAddress = 10;

/** The customers of an own account with this address, and those to whom the utility's records give it. */
async function customersOf(
  db: Queryable,
  address: { readonly utilityId: number; readonly email: string },
): Promise<number[]> {
  const account = await findCustomerAccountByEmail(db, address);
  const found = await listCustomersOfEmail(db, { ...address, limit: mostCustomersOfAddress + 1 });
  const recorded = found.length > mostCustomersOfAddress ? [] : found;
  return [...new Set([...(account?.customerIds ?? []), ...recorded])];
}

/**
 * Sends a code to an e-mail address of an own account, or of the utility's records as they are now. An address that
 * nobody has looks the same from outside, and counts as a failed try from where it came.
 */
export async function identifyByEmail(
  context: IdentifyContext,
  order: CodeOrder & { readonly email: string },
): Promise<IdentifyOutcome> {
  const email = normalEmail(order.email);
  const from = keysOf(order, email).filter(({ kind }) => kind === 'address');
  const until = await checkThrottle(context, from);
  if (until !== undefined) return { outcome: 'locked', until };
  const customerIds = await customersOf(context.db, { utilityId: order.utilityId, email });
  if (customerIds.length === 0) await recordFailure(context, from);
  return await sendCodeToAddress(context, order, { customerIds, email });
}
