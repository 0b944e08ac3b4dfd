import type { Queryable } from './database.ts';

/** Where a notification stands. A dropped one was never sent: its receiver had asked for silence. */
export type NotificationState = 'waiting' | 'delivered' | 'failed' | 'dropped';

/** A notification to send. */
export interface NewNotification {
  readonly uid: string;
  readonly clientId: number;
  readonly authorizationId?: number | undefined;
  /** What it is about: `data`, `authorization_ended`, `registration_approved`, `test`. */
  readonly event: string;
  /** The URIs of its BatchList. */
  readonly resources: readonly string[];
  readonly created: number;
  readonly state: NotificationState;
}

/** A notification as it stands in the table. Times in milliseconds. */
export interface NotificationRow extends Omit<NewNotification, 'authorizationId'> {
  readonly id: number;
  readonly authorizationUid: string | null;
  readonly tries: number;
  readonly firstTry: number | null;
  readonly lastTry: number | null;
  readonly nextTry: number | null;
  readonly lastStatus: number | null;
  readonly lastMs: number | null;
  readonly lastError: string | null;
  readonly lastAnswer: string | null;
  readonly delivered: number | null;
}

const columns = `n.id, n.uid, n.client_id as "clientId", n.event, n.resources, n.created, n.state, n.tries,
  n.first_try as "firstTry", n.last_try as "lastTry", n.next_try as "nextTry", n.last_status as "lastStatus",
  n.last_ms as "lastMs", n.last_error as "lastError", n.last_answer as "lastAnswer", n.delivered,
  a.uid as "authorizationUid"`;
const source = 'notification n left join "authorization" a on a.id = n.authorization_id';

/** Inserts a notification. */
export async function insertNotification(tx: Queryable, row: NewNotification): Promise<number> {
  const [inserted] = await tx.query<{ id: number }>(
    `insert into notification (uid, client_id, authorization_id, event, resources, created, state)
     values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [row.uid, row.clientId, row.authorizationId ?? null, row.event, row.resources, row.created, row.state],
  );
  return inserted?.id ?? 0;
}

/** The notification of that key. */
export async function findNotification(db: Queryable, id: number): Promise<NotificationRow | undefined> {
  const [row] = await db.query<NotificationRow>(`select ${columns} from ${source} where n.id = $1`, [id]);
  return row;
}

/** The notification of that uid, of one third party; locked against a second replay at the same time. */
export async function lockNotification(
  tx: Queryable,
  { clientId, uid }: { readonly clientId: number; readonly uid: string },
): Promise<NotificationRow | undefined> {
  const [row] = await tx.query<NotificationRow>(
    `select ${columns} from ${source} where n.client_id = $1 and n.uid = $2 for update of n`,
    [clientId, uid],
  );
  return row;
}

/** Notifications of a third party, newest first. */
export async function listNotifications(
  db: Queryable,
  input: {
    readonly clientId: number;
    readonly authorizationId?: number | undefined;
    readonly limit: number;
    readonly offset: number;
  },
): Promise<NotificationRow[]> {
  return await db.query<NotificationRow>(
    `select ${columns} from ${source}
     where n.client_id = $1 and ($2::int8 is null or n.authorization_id = $2)
     order by n.created desc, n.id desc limit $3 offset $4`,
    [input.clientId, input.authorizationId ?? null, input.limit, input.offset],
  );
}

/** How many notifications a third party has. */
export async function countNotifications(
  db: Queryable,
  { clientId }: { readonly clientId: number },
): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    'select count(*)::int4 as count from notification where client_id = $1',
    [clientId],
  );
  return row?.count ?? 0;
}

/** The last notification of an event about an Authorization. */
export async function findLastNotification(
  db: Queryable,
  { authorizationId, event }: { readonly authorizationId: number; readonly event: string },
): Promise<NotificationRow | undefined> {
  const [row] = await db.query<NotificationRow>(
    `select ${columns} from ${source} where n.authorization_id = $1 and n.event = $2
     order by n.id desc limit 1`,
    [authorizationId, event],
  );
  return row;
}

/** What became of a try. */
export interface NotificationTry {
  readonly id: number;
  readonly at: number;
  readonly ms: number;
  readonly state: NotificationState;
  readonly nextTry: number | undefined;
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly answer: string | undefined;
}

/** Writes down a try. */
export async function updateNotificationTry(db: Queryable, input: NotificationTry): Promise<void> {
  await db.query(
    `update notification set tries = tries + 1, first_try = coalesce(first_try, $2), last_try = $2, last_ms = $3,
       state = $4, next_try = $5, last_status = $6, last_error = $7, last_answer = $8,
       delivered = case when $4 = 'delivered' then $2 else delivered end
     where id = $1`,
    [
      input.id,
      input.at,
      input.ms,
      input.state,
      input.nextTry ?? null,
      input.status ?? null,
      input.error ?? null,
      input.answer ?? null,
    ],
  );
}

/** Changes the state without a try: a replay begins a new round, a receiver that wants silence gets none. */
export async function updateNotificationState(
  db: Queryable,
  { id, state }: { readonly id: number; readonly state: NotificationState },
): Promise<void> {
  await db.query('update notification set state = $2, first_try = null, next_try = null where id = $1', [
    id,
    state,
  ]);
}

/** Deletes notifications that came to an end before a time. */
export async function deleteOldNotifications(
  db: Queryable,
  { before }: { readonly before: number },
): Promise<void> {
  await db.query(`delete from notification where created < $1 and state <> 'waiting'`, [before]);
}
