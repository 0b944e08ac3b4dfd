import type { Clock } from '../../platform/clock.ts';
import { sha256 } from '../../platform/hash.ts';
import type { Queryable } from '../../storage/database.ts';
import { findSessionRow, type SessionArea, updateSessionSeen } from '../../storage/sessions.ts';
import { type Session, sessionIdleMilliseconds, sessionOf } from './session.ts';

/** A use within this time of the last noted one is not written: a page view costs no write. */
const seenGranularityMilliseconds = 60_000;

/** What of a request tells its session. */
export interface SessionCookie {
  readonly area: SessionArea;
  /** Whose pages are asked for. A third party's account is the same at every utility; the others are not. */
  readonly utilityId: number;
  readonly cookie: string | undefined;
}

/** The session of a cookie, its idle time begun anew; undefined when there is none, or it is over. */
export async function findSession(
  { db, clock }: { readonly db: Queryable; readonly clock: Clock },
  { area, utilityId, cookie }: SessionCookie,
): Promise<Session | undefined> {
  if (cookie === undefined || cookie === '') return undefined;
  const row = await findSessionRow(db, sha256(cookie));
  const now = clock.now();
  if (row === undefined || row.area !== area) return undefined;
  if (area !== 'developers' && row.utilityId !== utilityId) return undefined;
  if (row.expires <= now || row.seen + sessionIdleMilliseconds <= now) return undefined;
  if (row.seen + seenGranularityMilliseconds <= now) await updateSessionSeen(db, row.idHash, now);
  return sessionOf(row);
}
