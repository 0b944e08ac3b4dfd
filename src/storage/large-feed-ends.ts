import type { Queryable } from './database.ts';
import { type LargeFeed, largeFeedColumns } from './large-feeds.ts';

/**
 * Ends the large feeds that hold data of an Authorization: its own, and those over all of its third party's that were
 * read. Nobody finds them any more, a worker that writes one stops; their parts are deleted with those of all that is
 * over. Bulks stay: `listBulkFeedsOf` tells which. Those over all that are being written stay, too: their worker looks for
 * what has ended.
 */
export async function endLargeFeedsOf(
  tx: Queryable,
  { authorizationId, now }: { readonly authorizationId: number; readonly now: number },
): Promise<void> {
  await tx.query(
    `update large_feed f set key = null, expires = least(expires, $2), attempt = f.attempt + 1
     from "authorization" a
     where a.id = $1 and f.bulk_id is null and f.key is not null
       and (f.authorization_id = a.id or (f.authorization_id is null and f.client_id = a.client_id and f.last_read is not null))`,
    [authorizationId, now],
  );
}

/** Keys of the finished feeds of bulks that may hold data of an Authorization. */
export async function listBulkFeedsOf(tx: Queryable, authorizationId: number): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `select f.id from bulk_member m join large_feed f on f.bulk_id = m.bulk_id
     where m.authorization_id = $1 and f.state = 'ready' order by f.id`,
    [authorizationId],
  );
  return rows.map(({ id }) => id);
}

/**
 * Ends the finished feeds over all Authorizations of a third party that nobody has read to the end, because one of them
 * ends; gives them as they stood. What is being sent of them goes on.
 */
export async function endUnreadFeedsOver(
  tx: Queryable,
  { authorizationId, now }: { readonly authorizationId: number; readonly now: number },
): Promise<LargeFeed[]> {
  const feeds = await tx.query<LargeFeed>(
    `select ${largeFeedColumns} from large_feed f join "authorization" a on a.client_id = f.client_id
     where a.id = $1 and f.bulk_id is null and f.authorization_id is null and f.key is not null
       and f.state = 'ready' and f.last_read is null order by f.id for update of f`,
    [authorizationId],
  );
  await tx.query(
    'update large_feed set key = null, expires = least(expires, $2) where id = any($1::int8[])',
    [feeds.map(({ id }) => id), now],
  );
  return feeds;
}

/** Notes that a feed is begun anew, because an Authorization has ended whose data it holds; gives how often that was. */
export async function noteLargeFeedEnd(tx: Queryable, id: number): Promise<number> {
  const [row] = await tx.query<{ ends: number }>(
    'update large_feed set ends = ends + 1 where id = $1 returning ends',
    [id],
  );
  return row?.ends ?? 0;
}

/** Which of some Authorizations have ended, by their row or by the clock. */
export async function listEndedOf(
  db: Queryable,
  { authorizationIds, now }: { readonly authorizationIds: readonly number[]; readonly now: number },
): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    `select id from "authorization"
     where id = any($1::int8[]) and (status <> 1 or end_ts * 1000 <= $2::int8)`,
    [authorizationIds, now],
  );
  return rows.map(({ id }) => id);
}

/** Whether an Authorization of a third party has ended since a stamp, by its row or by the clock. */
export async function hasEndedSince(
  db: Queryable,
  input: { readonly clientId: number; readonly stamp: number; readonly since: number; readonly now: number },
): Promise<boolean> {
  const [row] = await db.query(
    `select 1 from "authorization"
     where client_id = $1 and kind = 'customer' and (
       (updated > $2 and published <= $2)
       or (status = 1 and end_ts * 1000 > $3::int8 and end_ts * 1000 <= $4::int8)) limit 1`,
    [input.clientId, input.stamp, input.since, input.now],
  );
  return row !== undefined;
}

/**
 * Deletes large feeds and bulks that are over; gives how many of each. Bulks of a third party that is suspended stay:
 * they get back the time for which it cannot read them.
 */
export async function deleteExpiredFeeds(
  db: Queryable,
  now: number,
): Promise<{ readonly feeds: number; readonly bulks: number }> {
  const feeds = await db.query(
    'delete from large_feed where expires <= $1 and bulk_id is null returning id',
    [now],
  );
  const bulks = await db.query(
    `delete from bulk where id in (
       select b.id from bulk b where b.expires <= $1
         and not exists (select 1 from client c where c.id = b.client_id and c.state = 'suspended')
       order by b.id for update of b) returning id`,
    [now],
  );
  return { feeds: feeds.length, bulks: bulks.length };
}
