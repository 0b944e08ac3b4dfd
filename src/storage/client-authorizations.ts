import type { Queryable } from './database.ts';

/** An authorization in a list of its third party: never who the customer is. Times in milliseconds. */
export interface ClientAuthorizationRow {
  readonly uid: string;
  readonly status: number;
  readonly test: boolean;
  readonly scope: string;
  readonly meters: number;
  readonly since: number;
  readonly duration: string;
  readonly end: number | null;
  readonly ended: number | null;
  readonly lastRead: number | null;
}

/** Which authorizations of a third party. */
export interface ClientAuthorizationSelection {
  readonly clientId: number;
  readonly state: 'active' | 'ended' | 'all';
  readonly now: number;
}

const selected = `a.client_id = $1 and a.kind = 'customer' and ($2 = 'all' or ($2 = 'active') =
  (a.status = 1 and (a.end_ts is null or a.end_ts * 1000 > $3::int8)))`;

/** Authorizations of a third party, newest first, a page at a time. */
export async function listClientAuthorizations(
  db: Queryable,
  input: ClientAuthorizationSelection & { readonly limit: number; readonly offset: number },
): Promise<ClientAuthorizationRow[]> {
  return await db.query<ClientAuthorizationRow>(
    `select a.uid, a.status, a.test, a.scope, a.published as since, a.duration, a.end_ts * 1000 as "end", a.ended,
       a.last_read as "lastRead",
       (select count(*)::int4 from authorization_usage_point p where p.authorization_id = a.id) as meters
     from "authorization" a where ${selected}
     order by a.published desc, a.id desc limit $4 offset $5`,
    [input.clientId, input.state, input.now, input.limit, input.offset],
  );
}

/** How many authorizations fit. */
export async function countClientAuthorizations(
  db: Queryable,
  { clientId, state, now }: ClientAuthorizationSelection,
): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::int4 as count from "authorization" a where ${selected}`,
    [clientId, state, now],
  );
  return row?.count ?? 0;
}

/** Uids of authorizations of a third party that are not ended, oldest first. */
export async function listActiveUids(
  db: Queryable,
  { clientId, limit }: { readonly clientId: number; readonly limit: number },
): Promise<string[]> {
  const rows = await db.query<{ uid: string }>(
    `select uid from "authorization" where client_id = $1 and kind = 'customer' and status = 1
     order by id limit $2`,
    [clientId, limit],
  );
  return rows.map(({ uid }) => uid);
}
