import type { Clock } from '../../platform/clock.ts';
import { addressOwner } from '../../platform/network-address.ts';
import type { IdentifyKind } from '../../storage/customer-settings.ts';
import type { Database } from '../../storage/database.ts';
import { checkThrottle, clearThrottle, recordFailure, type ThrottleKey } from '../throttle/throttle.ts';

/** Who is trying, and where. */
export interface Attempt {
  readonly utilityId: number;
  readonly ipAddress: string;
}

/** What finding out who somebody is came to. `not_matched` does not say what was wrong. */
export type IdentifyOutcome =
  /** It is one of these customers; where they are several, the person chooses. Never empty. */
  | {
      readonly outcome: 'identified';
      readonly customerIds: readonly number[];
      readonly by: IdentifyKind;
      /** The account whose password was entered. */
      readonly accountUid?: string;
    }
  | { readonly outcome: 'code_sent' }
  | { readonly outcome: 'not_matched' }
  /** Too many tries: nothing is looked at before `until`, in milliseconds. */
  | { readonly outcome: 'locked'; readonly until: number };

/** What identifying needs. */
export interface IdentifyContext {
  readonly db: Database;
  readonly clock: Clock;
}

/** What an attempt is counted under: what is tried, and the address it comes from. */
export const keysOf = ({ utilityId, ipAddress }: Attempt, what: string): readonly ThrottleKey[] => [
  { kind: 'account', value: `customer ${utilityId} ${what}` },
  { kind: 'address', value: `customer ${addressOwner(ipAddress)}` },
];

/**
 * Makes one attempt, unless there were too many: five at one account, then waits that grow, shown with their end.
 *
 * @param check gives undefined when the attempt failed.
 */
export async function attempt(
  context: IdentifyContext,
  keys: readonly ThrottleKey[],
  check: () => Promise<IdentifyOutcome | undefined>,
): Promise<IdentifyOutcome> {
  const until = await checkThrottle(context, keys);
  if (until !== undefined) return { outcome: 'locked', until };
  const outcome = await check();
  if (outcome !== undefined) {
    if (outcome.outcome === 'identified') await clearThrottle(context, keys);
    return outcome;
  }
  await recordFailure(context, keys);
  const shut = await checkThrottle(context, keys);
  return shut === undefined ? { outcome: 'not_matched' } : { outcome: 'locked', until: shut };
}
