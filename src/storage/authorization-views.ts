import type { Queryable } from './database.ts';

/** An Authorization as its third party sees it. Times as in the table: periods in seconds, stamps in milliseconds. */
export interface AuthorizationView {
  readonly id: number;
  readonly uid: string;
  /** `own`: it stands for the third party itself. */
  readonly kind: 'customer' | 'own';
  readonly customerId: number | null;
  readonly status: number;
  readonly scope: string;
  readonly start: number;
  readonly end: number | null;
  readonly dataStart: number | null;
  readonly dataEnd: number | null;
  readonly grantType: string;
  readonly published: number;
  readonly updated: number;
}

/** The columns of a view, of a table called `a`. */
export const authorizationViewColumns = `a.id, a.uid, a.kind, a.customer_id as "customerId", a.status, a.scope,
  a.start_ts as "start", a.end_ts as "end", a.data_start_ts as "dataStart", a.data_end_ts as "dataEnd",
  a.grant_type as "grantType", a.published, a.updated`;

/**
 * All Authorizations of a third party, ended ones too, in the order of entry; or the one of that uid. The one that
 * stands for the third party itself is found by its uid only.
 */
export async function listAuthorizationViews(
  db: Queryable,
  input: { readonly clientId: number; readonly uid?: string | undefined },
): Promise<AuthorizationView[]> {
  return await db.query<AuthorizationView>(
    `select ${authorizationViewColumns} from "authorization" a
     where a.client_id = $1 and case when $2::text is null then a.kind = 'customer' else a.uid = $2 end
     order by a.id`,
    [input.clientId, input.uid ?? null],
  );
}

/** How many usage points each Authorization opens, by its key; those that open none are absent. */
export async function countUsagePoints(
  db: Queryable,
  authorizationIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await db.query<{ id: number; points: number }>(
    `select authorization_id as id, count(*)::int4 as points
     from authorization_usage_point where authorization_id = any($1::int8[]) group by authorization_id`,
    [authorizationIds],
  );
  return new Map(rows.map(({ id, points }) => [id, points]));
}
