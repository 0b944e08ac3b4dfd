import type { Queryable } from './database.ts';

/** One request of a third party, as its developer may see it: no token, no secret. */
export interface RequestLogRow {
  /** Key of the third party. */
  readonly clientId: number;
  readonly authorizationUid: string | undefined;
  /** Milliseconds. */
  readonly at: number;
  readonly method: string;
  /** Path and query, as it may be shown. */
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly bytes: number;
  readonly tokenKind: string | undefined;
  readonly requestId: string;
  readonly refusal?: string;
  readonly refusalFacts?: Readonly<Record<string, unknown>>;
}

/** Inserts many rows in one statement. */
export async function insertRequestLogRows(db: Queryable, rows: readonly RequestLogRow[]): Promise<void> {
  await db.query(
    `insert into request_log (client_id, authorization_uid, at, method, path, status, ms, bytes, token_kind, request_id,
       refusal, refusal_facts)
     select r."clientId", r."authorizationUid", r.at, r.method, r.path, r.status, r.ms, r.bytes, r."tokenKind",
       r."requestId", r.refusal, r."refusalFacts"
     from jsonb_to_recordset($1::jsonb) as r("clientId" int8, "authorizationUid" text, at int8, method text, path text,
       status int4, ms int4, bytes int8, "tokenKind" text, "requestId" text, refusal text, "refusalFacts" jsonb)
       join client c on c.id = r."clientId"`,
    [JSON.stringify(rows)],
  );
}

/** A successful reading of an Authorization's data. */
export interface ReadNote {
  readonly authorizationUid: string;
  readonly at: number;
  /** What was read: the names of rows of the resource table. */
  readonly kinds: readonly string[];
}

/** Notes when Authorizations were last read, and what; the first time also in their story. */
export async function noteReads(tx: Queryable, reads: readonly ReadNote[]): Promise<void> {
  await tx.query(
    `with r as (
       select * from jsonb_to_recordset($1::jsonb) as r("authorizationUid" text, at int8, kinds text[])),
     locked as (
       select a.id, a.last_read, r.at, r.kinds
       from "authorization" a join r on r."authorizationUid" = a.uid
       order by a.id for no key update of a),
     first as (
       insert into authorization_event (authorization_id, event, at)
       select id, 'first_read', at from locked where last_read is null)
     update "authorization" a
     set last_read = greatest(coalesce(a.last_read, 0), l.at), last_read_kinds = l.kinds
     from locked l where a.id = l.id`,
    [JSON.stringify(reads)],
  );
}

/** Forgets requests before an instant. */
export async function deleteOldRequestLogRows(db: Queryable, before: number): Promise<void> {
  await db.query('delete from request_log where at < $1', [before]);
}
