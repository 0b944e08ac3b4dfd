import type { Clock } from '../../platform/clock.ts';
import { sha256 } from '../../platform/hash.ts';
import type { Queryable } from '../../storage/database.ts';
import {
  deleteOldThrottles,
  deleteThrottles,
  findThrottleEnd,
  type ThrottleRule,
  takeThrottleTurn,
  upsertThrottleFailure,
} from '../../storage/throttles.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * What is throttled. `account`: tries at one account (area and e-mail, or account number), wherever they come
 * from. `address`: tries from one IP address (its `addressOwner`), whoever is tried. `client`: tries at one client from
 * one address (owner and `client_id`): keyed on the client alone, anybody could lock a third party out.
 */
type ThrottleKind = 'account' | 'address' | 'client';

const rules: Readonly<Record<ThrottleKind, ThrottleRule>> = {
  account: { free: 5, firstMilliseconds: minute, longestMilliseconds: 15 * minute, forgetMilliseconds: day },
  address: { free: 30, firstMilliseconds: minute, longestMilliseconds: 15 * minute, forgetMilliseconds: day },
  client: {
    free: 10,
    firstMilliseconds: minute / 2,
    longestMilliseconds: 15 * minute,
    forgetMilliseconds: day,
  },
};

/** Something that can be tried too often. */
export interface ThrottleKey {
  readonly kind: ThrottleKind;
  /** What is tried, or from where. Stored as a hash: it may be an e-mail address. */
  readonly value: string;
}

interface ThrottleContext {
  readonly db: Queryable;
  readonly clock: Clock;
}

/** Under which a key is stored. */
export const throttleKeyOf = ({ kind, value }: ThrottleKey): string => `${kind}:${sha256(value)}`;

/** Until when nothing may be tried, milliseconds; undefined when a try is allowed. Ask before checking a secret. */
export async function checkThrottle(
  { db, clock }: ThrottleContext,
  keys: readonly ThrottleKey[],
): Promise<number | undefined> {
  return await findThrottleEnd(db, keys.map(throttleKeyOf), clock.now());
}

/**
 * Counts a failed try at every key. After five at an account, ten at a client, thirty from an address the key is
 * shut for a while, and twice as long after each further one, up to 15 minutes.
 */
export async function recordFailure(
  { db, clock }: ThrottleContext,
  keys: readonly ThrottleKey[],
): Promise<void> {
  for (const key of keys)
    await upsertThrottleFailure(db, { key: throttleKeyOf(key), now: clock.now(), rule: rules[key.kind] });
}

/**
 * Counts a try at something before it is looked at, so that tries at the same time all count.
 *
 * @returns how many there were, with this one.
 */
export async function countTry({ db, clock }: ThrottleContext, key: ThrottleKey): Promise<number> {
  const row = { key: throttleKeyOf(key), now: clock.now(), rule: rules[key.kind] };
  return await upsertThrottleFailure(db, row);
}

/**
 * Counts something that is about to be done at every key, such as a mail that is sent, unless one of them is shut.
 *
 * @returns until when it must not be done, milliseconds; undefined when it may.
 */
export async function takeTurn(
  context: ThrottleContext,
  keys: readonly ThrottleKey[],
): Promise<number | undefined> {
  const now = context.clock.now();
  for (const key of keys) {
    const row = { key: throttleKeyOf(key), now, rule: rules[key.kind] };
    if (!(await takeThrottleTurn(context.db, row))) return (await checkThrottle(context, keys)) ?? now;
  }
  return undefined;
}

/** Forgets the failures of keys, after a success. Not those of an address: somebody else may be guessing there. */
export async function clearThrottle(
  { db }: { readonly db: Queryable },
  keys: readonly ThrottleKey[],
): Promise<void> {
  await deleteThrottles(db, keys.filter(({ kind }) => kind !== 'address').map(throttleKeyOf));
}

/** Forgets the keys that are long quiet. */
export async function forgetOldThrottles({ db, clock }: ThrottleContext): Promise<void> {
  await deleteOldThrottles(db, clock.now() - day);
}
