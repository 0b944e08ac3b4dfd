import type { Queryable } from './database.ts';

/** A third party as the receiver of notifications. */
export interface NotificationTarget {
  readonly clientId: number;
  readonly clientUid: string;
  readonly utilityId: number;
  readonly name: string;
  readonly state: string;
  readonly notifyUri: string | null;
  /** Milliseconds since when it wants silence; null when it wants to hear. */
  readonly paused: number | null;
  readonly secretCiphertext: string | null;
  /** Milliseconds. */
  readonly secretCreated: number | null;
  readonly previousSecretCiphertext: string | null;
  readonly previousSecretUntil: number | null;
  readonly profile: Readonly<Record<string, unknown>>;
}

/** The receiver of a third party's notifications. */
export async function findNotificationTarget(
  db: Queryable,
  clientId: number,
): Promise<NotificationTarget | undefined> {
  const [row] = await db.query<NotificationTarget>(
    `select id as "clientId", uid as "clientUid", utility_id as "utilityId", name, state,
       notify_uri as "notifyUri", notify_paused as paused, notify_secret_ciphertext as "secretCiphertext",
       notify_secret_created as "secretCreated", previous_notify_secret_ciphertext as "previousSecretCiphertext",
       previous_notify_secret_until as "previousSecretUntil", profile
     from client where id = $1`,
    [clientId],
  );
  return row;
}

/** Silences a third party's notifications, or lets them be sent again (null). False when nothing changed. */
export async function updateNotifyPaused(
  db: Queryable,
  { clientId, paused }: { readonly clientId: number; readonly paused: number | null },
): Promise<boolean> {
  const rows = await db.query(
    'update client set notify_paused = $2 where id = $1 and (notify_paused is null) <> ($2::int8 is null) returning 1',
    [clientId, paused],
  );
  return rows.length > 0;
}

/** Replaces the secret that signs notifications; the one before signs too until a time. */
export async function updateNotifySecret(
  db: Queryable,
  input: {
    readonly clientId: number;
    readonly ciphertext: string;
    readonly created: number;
    readonly previousUntil: number;
  },
): Promise<void> {
  await db.query(
    `update client set previous_notify_secret_ciphertext = notify_secret_ciphertext,
       previous_notify_secret_until = $4, notify_secret_ciphertext = $2, notify_secret_created = $3
     where id = $1`,
    [input.clientId, input.ciphertext, input.created, input.previousUntil],
  );
}

/** An Authorization whose third party may be told of new data. */
export interface TouchedAuthorization {
  readonly id: number;
  readonly clientId: number;
  readonly scope: string;
  readonly notifiedAt: number | null;
}

/** Active Authorizations of some usage points or customers whose third party has somewhere to be told, by key. */
export async function listTouchedAuthorizations(
  db: Queryable,
  input: {
    readonly utilityId: number;
    readonly upIds: readonly number[];
    readonly customerIds: readonly number[];
  },
): Promise<TouchedAuthorization[]> {
  return await db.query<TouchedAuthorization>(
    `select a.id, a.client_id as "clientId", a.scope, a.notified_at as "notifiedAt"
     from "authorization" a join client c on c.id = a.client_id
     where a.id in (
         select authorization_id from authorization_usage_point where up_id = any($2::int8[])
         union
         select id from "authorization" where customer_id = any($3::int8[]))
       and a.utility_id = $1 and a.status = 1 and a.kind = 'customer'
       and c.notify_uri is not null and c.notify_paused is null and c.state not in ('suspended', 'terminated')
     order by a.id`,
    [input.utilityId, input.upIds, input.customerIds],
  );
}

/** What a notification of data needs of an Authorization. */
export interface NotifiedAuthorization {
  readonly id: number;
  readonly uid: string;
  readonly utilityId: number;
  readonly clientId: number;
  readonly customerId: number | null;
  readonly status: number;
  readonly scope: string;
  /** Seconds. */
  readonly start: number;
  readonly end: number | null;
  readonly dataStart: number | null;
  readonly dataEnd: number | null;
  /** Milliseconds: the newest stamp of which the third party was told; not below the grant itself. */
  readonly notifiedStamp: number;
  readonly published: number;
}

