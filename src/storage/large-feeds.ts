import type { Queryable } from './database.ts';

/** Which part of the data a large feed holds; null where it is open. Seconds, seconds, milliseconds, milliseconds. */
export type StoredBounds = readonly [number | null, number | null, number | null, number | null];

/** A large feed as it is asked for. Times in milliseconds. */
export interface NewLargeFeed {
  readonly uid: string;
  readonly key: string;
  readonly utilityId: number;
  readonly clientId: number;
  readonly authorizationId?: number | undefined;
  readonly bulkId?: number | undefined;
  readonly rowName: string;
  readonly params: Readonly<Record<string, string>>;
  readonly bounds: StoredBounds;
  readonly page: { readonly skip: number; readonly limit?: number };
  readonly uri: string;
  readonly readings: number;
  readonly entries: number;
  readonly partBytes: number;
  readonly created: number;
  readonly expires: number;
  /** How often feeds in its place were begun anew because an Authorization had ended; 0 when absent. */
  readonly ends?: number;
}

/** A large feed as it stands in the table. */
export interface LargeFeed extends Omit<NewLargeFeed, 'key' | 'authorizationId' | 'bulkId' | 'ends'> {
  readonly id: number;
  readonly key: string | null;
  readonly authorizationId: number | null;
  readonly bulkId: number | null;
  readonly state: 'building' | 'ready';
  readonly attempt: number;
  readonly ends: number;
  readonly checked: number | null;
  readonly entriesDone: number;
  readonly parts: number;
  readonly bytes: number;
  readonly stamp: number;
  readonly identity: string | null;
  readonly etag: string | null;
  readonly waitsUntil: number | null;
  readonly started: number | null;
  readonly ready: number | null;
  readonly answered: number | null;
  readonly notified: number | null;
  readonly lastRead: number | null;
}

/** The columns of a large feed, of a table called `f`. */
export const largeFeedColumns = `f.id, f.uid, f.key, f.utility_id as "utilityId", f.client_id as "clientId",
  f.authorization_id as "authorizationId", f.bulk_id as "bulkId", f.row_name as "rowName", f.params, f.bounds, f.page,
  f.uri, f.state, f.attempt, f.ends, f.checked, f.readings, f.entries, f.entries_done as "entriesDone", f.parts, f.bytes,
  f.part_bytes as "partBytes", f.stamp, f.identity, f.etag, f.created, f.waits_until as "waitsUntil", f.started,
  f.ready, f.expires, f.answered, f.notified, f.last_read as "lastRead"`;

/** Large feeds of these keys that are not over, with the newest stamp of their utility. */
export async function listLargeFeedsByKey(
  db: Queryable,
  { keys, now }: { readonly keys: readonly string[]; readonly now: number },
): Promise<(LargeFeed & { readonly utilityStamp: number })[]> {
  return await db.query<LargeFeed & { utilityStamp: number }>(
    `select ${largeFeedColumns}, u.last_updated as "utilityStamp"
     from large_feed f join utility u on u.id = f.utility_id
     where f.key = any($1::text[]) and f.expires > $2`,
    [keys, now],
  );
}

/** A large feed under its lock. */
export async function lockLargeFeed(tx: Queryable, id: number): Promise<LargeFeed | undefined> {
  const [row] = await tx.query<LargeFeed>(
    `select ${largeFeedColumns} from large_feed f where f.id = $1 for update`,
    [id],
  );
  return row;
}

/** Inserts a large feed; undefined when there is one of that key. */
export async function insertLargeFeed(tx: Queryable, feed: NewLargeFeed): Promise<number | undefined> {
  const [row] = await tx.query<{ id: number }>(
    `insert into large_feed (uid, key, utility_id, client_id, authorization_id, bulk_id, row_name, params, bounds,
       page, uri, readings, entries, part_bytes, created, expires, ends)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::jsonb, $10, $11, $12, $13, $14, $15, $16, $17)
     on conflict (key) do nothing returning id`,
    [
      feed.uid,
      feed.key,
      feed.utilityId,
      feed.clientId,
      feed.authorizationId ?? null,
      feed.bulkId ?? null,
      feed.rowName,
      feed.params,
      JSON.stringify(feed.bounds),
      feed.page,
      feed.uri,
      feed.readings,
      feed.entries,
      feed.partBytes,
      feed.created,
      feed.expires,
      feed.ends ?? 0,
    ],
  );
  return row?.id;
}

/** Frees a key: of a feed that a newer one replaces, or that is over. What is being sent of it goes on. */
export async function releaseLargeFeedKey(
  tx: Queryable,
  input: { readonly key: string; readonly replaced: number | undefined; readonly now: number },
): Promise<void> {
  await tx.query('update large_feed set key = null where key = $1 and (id = $2 or expires <= $3)', [
    input.key,
    input.replaced ?? null,
    input.now,
  ]);
}

/** Notes that a finished feed still says what the utility's data say at a stamp. */
export async function confirmLargeFeed(
  db: Queryable,
  { id, stamp }: { readonly id: number; readonly stamp: number },
): Promise<void> {
  await db.query('update large_feed set stamp = greatest(stamp, $2) where id = $1', [id, stamp]);
}

/** Notes that a feed was read to its end. */
export async function noteLargeFeedRead(
  db: Queryable,
  { id, now }: { readonly id: number; readonly now: number },
): Promise<void> {
  await db.query('update large_feed set last_read = $2 where id = $1', [id, now]);
}

/** Notes that the first 202 has left. */
export async function noteLargeFeedAnswered(
  tx: Queryable,
  { id, now }: { readonly id: number; readonly now: number },
): Promise<void> {
  await tx.query('update large_feed set answered = $2 where id = $1 and answered is null', [id, now]);
}

/** Notes that its reader was told of the end. */
export async function noteLargeFeedNotified(
  tx: Queryable,
  { id, now }: { readonly id: number; readonly now: number },
): Promise<void> {
  await tx.query('update large_feed set notified = $2 where id = $1', [id, now]);
}

/** Deletes a large feed with its parts. */
export async function deleteLargeFeed(tx: Queryable, id: number): Promise<void> {
  await tx.query('delete from large_feed where id = $1', [id]);
}
