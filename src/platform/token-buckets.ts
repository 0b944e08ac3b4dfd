import type { Clock } from './clock.ts';

/** How much may be used in how long a time. A bucket holds the whole budget, and fills up evenly. */
export interface Budget {
  readonly amount: number;
  readonly windowSeconds: number;
}

/** How a bucket stands after something was asked of it. */
export interface BucketState {
  /** Whether there was one to take. */
  readonly taken: boolean;
  /** How many can be taken at once now; a whole number. */
  readonly remaining: number;
  /** In how many whole seconds the bucket is full, when nothing is taken meanwhile. */
  readonly fullAfterSeconds: number;
  /** In how many whole seconds there is one to take; at least 1 when there was none. */
  readonly retryAfterSeconds: number;
}

/** Token buckets of one budget by key, in memory. */
export interface TokenBuckets {
  /** Takes one. */
  readonly take: (key: string) => BucketState;
  /** Puts one back that should not have been taken here. */
  readonly giveBack: (key: string) => void;
  /** Takes what was used elsewhere, also more than there is: the bucket is then in debt, up to its whole budget. */
  readonly drain: (key: string, used: number) => void;
  /** What was taken here since it was last told, of keys that used at least this part of their budget. */
  readonly tellUse: (leastPart: number) => ReadonlyMap<string, number>;
  readonly size: () => number;
}

interface Bucket {
  level: number;
  at: number;
  /** Taken here and not told yet. */
  used: number;
}

const sweepMilliseconds = 10_000;

/**
 * Buckets that exist while they are not full: a key that nobody has is a full bucket, and costs nothing.
 *
 * @param capacity most keys that are kept; beyond it the one that was made first is forgotten, which gives its owner
 *   a full bucket.
 */
export function createTokenBuckets(
  clock: Clock,
  { amount, windowSeconds }: Budget,
  capacity = 50_000,
): TokenBuckets {
  const buckets = new Map<string, Bucket>();
  const perSecond = amount / windowSeconds;
  let sweepAt = 0;

  const fill = (bucket: Bucket, now: number): void => {
    bucket.level = Math.min(amount, bucket.level + (Math.max(0, now - bucket.at) * perSecond) / 1000);
    bucket.at = now;
  };
  const sweep = (now: number): void => {
    sweepAt = now + sweepMilliseconds;
    for (const [key, bucket] of buckets) {
      fill(bucket, now);
      if (bucket.level >= amount) buckets.delete(key);
    }
  };
  const bucketOf = (key: string): Bucket => {
    const now = clock.now();
    if (now >= sweepAt) sweep(now);
    const known = buckets.get(key);
    if (known !== undefined) {
      fill(known, now);
      return known;
    }
    if (buckets.size >= capacity) {
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    const made: Bucket = { level: amount, at: now, used: 0 };
    buckets.set(key, made);
    return made;
  };
  return {
    take: (key) => {
      const bucket = bucketOf(key);
      const taken = bucket.level >= 1;
      if (taken) {
        bucket.level--;
        bucket.used++;
      }
      const { level } = bucket;
      return {
        taken,
        remaining: Math.max(0, Math.floor(level)),
        fullAfterSeconds: Math.ceil((amount - level) / perSecond),
        retryAfterSeconds: taken ? 0 : Math.max(1, Math.ceil((1 - level) / perSecond)),
      };
    },
    giveBack: (key) => {
      const bucket = bucketOf(key);
      bucket.level = Math.min(amount, bucket.level + 1);
      bucket.used = Math.max(0, bucket.used - 1);
    },
    drain: (key, used) => {
      const bucket = bucketOf(key);
      bucket.level = Math.max(-amount, bucket.level - used);
    },
    tellUse: (leastPart) => {
      const told = new Map<string, number>();
      for (const [key, bucket] of buckets) {
        if (bucket.used === 0 || bucket.used < amount * leastPart) continue;
        told.set(key, bucket.used);
        bucket.used = 0;
      }
      return told;
    },
    size: () => buckets.size,
  };
}
