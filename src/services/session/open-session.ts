import type { Clock } from '../../platform/clock.ts';
import { sha256 } from '../../platform/hash.ts';
import { newToken } from '../../platform/ids.ts';
import type { Queryable } from '../../storage/database.ts';
import { insertSession, type SessionArea, type SessionRow } from '../../storage/sessions.ts';
import { type NewSession, type SessionData, sessionLifetimeMilliseconds, sessionOf } from './session.ts';

/** Where a session begins, and with what. */
export interface SessionBeginning {
  readonly area: SessionArea;
  readonly utilityId: number;
  /** Absent: nobody is signed in. */
  readonly subjectId?: number | undefined;
  readonly data?: SessionData | undefined;
}

/** Begins a session: nobody is signed in unless `subjectId` says who. */
export async function openSession(
  { db, clock }: { readonly db: Queryable; readonly clock: Clock },
  { area, utilityId, subjectId, data }: SessionBeginning,
): Promise<NewSession> {
  const cookie = newToken();
  const now = clock.now();
  const row: SessionRow = {
    idHash: sha256(cookie),
    area,
    utilityId,
    subjectId: subjectId ?? null,
    csrf: newToken(),
    data: data ?? {},
    created: now,
    seen: now,
    expires: now + sessionLifetimeMilliseconds,
  };
  await insertSession(db, row);
  return { session: sessionOf(row), cookie };
}
