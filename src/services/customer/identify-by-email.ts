import { findCustomerAccountByEmail } from '../../storage/customer-identities.ts';
import { checkThrottle, recordFailure } from '../throttle/throttle.ts';
import { type IdentifyContext, type IdentifyOutcome, keysOf } from './identified.ts';
import { type CodeOrder, sendCodeToAddress } from './send-code.ts';

/**
 * Sends a code to the e-mail address of an own account. An address that nobody has looks the same from outside,
 * and counts as a failed try from where it came.
 */
export async function identifyByEmail(
  context: IdentifyContext,
  order: CodeOrder & { readonly email: string },
): Promise<IdentifyOutcome> {
  const email = order.email.toLowerCase();
  const from = keysOf(order, email).filter(({ kind }) => kind === 'address');
  const until = await checkThrottle(context, from);
  if (until !== undefined) return { outcome: 'locked', until };
  const account = await findCustomerAccountByEmail(context.db, { utilityId: order.utilityId, email });
  if (account === undefined) await recordFailure(context, from);
  return await sendCodeToAddress(context, order, { customerId: account?.customerId, email });
}
