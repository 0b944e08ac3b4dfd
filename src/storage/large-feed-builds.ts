import type { Queryable } from './database.ts';
import { type LargeFeed, largeFeedColumns } from './large-feeds.ts';

/**
 * Begins to write a feed, or begins anew what another worker did not finish: from now on only this try counts.
 * Undefined when it is finished or gone.
 */
export async function claimLargeFeed(
  tx: Queryable,
  { id, now }: { readonly id: number; readonly now: number },
): Promise<LargeFeed | undefined> {
  const [row] = await tx.query<LargeFeed>(
    `update large_feed f set attempt = f.attempt + 1, started = $2, waits_until = null, parts = 0, bytes = 0,
       entries_done = 0, stamp = u.last_updated
     from utility u where u.id = f.utility_id and f.id = $1 and f.state = 'building' and f.expires > $2
     returning ${largeFeedColumns}`,
    [id, now],
  );
  return row;
}

/** Notes until when a feed waits for an import. */
export async function postponeLargeFeed(
  db: Queryable,
  { id, until }: { readonly id: number; readonly until: number },
): Promise<void> {
  await db.query(`update large_feed set waits_until = $2 where id = $1 and state = 'building'`, [id, until]);
}

/** Notes how much a feed holds, as its worker has found out. */
export async function noteLargeFeedSize(
  db: Queryable,
  input: Pick<LargeFeed, 'id' | 'attempt' | 'readings' | 'entries'>,
): Promise<void> {
  await db.query('update large_feed set readings = $3, entries = $4 where id = $1 and attempt = $2', [
    input.id,
    input.attempt,
    input.readings,
    input.entries,
  ]);
}

/** Makes a feed visible; false when it is gone or another worker has begun it anew. */
export async function finishLargeFeed(
  tx: Queryable,
  input: {
    readonly id: number;
    readonly attempt: number;
    readonly identity: string;
    readonly etag: string;
    readonly entries: number;
    readonly now: number;
    /** Absent: as it is, for a bulk that is kept from its cut on. */
    readonly expires: number | undefined;
    /** The stamp up to which nothing that it holds has ended; absent where it is not over many Authorizations. */
    readonly checked?: number | undefined;
  },
): Promise<boolean> {
  const rows = await tx.query(
    `update large_feed set state = 'ready', identity = $3, etag = $4, entries = $5, entries_done = $5, ready = $6,
       expires = coalesce($7, expires), checked = $8
     where id = $1 and attempt = $2 and state = 'building' returning id`,
    [
      input.id,
      input.attempt,
      input.identity,
      input.etag,
      input.entries,
      input.now,
      input.expires ?? null,
      input.checked ?? null,
    ],
  );
  return rows.length > 0;
}

/** Has a finished feed written anew, because it holds what may no longer be read; false when it is not finished. */
export async function restartLargeFeed(tx: Queryable, id: number): Promise<boolean> {
  const rows = await tx.query(
    `update large_feed set state = 'building', etag = null, identity = null, ready = null, parts = 0, bytes = 0,
       entries_done = 0
     where id = $1 and state = 'ready' returning id`,
    [id],
  );
  return rows.length > 0;
}

/** How much is to be written up to a feed, itself included, and how fast the last ones were written. */
export interface BuildForecast {
  /** Readings that are not written yet. */
  readonly ahead: number;
  /** Readings a millisecond; null when none was written yet. */
  readonly rate: number | null;
  /** When its job is due, after a try that failed; null when it is being done or over. */
  readonly due: number | null;
}

/** What to expect of a feed that is being written: third parties take turns. */
export async function findBuildForecast(db: Queryable, id: number): Promise<BuildForecast> {
  const [row] = await db.query<BuildForecast>(
    `with queue as (
       select id, readings * (1 - least(entries_done::float8 / greatest(entries, 1), 1)) as rest,
         row_number() over (partition by client_id order by id) as turn
       from large_feed where state = 'building'
         and client_id not in (select id from client where state = 'suspended'))
     select
       (select coalesce(sum(q.rest), 0)::float8 from queue q, queue mine
          where mine.id = $1::int8 and (q.turn, q.id) <= (mine.turn, mine.id)) as ahead,
       (select (nullif(sum(readings), 0) / greatest(sum(ready - started), 1))::float8
          from (select readings, ready, started from large_feed where state = 'ready' order by ready desc limit 20) f)
         as rate,
       (select run_at from job where key = 'build-feed:' || $1::int8 and locked_until is null) as due`,
    [id],
  );
  return row ?? { ahead: 0, rate: null, due: null };
}

/** When the import began that is writing for a utility, if one is. */
export async function findRunningImport(
  db: Queryable,
  { utilityId, now }: { readonly utilityId: number; readonly now: number },
): Promise<number | undefined> {
  const [row] = await db.query<{ started: number }>(
    `select min(started) as started from import_run
     where utility_id = $1 and finished is null and running_until > $2 having count(*) > 0`,
    [utilityId, now],
  );
  return row?.started;
}
