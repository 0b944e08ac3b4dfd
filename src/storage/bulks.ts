import { type AuthorizationView, authorizationViewColumns } from './authorization-views.ts';
import type { Queryable } from './database.ts';
import { type LargeFeed, largeFeedColumns } from './large-feeds.ts';
import type { RegistrationState } from './registrations.ts';

/** Up to where the changes of a third party have been cut: a stamp of its utility, and when that was. */
export interface BulkCursor {
  readonly utilityId: number;
  /** Where the registration of the third party stands. */
  readonly state: RegistrationState;
  /** The newest stamp that was cut; -1 before the first cut. */
  readonly stamp: number;
  /** Milliseconds; 0 before the first cut. */
  readonly at: number;
}

/** Locks the cursor of a third party: of two that cut at the same time one waits. Undefined without such a client. */
export async function lockBulkCursor(tx: Queryable, clientId: number): Promise<BulkCursor | undefined> {
  await tx.query(
    `insert into bulk_cursor (client_id, stamp, at) select id, -1, 0 from client where id = $1
     on conflict (client_id) do nothing`,
    [clientId],
  );
  const [row] = await tx.query<BulkCursor>(
    `select c.utility_id as "utilityId", c.state, b.stamp, b.at
     from bulk_cursor b join client c on c.id = b.client_id where b.client_id = $1 for update of b`,
    [clientId],
  );
  return row;
}

/** When the changes of a third party were last cut; 0 when they never were. */
export async function findLastCut(db: Queryable, clientId: number): Promise<number> {
  const [row] = await db.query<{ at: number }>('select at from bulk_cursor where client_id = $1', [clientId]);
  return row?.at ?? 0;
}

/** Moves the cursor. */
export async function updateBulkCursor(
  tx: Queryable,
  input: { readonly clientId: number; readonly stamp: number; readonly at: number },
): Promise<void> {
  await tx.query('update bulk_cursor set stamp = $2, at = $3 where client_id = $1', [
    input.clientId,
    input.stamp,
    input.at,
  ]);
}

/** An Authorization of a bulk. */
export interface BulkMember {
  readonly authorizationId: number;
  /** It was active when it was cut: the bulk holds data of it. */
  readonly active: boolean;
  readonly whole: boolean;
  /** Null for all. */
  readonly upIds: readonly number[] | null;
}

/** A bulk as it is cut. Times in milliseconds. */
export interface NewBulk {
  readonly uid: string;
  readonly clientId: number;
  readonly cutUid: string;
  readonly fromStamp: number;
  readonly toStamp: number;
  readonly created: number;
  readonly expires: number;
  readonly notify: boolean;
}

/** Inserts a bulk with its members. */
export async function insertBulk(
  tx: Queryable,
  bulk: NewBulk,
  members: readonly BulkMember[],
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into bulk (uid, client_id, cut_uid, from_stamp, to_stamp, created, expires, notify)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [
      bulk.uid,
      bulk.clientId,
      bulk.cutUid,
      bulk.fromStamp,
      bulk.toStamp,
      bulk.created,
      bulk.expires,
      bulk.notify,
    ],
  );
  const id = row?.id ?? 0;
  await tx.query(
    `insert into bulk_member (bulk_id, authorization_id, active, whole, up_ids)
     select $1, t."authorizationId", t.active, t.whole, case when t."upIds" is null then null else
       array(select jsonb_array_elements_text(t."upIds")::int8) end
     from jsonb_to_recordset($2::text::jsonb) as t("authorizationId" int8, active bool, whole bool, "upIds" jsonb)`,
    [
      id,
      JSON.stringify(members.map(({ upIds, ...member }) => (upIds === null ? member : { ...member, upIds }))),
    ],
  );
  return id;
}

/** What a bulk holds, by its key. */
export interface Bulk {
  readonly id: number;
  readonly clientId: number;
  readonly cutUid: string;
  readonly fromStamp: number;
  readonly toStamp: number;
}

/** The bulk of that key. */
export async function findBulk(db: Queryable, id: number): Promise<Bulk | undefined> {
  const [row] = await db.query<Bulk>(
    `select id, client_id as "clientId", cut_uid as "cutUid", from_stamp as "fromStamp", to_stamp as "toStamp"
     from bulk where id = $1`,
    [id],
  );
  return row;
}

/** The Authorizations of a bulk as they are now, in the order of entry. */
export async function listBulkMembers(
  db: Queryable,
  bulkId: number,
): Promise<(AuthorizationView & Pick<BulkMember, 'active' | 'whole' | 'upIds'>)[]> {
  return await db.query(
    `select ${authorizationViewColumns}, m.active, m.whole, m.up_ids as "upIds"
     from bulk_member m join "authorization" a on a.id = m.authorization_id
     where m.bulk_id = $1 order by a.id`,
    [bulkId],
  );
}

/** Whether a feed `f` of a bulk may hold data of an Authorization that has ended since; $1 is now. */
const stale = `exists (
  select 1 from bulk_member m join "authorization" a on a.id = m.authorization_id
  where m.bulk_id = f.bulk_id and (a.updated > f.stamp
    or (a.status = 1 and a.end_ts * 1000 > f.started and a.end_ts * 1000 <= $1::int8)))`;

/** Whether the feed of a bulk may hold data of an Authorization that has ended since its writing began. */
export async function isBulkFeedStale(
  db: Queryable,
  { feedId, now }: { readonly feedId: number; readonly now: number },
): Promise<boolean> {
  const [row] = await db.query<{ stale: boolean }>(
    `select ${stale} as stale from large_feed f where f.id = $2`,
    [now, feedId],
  );
  return row?.stale === true;
}

/** The feed of a bulk of a third party that is not over, and whether it may hold data that may no longer be read. */
export async function findBulkFeed(
  db: Queryable,
  input: { readonly uid: string; readonly clientId: number; readonly now: number },
): Promise<(LargeFeed & { readonly stale: boolean }) | undefined> {
  const [row] = await db.query<LargeFeed & { stale: boolean }>(
    `select ${largeFeedColumns}, ${stale} as stale
     from bulk b join large_feed f on f.bulk_id = b.id
     where b.uid = $2 and b.client_id = $3 and b.expires > $1`,
    [input.now, input.uid, input.clientId],
  );
  return row;
}

/** Deletes a bulk that came to hold nothing. */
export async function deleteBulk(tx: Queryable, id: number): Promise<void> {
  await tx.query('delete from bulk where id = $1', [id]);
}

/** Locks the bulks of one cut, in their order. */
export async function lockCut(tx: Queryable, cutUid: string): Promise<void> {
  await tx.query('select id from bulk where cut_uid = $1 order by id for update', [cutUid]);
}

/** The bulks of one cut: where each is found, whether it is finished, whether its reader is to be told. */
export async function listCut(
  tx: Queryable,
  cutUid: string,
): Promise<{ readonly uri: string; readonly state: 'building' | 'ready'; readonly notify: boolean }[]> {
  return await tx.query(
    `select f.uri, f.state, b.notify from bulk b join large_feed f on f.bulk_id = b.id
     where b.cut_uid = $1 order by b.id`,
    [cutUid],
  );
}

/** Notes that the reader of a cut was told. */
export async function noteCutNotified(tx: Queryable, cutUid: string): Promise<void> {
  await tx.query('update bulk set notify = false where cut_uid = $1', [cutUid]);
}
