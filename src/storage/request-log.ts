import { createCopyRows } from './copy-rows.ts';
import type { Queryable, Transaction } from './database.ts';

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

const columns = [
  'client_id',
  'authorization_uid',
  'at',
  'method',
  'path',
  'status',
  'ms',
  'bytes',
  'token_kind',
  'request_id',
  'refusal',
  'refusal_facts',
];

function copyOf(rows: readonly RequestLogRow[]): Uint8Array[] {
  const copy = createCopyRows();
  const textOrNone = (value: string | undefined): void =>
    value === undefined ? copy.none() : copy.text(value);
  for (const row of rows) {
    copy.row(columns.length);
    copy.int8(row.clientId);
    textOrNone(row.authorizationUid);
    copy.int8(row.at);
    copy.text(row.method);
    copy.text(row.path);
    copy.int4(row.status);
    copy.int4(row.ms);
    copy.int8(row.bytes);
    textOrNone(row.tokenKind);
    copy.text(row.requestId);
    textOrNone(row.refusal);
    if (row.refusalFacts === undefined) copy.none();
    else copy.json(row.refusalFacts);
  }
  return copy.finish();
}

/** Writes rows by COPY; those of third parties that are gone meanwhile are left out. */
export async function insertRequestLogRows(tx: Transaction, rows: readonly RequestLogRow[]): Promise<void> {
  const ids = [...new Set(rows.map(({ clientId }) => clientId))];
  const found = await tx.query<{ id: number }>(
    'select id from client where id = any($1::int8[]) order by id for key share',
    [ids],
  );
  const there = new Set(found.map(({ id }) => id));
  const kept = rows.filter(({ clientId }) => there.has(clientId));
  if (kept.length > 0) await tx.copyIn({ table: 'request_log', columns, pieces: copyOf(kept) });
}

/** A successful reading of an Authorization's data. */
export interface ReadNote {
  readonly authorizationUid: string;
  readonly at: number;
  /** What was read: the names of rows of the resource table. */
  readonly kinds: readonly string[];
}

/** Notes when Authorizations were last read, and what; the first time also in their story. */
export async function noteReads(db: Queryable, reads: readonly ReadNote[]): Promise<void> {
  await db.query(
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
