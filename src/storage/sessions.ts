import type { Queryable } from './database.ts';

/** The parts of the site; each has its own sessions. */
export type SessionArea = 'customer' | 'developers' | 'operator';

/** A session as it is stored. Times are milliseconds. */
export interface SessionRow {
  /** SHA-256 of the cookie's value. */
  readonly idHash: string;
  readonly area: SessionArea;
  readonly utilityId: number;
  /** Key of the customer, third-party account or operator; null before sign-in. */
  readonly subjectId: number | null;
  readonly csrf: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly created: number;
  readonly seen: number;
  readonly expires: number;
}

/** Inserts a session. */
export async function insertSession(db: Queryable, row: SessionRow): Promise<void> {
  await db.query(
    `insert into session (id_hash, area, utility_id, subject_id, csrf, data, created, seen, expires)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      row.idHash,
      row.area,
      row.utilityId,
      row.subjectId,
      row.csrf,
      row.data,
      row.created,
      row.seen,
      row.expires,
    ],
  );
}

/** Finds a session by the hash of its cookie, whether it is over or not. */
export async function findSessionRow(db: Queryable, idHash: string): Promise<SessionRow | undefined> {
  const [row] = await db.query<SessionRow>(
    `select id_hash as "idHash", area, utility_id as "utilityId", subject_id as "subjectId", csrf, data,
       created, seen, expires
     from session where id_hash = $1`,
    [idHash],
  );
  return row;
}

/** Notes that a session was used. */
export async function updateSessionSeen(db: Queryable, idHash: string, seen: number): Promise<void> {
  await db.query('update session set seen = $2 where id_hash = $1', [idHash, seen]);
}

/** Replaces what a session carries. */
export async function updateSessionData(
  db: Queryable,
  idHash: string,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  await db.query('update session set data = $2 where id_hash = $1', [idHash, data]);
}

/** Deletes a session; false when it was gone already. */
export async function deleteSession(db: Queryable, idHash: string): Promise<boolean> {
  const rows = await db.query('delete from session where id_hash = $1 returning 1', [idHash]);
  return rows.length > 0;
}

/** Deletes every session of somebody, everywhere. */
export async function deleteSubjectSessions(
  db: Queryable,
  { area, subjectId }: { readonly area: SessionArea; readonly subjectId: number },
): Promise<void> {
  await db.query('delete from session where area = $1 and subject_id = $2', [area, subjectId]);
}

/** Deletes sessions in which somebody may still choose to sign in as one of these customers. */
export async function deleteChoosingSessions(db: Queryable, customerIds: readonly number[]): Promise<void> {
  await db.query(
    `delete from session where area = 'customer' and subject_id is null
       and exists (select from jsonb_array_elements_text(data #> '{choice,customerIds}') c
         where c::int8 = any($1::int8[]))`,
    [customerIds],
  );
}

/** Deletes sessions that are over: past their end, or not seen since `seenBefore`. */
export async function deleteEndedSessions(
  db: Queryable,
  { now, seenBefore }: { readonly now: number; readonly seenBefore: number },
): Promise<void> {
  await db.query('delete from session where expires <= $1 or seen <= $2', [now, seenBefore]);
}

/** Binds the pending authorization requests and the one-time code of a session to the one that replaces it. */
export async function moveSessionBelongings(db: Queryable, from: string, to: string): Promise<void> {
  await db.query('update oauth_request set session_hash = $2 where session_hash = $1', [from, to]);
  await db.query('update one_time_code set session_hash = $2 where session_hash = $1', [from, to]);
}
