import type { Queryable } from '../../storage/database.ts';
import { updateSessionData } from '../../storage/sessions.ts';
import type { Session, SessionData } from './session.ts';

/** Replaces what a session carries, and gives the session as it is then. */
export async function saveSessionData(
  { db }: { readonly db: Queryable },
  { session, data }: { readonly session: Session; readonly data: SessionData },
): Promise<Session> {
  await updateSessionData(db, session.idHash, data);
  return { ...session, data };
}
