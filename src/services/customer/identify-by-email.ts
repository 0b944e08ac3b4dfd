import { normalEmail } from '../account/email.ts';
import { checkThrottle, recordFailure } from '../throttle/throttle.ts';
import { customersOfAddress } from './customers-of-address.ts';
import { type IdentifyContext, type IdentifyOutcome, keysOf } from './identified.ts';
import { type CodeOrder, sendCodeToAddress } from './send-code.ts';

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
  const customerIds = await customersOfAddress(context.db, { utilityId: order.utilityId, email });
  if (customerIds.length === 0) await recordFailure(context, from);
  return await sendCodeToAddress(context, order, { customerIds, email, recipient: 'entered' });
}
