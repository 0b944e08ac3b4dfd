import type { Clock } from '../../platform/clock.ts';
import type { Queryable } from '../../storage/database.ts';
import {
  deleteEndedSessions,
  deleteSession,
  deleteSubjectSessions,
  type SessionArea,
} from '../../storage/sessions.ts';
import { type Session, sessionIdleMilliseconds } from './session.ts';

/** Ends a session: its cookie is worth nothing on the next request. */
export async function signOut(
  { db }: { readonly db: Queryable },
  { session }: { readonly session: Session },
): Promise<void> {
  await deleteSession(db, session.idHash);
}

/** Ends every session of somebody, on every device: after a change of password, or when an account is closed. */
export async function signOutEverywhere(
  { db }: { readonly db: Queryable },
  subject: { readonly area: SessionArea; readonly subjectId: number },
): Promise<void> {
  await deleteSubjectSessions(db, subject);
}

/** Forgets the sessions that are over. They open nothing already: this keeps the table small. */
export async function forgetEndedSessions({
  db,
  clock,
}: {
  readonly db: Queryable;
  readonly clock: Clock;
}): Promise<void> {
  const now = clock.now();
  await deleteEndedSessions(db, { now, seenBefore: now - sessionIdleMilliseconds });
}
