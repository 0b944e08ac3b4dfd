import type { Clock } from '../../platform/clock.ts';
import { type BucketState, type Budget, createTokenBuckets } from '../../platform/token-buckets.ts';

/**
 * Whose requests are counted together. `third-party`: those that a third party makes with its tokens.
 * `token`: those that it makes at the token endpoint and its neighbours. `address`: those from one IP address of
 * which it is not known whose they are.
 */
export const ratePolicies = ['third-party', 'token', 'address'] as const;

type RatePolicy = (typeof ratePolicies)[number];

/** Requests a minute, by policy; 0: as many as come. */
export type RateLimitSettings = Readonly<Record<RatePolicy, number>>;

/** How a limit stands after a request was counted. */
interface RateState extends BucketState {
  readonly policy: RatePolicy;
  readonly budget: Budget;
}

/** A subject of a policy: key of a third party, or IP address. */
export interface RateSubject {
  readonly policy: RatePolicy;
  readonly subject: string;
}

/** What was used of a limit. */
export interface RateUse extends RateSubject {
  readonly used: number;
}

/** Counts requests, in memory. */
export interface RateLimiter {
  /** Requests a minute that a policy allows; undefined when it has no limit. */
  readonly perMinute: (policy: RatePolicy) => number | undefined;
  /** Counts a request; undefined when the policy has no limit. */
  readonly take: (subject: RateSubject) => RateState | undefined;
  /** Does not count a request after all: it turned out to be another's. */
  readonly giveBack: (subject: RateSubject) => void;
  /** What was used here since it was last told, where it is a noticeable part of a budget. */
  readonly tellUse: () => RateUse[];
  /** Counts what was used in other processes. */
  readonly useElsewhere: (uses: readonly RateUse[]) => void;
}

const windowSeconds = 60;
/** Uses below this part of a budget are not worth telling others yet. */
const noticeablePart = 0.01;

/** A limiter that knows of no request yet. */
export function createRateLimiter(
  { clock }: { readonly clock: Clock },
  settings: RateLimitSettings,
): RateLimiter {
  const limits = new Map(
    ratePolicies
      .filter((policy) => settings[policy] > 0)
      .map((policy) => {
        const budget: Budget = { amount: settings[policy], windowSeconds };
        return [policy, { policy, budget, buckets: createTokenBuckets(clock, budget) }] as const;
      }),
  );
  return {
    perMinute: (policy) => limits.get(policy)?.budget.amount,
    take: ({ policy, subject }) => {
      const limit = limits.get(policy);
      if (limit === undefined) return undefined;
      const { taken, remaining, fullAfterSeconds, retryAfterSeconds } = limit.buckets.take(subject);
      return { policy, budget: limit.budget, taken, remaining, fullAfterSeconds, retryAfterSeconds };
    },
    giveBack: ({ policy, subject }) => limits.get(policy)?.buckets.giveBack(subject),
    tellUse: () =>
      [...limits.values()].flatMap(({ policy, buckets }) =>
        [...buckets.tellUse(noticeablePart)].map(([subject, used]) => ({ policy, subject, used })),
      ),
    useElsewhere: (uses) => {
      for (const { policy, subject, used } of uses) limits.get(policy)?.buckets.drain(subject, used);
    },
  };
}
