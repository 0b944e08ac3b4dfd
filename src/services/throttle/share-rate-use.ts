import { newUid } from '../../platform/ids.ts';
import type { Queryable } from '../../storage/database.ts';
import { announceRateUses, parseRateUses, rateChannel } from '../../storage/rate-uses.ts';
import { type RateLimiter, type RateUse, ratePolicies } from './rate-limiter.ts';

/** What sharing needs: a place to speak and a place to hear. */
export interface SharingContext {
  readonly db: Queryable;
  readonly listen: (channel: string, onMessage: (payload: string) => void) => Promise<() => Promise<void>>;
  readonly onError: (error: unknown) => void;
  readonly everyMilliseconds?: number;
}

function usesOf(payload: string, self: string): RateUse[] {
  const { from, uses } = parseRateUses(payload);
  if (from === self) return [];
  return uses.flatMap(({ policy, ...use }) => {
    const known = ratePolicies.find((name) => name === policy);
    return known === undefined ? [] : [{ ...use, policy: known }];
  });
}

/**
 * Makes one budget of the limits of all processes on a database: once a second each tells the others what it has
 * counted, when that is a noticeable part of a budget. No request waits for it, and while it cannot be told each process keeps
 * its own count.
 *
 * @returns a function that ends it.
 */
export async function shareRateUse(
  { db, listen, onError, everyMilliseconds = 1000 }: SharingContext,
  limiter: RateLimiter,
): Promise<() => Promise<void>> {
  const self = newUid();
  const stopListening = await listen(rateChannel, (payload) => limiter.useElsewhere(usesOf(payload, self)));
  let telling: Promise<void> | undefined;
  const tell = async (): Promise<void> => {
    const uses = limiter.tellUse();
    try {
      if (uses.length > 0) await announceRateUses(db, { from: self, uses });
    } catch (error) {
      onError(error);
    }
  };
  const timer = setInterval(() => {
    // After the assignment, also where there is nothing to tell.
    telling ??= tell().finally(() => {
      telling = undefined;
    });
  }, everyMilliseconds);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await telling;
    await stopListening();
  };
}
