import type { Clock } from '../../platform/clock.ts';
import { addressOwner } from '../../platform/network-address.ts';
import { maxPasswordLength, verifyPassword } from '../../platform/passwords.ts';
import type { Queryable } from '../../storage/database.ts';
import { findOperatorAccountByEmail } from '../../storage/operator-accounts.ts';
import { findThirdPartyAccountByEmail } from '../../storage/third-party-accounts.ts';
import { checkThrottle, clearThrottle, recordFailure, type ThrottleKey } from '../throttle/throttle.ts';
import { normalEmail } from './email.ts';

/** What somebody enters to sign in, and from where. */
export interface Credentials {
  readonly area: 'developers' | 'operator';
  readonly utilityId: number;
  readonly email: string;
  readonly password: string;
  readonly ipAddress: string;
}

/** What came of it. `locked`: nothing was checked, and nothing is before `until` (milliseconds). */
export type CredentialsOutcome =
  | {
      readonly outcome: 'known';
      readonly subjectId: number;
      /** The hash of the password as it was checked. */
      readonly passwordHash: string;
    }
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'locked'; readonly until: number };

interface CredentialsContext {
  readonly db: Queryable;
  readonly clock: Clock;
}

async function findAccount(db: Queryable, { area, utilityId, email }: Credentials) {
  return area === 'developers'
    ? await findThirdPartyAccountByEmail(db, normalEmail(email))
    : await findOperatorAccountByEmail(db, { utilityId, email: normalEmail(email) });
}

/** Under which tries at an account are counted. */
export const accountThrottleKey = ({
  area,
  utilityId,
  email,
}: Pick<Credentials, 'area' | 'utilityId' | 'email'>): ThrottleKey => ({
  kind: 'account',
  value: `${area} ${area === 'operator' ? utilityId : ''} ${normalEmail(email)}`,
});

/**
 * Checks an e-mail address and a password. It does not tell which of the two is wrong, neither in words nor in
 * time, and shuts the account and the address for a while after too many tries.
 */
export async function checkCredentials(
  context: CredentialsContext,
  credentials: Credentials,
): Promise<CredentialsOutcome> {
  const { password, ipAddress } = credentials;
  const keys: ThrottleKey[] = [
    accountThrottleKey(credentials),
    { kind: 'address', value: addressOwner(ipAddress) },
  ];
  const until = await checkThrottle(context, keys);
  if (until !== undefined) return { outcome: 'locked', until };
  const account = await findAccount(context.db, credentials);
  const right =
    (await verifyPassword(password.slice(0, maxPasswordLength), account?.passwordHash)) &&
    password.length <= maxPasswordLength;
  if (account === undefined || !right) {
    await recordFailure(context, keys);
    const shut = await checkThrottle(context, keys);
    return shut === undefined ? { outcome: 'wrong' } : { outcome: 'locked', until: shut };
  }
  await clearThrottle(context, keys);
  return { outcome: 'known', subjectId: account.id, passwordHash: account.passwordHash };
}
