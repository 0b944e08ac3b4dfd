import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../storage/database.ts';
import { deleteSession, moveSessionBelongings } from '../../storage/sessions.ts';
import { openSession } from './open-session.ts';
import type { NewSession, Session } from './session.ts';

/**
 * Signs out whoever is signed in, and keeps what the browser was about to do: the authorization requests of the
 * session go on in a new one, in which nobody is signed in.
 */
export async function leaveSubject(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  { session }: { readonly session: Session },
): Promise<NewSession> {
  return await db.transaction(async (tx) => {
    const { area, utilityId } = session;
    const next = await openSession({ db: tx, clock }, { area, utilityId });
    await moveSessionBelongings(tx, session.idHash, next.session.idHash);
    await deleteSession(tx, session.idHash);
    return next;
  });
}
