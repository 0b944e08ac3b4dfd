import type { Clock } from '../../platform/clock.ts';
import type { Database, Queryable } from '../../storage/database.ts';
import { deleteSession, moveSessionBelongings } from '../../storage/sessions.ts';
import { openSession } from './open-session.ts';
import type { NewSession, Session, SessionData } from './session.ts';

/** Who signs in, and in which session. */
export interface SignIn {
  readonly session: Session;
  /** Key of the customer, third-party account or operator; absent while somebody who is known chooses as whom. */
  readonly subjectId?: number | undefined;
  /** Added to what the session carries. */
  readonly data?: SessionData;
}

/**
 * Signs somebody in. The session gets a new cookie, a new form value and a new end, so that whoever knew the old
 * cookie knows nothing; what it carried, and the authorization requests bound to it, move along.
 */
export async function signIn(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  input: SignIn,
): Promise<NewSession> {
  return await db.transaction(async (tx) => await replaceSession({ tx, clock }, input));
}

/** Signs somebody in, in the transaction that has looked at what gives the right to: {@link signIn}. */
export async function replaceSession(
  { tx, clock }: { readonly tx: Queryable; readonly clock: Clock },
  { session, subjectId, data }: SignIn,
): Promise<NewSession> {
  const { area, utilityId } = session;
  const next = await openSession(
    { db: tx, clock },
    { area, utilityId, subjectId, data: { ...session.data, ...data } },
  );
  await moveSessionBelongings(tx, session.idHash, next.session.idHash);
  await deleteSession(tx, session.idHash);
  return next;
}
