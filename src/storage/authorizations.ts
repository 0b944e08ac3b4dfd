import type { Queryable } from './database.ts';

/** An Authorization as it is granted. Periods in seconds, the stamp in milliseconds. */
export interface NewAuthorization {
  readonly utilityId: number;
  readonly clientId: number;
  readonly uid: string;
  readonly customerId: number | undefined;
  readonly scope: string;
  readonly start: number;
  readonly end: number | undefined;
  readonly dataStart: number | undefined;
  readonly dataEnd: number | undefined;
  readonly grantType: string;
  readonly stamp: number;
  /** Keys of the usage points that it names. */
  readonly meterIds: readonly number[];
  /** `own`: it stands for the third party itself. */
  readonly kind?: 'customer' | 'own' | undefined;
  /** What was asked for, byte for byte. */
  readonly requestedScope?: string | undefined;
  /** Granted by a test customer. */
  readonly test?: boolean | undefined;
  readonly duration?: 'once' | 'until' | 'until_stopped' | undefined;
  readonly receiptEmail?: string | undefined;
  readonly language?: string | undefined;
}

/** Inserts an active Authorization with its usage points. */
export async function insertAuthorization(tx: Queryable, input: NewAuthorization): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into "authorization" (utility_id, client_id, uid, customer_id, status, scope, start_ts, end_ts,
       data_start_ts, data_end_ts, grant_type, published, updated, kind, requested_scope, test, duration,
       receipt_email, language)
     values ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13, $14, $15, $16, $17) returning id`,
    [
      input.utilityId,
      input.clientId,
      input.uid,
      input.customerId ?? null,
      input.scope,
      input.start,
      input.end ?? null,
      input.dataStart ?? null,
      input.dataEnd ?? null,
      input.grantType,
      input.stamp,
      input.kind ?? 'customer',
      input.requestedScope ?? null,
      input.test ?? false,
      input.duration ?? (input.end === undefined ? 'until_stopped' : 'until'),
      input.receiptEmail ?? null,
      input.language ?? null,
    ],
  );
  if (row === undefined) throw new RangeError('An inserted row was not returned');
  await tx.query(
    'insert into authorization_usage_point (authorization_id, up_id) select $1, unnest($2::int8[])',
    [row.id, input.meterIds],
  );
  return row.id;
}

/** An Authorization under its lock. Periods in seconds. */
export interface LockedAuthorization {
  readonly id: number;
  readonly uid: string;
  readonly kind: 'customer' | 'own';
  readonly utilityId: number;
  readonly clientId: number;
  readonly customerId: number | null;
  readonly status: number;
  readonly scope: string;
  readonly start: number;
  readonly end: number | null;
}

const lockedColumns = `id, uid, kind, utility_id as "utilityId", client_id as "clientId", customer_id as "customerId",
  status, scope, start_ts as "start", end_ts as "end"`;

/** An Authorization by its key, without a lock. */
export async function findAuthorizationById(
  db: Queryable,
  id: number,
): Promise<LockedAuthorization | undefined> {
  const [row] = await db.query<LockedAuthorization>(
    `select ${lockedColumns} from "authorization" where id = $1`,
    [id],
  );
  return row;
}

/** Keys of active Authorizations whose time is over, or that nobody has read since an instant; longest over first. */
export async function listOverdueAuthorizations(
  db: Queryable,
  input: { readonly now: number; readonly readBefore: number; readonly limit: number },
): Promise<{ readonly uid: string; readonly cause: 'expired' | 'idle' }[]> {
  return await db.query<{ uid: string; cause: 'expired' | 'idle' }>(
    `select uid, case when end_ts <= $1::int8 / 1000 then 'expired' else 'idle' end as cause
     from "authorization"
     where status = 1 and kind = 'customer' and (
       end_ts <= $1::int8 / 1000
       or greatest(coalesce(last_read, 0), published, start_ts * 1000) <= $2)
     order by id limit $3`,
    [input.now, input.readBefore, input.limit],
  );
}

/** An Authorization by its uid, by its key, or by the code or refresh token of it that a third party holds. */
export type AuthorizationName =
  | string
  | number
  | { readonly held: 'oauth_code' | 'oauth_refresh'; readonly hash: string; readonly clientId: number };

function conditionOf(name: AuthorizationName): { readonly where: string; readonly values: unknown[] } {
  if (typeof name !== 'object')
    return { where: typeof name === 'string' ? 'uid = $1' : 'id = $1', values: [name] };
  return {
    where: `id = (select h.authorization_id from ${name.held} h where h.hash = $1 and h.client_id = $2)`,
    values: [name.hash, name.clientId],
  };
}

/**
 * Locks an Authorization. Every change of it and of its codes and tokens begins here, so that there is one order of
 * locks: the Authorization first, always. The lock lets others refer to the row meanwhile. What was known of its codes
 * and tokens before must be read again.
 */
export async function lockAuthorization(
  tx: Queryable,
  name: AuthorizationName,
): Promise<LockedAuthorization | undefined> {
  const { where, values } = conditionOf(name);
  const [row] = await tx.query<LockedAuthorization>(
    `select ${lockedColumns} from "authorization" where ${where} for no key update`,
    values,
  );
  return row;
}

/** Who or what ended an Authorization. */
export type EndCause = 'customer' | 'third_party' | 'operator' | 'expired' | 'idle' | 'security';

/** Writes that an Authorization has ended. */
export async function endAuthorization(
  tx: Queryable,
  input: { id: number; cause: EndCause; note: string | undefined; now: number; stamp: number },
): Promise<void> {
  await tx.query(
    `update "authorization" set status = 0, ended = $2, end_cause = $3, end_note = $4, updated = $5 where id = $1`,
    [input.id, input.now, input.cause, input.note ?? null, input.stamp],
  );
}

/** An Authorization in a list of the operator. */
export interface ListedAuthorization {
  readonly uid: string;
  readonly thirdParty: string;
  /** What the utility calls the customer; null when none is involved. */
  readonly customer: string | null;
  readonly customerUid: string | null;
  readonly status: number;
  readonly scope: string;
  readonly start: number;
  readonly end: number | null;
  readonly dataStart: number | null;
  readonly dataEnd: number | null;
  /** What the utility calls the usage points. */
  readonly meters: readonly string[];
  /** Their uids, in the same order. */
  readonly meterUids: readonly string[];
  readonly updated: number;
}

/** The Authorizations of a utility in the order of entry. */
export async function listAuthorizations(
  db: Queryable,
  input: {
    readonly utilityId: number;
    readonly clientId?: number | undefined;
    readonly customerId?: number | undefined;
    readonly uid?: string | undefined;
  },
): Promise<ListedAuthorization[]> {
  return await db.query<ListedAuthorization>(
    `select a.uid, c.name as "thirdParty", r.source_key as customer, r.uid as "customerUid", a.status, a.scope, a.start_ts as "start",
       a.end_ts as "end", a.data_start_ts as "dataStart", a.data_end_ts as "dataEnd", a.updated,
       array(select u.source_key from authorization_usage_point p join usage_point u on u.id = p.up_id
         where p.authorization_id = a.id order by u.id) as meters,
       array(select u.uid from authorization_usage_point p join usage_point u on u.id = p.up_id
         where p.authorization_id = a.id order by u.id) as "meterUids"
     from "authorization" a
       join client c on c.id = a.client_id
       left join customer_resource r on r.id = a.customer_id
     where a.utility_id = $1 and ($2::int8 is null or a.client_id = $2)
       and ($3::int8 is null or a.customer_id = $3) and ($4::text is null or a.uid = $4)
     order by a.id`,
    [input.utilityId, input.clientId ?? null, input.customerId ?? null, input.uid ?? null],
  );
}
