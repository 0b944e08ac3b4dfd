import type { Queryable } from './database.ts';

/** How failures shut a key. */
export interface ThrottleRule {
  /** The failure of this number is the first that shuts the key. */
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

/** Counts a failure; the key is shut when there have been too many. */
export async function upsertThrottleFailure(
  db: Queryable,
  { key, now, rule }: { readonly key: string; readonly now: number; readonly rule: ThrottleRule },
): Promise<number> {
  const [row] = await db.query<{ failures: number }>(
    `insert into throttle (key, failures, newest) values ($1, 1, $2)
     on conflict (key) do update set
       failures = case when throttle.newest <= $3 then 1 else least(throttle.failures + 1, 1000) end,
       newest = excluded.newest
     returning failures`,
    [key, now, now - rule.forgetMilliseconds],
  );
  const failures = row?.failures ?? 1;
  const beyond = failures - rule.free;
  if (beyond < 0) return failures;
  const shut = Math.min(rule.longestMilliseconds, rule.firstMilliseconds * 2 ** Math.min(beyond, 30));
  await db.query(
    'update throttle set blocked_until = greatest(coalesce(blocked_until, 0), $2::int8) where key = $1',
    [key, now + shut],
  );
  return failures;
}

/**
 * Counts something that is about to be done, unless its key is shut, in one statement: of many at the same time no more are
 * let through than one after the other.
 *
 * @returns whether it may be done.
 */
export async function takeThrottleTurn(
  db: Queryable,
  { key, now, rule }: { readonly key: string; readonly now: number; readonly rule: ThrottleRule },
): Promise<boolean> {
  const failures = 'case when throttle.newest <= $3 then 1 else least(throttle.failures + 1, 1000) end';
  const rows = await db.query(
    `insert into throttle (key, failures, newest) values ($1, 1, $2)
     on conflict (key) do update set failures = ${failures}, newest = excluded.newest,
       blocked_until = case when ${failures} < $4::int4 then throttle.blocked_until
         else $2::int8 + least($6::int8, $5::int8 * (2 ^ least(${failures} - $4::int4, 30))::int8) end
     where throttle.blocked_until is null or throttle.blocked_until <= $2
     returning 1`,
    [key, now, now - rule.forgetMilliseconds, rule.free, rule.firstMilliseconds, rule.longestMilliseconds],
  );
  return rows.length > 0;
}

/** Forgets the failures of keys. */
export async function deleteThrottles(db: Queryable, keys: readonly string[]): Promise<void> {
  await db.query('delete from throttle where key = any($1::text[])', [keys]);
}

/** Forgets the keys without a failure since an instant. */
export async function deleteOldThrottles(db: Queryable, newestBefore: number): Promise<void> {
  await db.query('delete from throttle where newest <= $1', [newestBefore]);
}
