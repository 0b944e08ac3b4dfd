import type { Queryable } from './database.ts';

/** A request of a third party as it was logged: no token, no secret. */
export interface RequestLogRow {
  readonly requestId: string;
  readonly authorizationUid: string | null;
  /** Milliseconds. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly bytes: number;
  readonly tokenKind: string | null;
  readonly refusal: string | null;
  readonly refusalFacts: Readonly<Record<string, unknown>> | null;
}

/** Which requests of a third party. */
export interface RequestSelection {
  readonly clientId: number;
  readonly refusedOnly: boolean;
}

const selected = 'client_id = $1 and (not $2::boolean or status >= 400)';

/** Requests of a third party, newest first, a page at a time. */
export async function listRequestLog(
  db: Queryable,
  input: RequestSelection & { readonly limit: number; readonly offset: number },
): Promise<RequestLogRow[]> {
  return await db.query<RequestLogRow>(
    `select request_id as "requestId", authorization_uid as "authorizationUid", at, method, path, status, ms, bytes,
       token_kind as "tokenKind", refusal, refusal_facts as "refusalFacts"
     from request_log where ${selected} order by at desc, id desc limit $3 offset $4`,
    [input.clientId, input.refusedOnly, input.limit, input.offset],
  );
}

/** How many requests fit. */
export async function countRequestLog(
  db: Queryable,
  { clientId, refusedOnly }: RequestSelection,
): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*)::int4 as count from request_log where ${selected}`,
    [clientId, refusedOnly],
  );
  return row?.count ?? 0;
}
