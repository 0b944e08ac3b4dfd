import { verifyPassword } from '../../platform/passwords.ts';
import { findCustomerAccountByEmail } from '../../storage/customer-accounts.ts';
import { normalEmail } from '../account/email.ts';
import { type Attempt, attempt, type IdentifyContext, type IdentifyOutcome, keysOf } from './identified.ts';

/** Recognises a customer by the e-mail address and password of an own account. */
export async function identifyByPassword(
  context: IdentifyContext,
  input: Attempt & { readonly email: string; readonly password: string },
): Promise<IdentifyOutcome> {
  const email = normalEmail(input.email);
  return await attempt(context, keysOf(input, email), async () => {
    const account = await findCustomerAccountByEmail(context.db, { utilityId: input.utilityId, email });
    const right = await verifyPassword(input.password, account?.passwordHash ?? undefined);
    if (!right || account === undefined) return undefined;
    const { customerIds, uid: accountUid } = account;
    return { outcome: 'identified', customerIds, by: 'password', accountUid };
  });
}
