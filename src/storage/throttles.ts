import type { Queryable } from './database.ts';

/** How failures shut a key. */
export interface ThrottleRule {
  /** The failure of this number is the first that shuts the key: 2 or more. */
  readonly free: number;
  /** How long that one shuts the key; each further one doubles it. */
  readonly firstMilliseconds: number;
  readonly longestMilliseconds: number;
  /** A key without a failure for this long begins anew. */
  readonly forgetMilliseconds: number;
}

/** Until when the latest-ending of the keys is shut; undefined when all are open. */
export async function findThrottleEnd(
  db: Queryable,
  keys: readonly string[],
  now: number,
): Promise<number | undefined> {
  const [row] = await db.query<{ until: number | null }>(
    'select max(blocked_until) as until from throttle where key = any($1::text[]) and blocked_until > $2',
    [keys, now],
  );
  return row?.until ?? undefined;
}

/** What is counted, and when. */
interface ThrottleCount {
  readonly key: string;
  readonly now: number;
  readonly rule: ThrottleRule;
}

/**
 * Counts, and shuts the key when there have been too many, in one statement: what comes at the same time all counts.
 *
 * @returns how many there were, with this one; undefined where only an open key is counted, and it is shut.
 */
async function count(
  db: Queryable,
  { key, now, rule }: ThrottleCount,
  onlyOpen = '',
): Promise<number | undefined> {
  const failures = 'case when throttle.newest <= $3 then 1 else least(throttle.failures + 1, 1000) end';
  const [row] = await db.query<{ failures: number }>(
    `insert into throttle (key, failures, newest) values ($1, 1, $2)
     on conflict (key) do update set failures = ${failures}, newest = excluded.newest,
       blocked_until = case when ${failures} < $4::int4 then throttle.blocked_until
         else greatest(coalesce(throttle.blocked_until, 0),
           $2::int8 + least($6::int8, $5::int8 * (2 ^ least(${failures} - $4::int4, 30))::int8)) end
     ${onlyOpen} returning failures`,
    [key, now, now - rule.forgetMilliseconds, rule.free, rule.firstMilliseconds, rule.longestMilliseconds],
  );
  return row?.failures;
}

/** Counts a failure, and gives how many there were with this one; the key is shut when there have been too many. */
export async function upsertThrottleFailure(db: Queryable, failure: ThrottleCount): Promise<number> {
  return (await count(db, failure)) ?? 1;
}

/** Counts something that is about to be done, unless its key is shut: whether it may be done. */
export async function takeThrottleTurn(db: Queryable, turn: ThrottleCount): Promise<boolean> {
  const failures = await count(
    db,
    turn,
    'where throttle.blocked_until is null or throttle.blocked_until <= $2',
  );
  return failures !== undefined;
}

/** Forgets the failures of keys. */
export async function deleteThrottles(db: Queryable, keys: readonly string[]): Promise<void> {
  await db.query('delete from throttle where key = any($1::text[])', [keys]);
}

/** Forgets the keys without a failure since an instant. */
export async function deleteOldThrottles(db: Queryable, newestBefore: number): Promise<void> {
  await db.query('delete from throttle where newest <= $1', [newestBefore]);
}