/** Locks an Authorization to tell its third party of its data. */
export async function lockNotifiedAuthorization(
  tx: Queryable,
  id: number,
): Promise<NotifiedAuthorization | undefined> {
  const [row] = await tx.query<NotifiedAuthorization>(
    `select id, uid, utility_id as "utilityId", client_id as "clientId", customer_id as "customerId", status, scope,
       start_ts as "start", end_ts as "end", data_start_ts as "dataStart", data_end_ts as "dataEnd", notified_stamp as "notifiedStamp", published
     from "authorization" where id = $1 for update`,
    [id],
  );
  return row;
}

/** Notes up to which stamp a third party was told. */
export async function updateNotifiedStamp(
  tx: Queryable,
  { id, stamp, at }: { readonly id: number; readonly stamp: number; readonly at: number },
): Promise<void> {
  await tx.query('update "authorization" set notified_stamp = $2, notified_at = $3 where id = $1', [
    id,
    stamp,
    at,
  ]);
}

/** What changed of one kind of data: the newest stamp, and the time that the data are about, in seconds. */
export interface ChangedRange {
  readonly stamp: number | null;
  readonly start: number | null;
  readonly end: number | null;
}

const nothing: ChangedRange = { stamp: null, start: null, end: null };

/** Readings of an Authorization's usage points that came or changed after a stamp. */
export async function findChangedReadings(
  db: Queryable,
  { authorizationId, after }: { readonly authorizationId: number; readonly after: number },
): Promise<ChangedRange> {
  const [row] = await db.query<ChangedRange>(
    `select max(d.updated) as stamp, min(d.start_ts) as start,
       max(case when d.step > 0 then d.start_ts + d.step::int8 * d.n else d.start_ts + 86400 end) as "end"
     from authorization_usage_point p join interval_day d on d.up_id = p.up_id
     where p.authorization_id = $1 and d.updated > $2`,
    [authorizationId, after],
  );
  return row ?? nothing;
}

/** Bills of an Authorization's usage points that came or changed after a stamp. */
export async function findChangedSummaries(
  db: Queryable,
  { authorizationId, after }: { readonly authorizationId: number; readonly after: number },
): Promise<ChangedRange> {
  const [row] = await db.query<ChangedRange>(
    `select max(s.updated) as stamp, min(s.issued_ts) as start, max(s.issued_ts) + 1 as "end"
     from authorization_usage_point p join usage_summary s on s.up_id = p.up_id
     where p.authorization_id = $1 and s.updated > $2`,
    [authorizationId, after],
  );
  return row ?? nothing;
}

/** Summaries of quality of an Authorization's usage points that came or changed after a stamp. */
export async function findChangedQuality(
  db: Queryable,
  { authorizationId, after }: { readonly authorizationId: number; readonly after: number },
): Promise<ChangedRange> {
  const [row] = await db.query<ChangedRange>(
    `select max(q.updated) as stamp, min(q.start_ts) as start, max(q.start_ts) + 1 as "end"
     from authorization_usage_point p join electric_power_quality_summary q on q.up_id = p.up_id
     where p.authorization_id = $1 and q.updated > $2`,
    [authorizationId, after],
  );
  return row ?? nothing;
}

/** The newest stamp of a customer's own resources that changed after a stamp; null when none did. */
export async function findChangedCustomer(
  db: Queryable,
  { customerId, after }: { readonly customerId: number; readonly after: number },
): Promise<number | null> {
  const [row] = await db.query<{ stamp: number | null }>(
    'select max(updated) as stamp from customer_resource where customer_id = $1 and updated > $2',
    [customerId, after],
  );
  return row?.stamp ?? null;
}

/** Customers of whose tree one of these resources got a stamp. */
export async function listChangedCustomers(
  tx: Queryable,
  input: { readonly utilityId: number; readonly sourceKeys: readonly string[]; readonly stamp: number },
): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `select distinct customer_id as id from customer_resource
     where utility_id = $1 and source_key = any($2::text[]) and updated = $3
       and noun in ('Customer', 'CustomerAccount', 'CustomerAgreement', 'ServiceSupplier', 'ProgramDateIdMappings',
         'ServiceLocation', 'Meter', 'EndDevice', 'Statement')`,
    [input.utilityId, input.sourceKeys, input.stamp],
  );
  return rows.map(({ id }) => id);
}
