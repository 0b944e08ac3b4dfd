import type { SessionArea, SessionRow } from '../../storage/sessions.ts';

/** How long a session lasts at most, whatever happens. */
export const sessionLifetimeMilliseconds = 12 * 3_600_000;

/** How long a session lasts without a request. */
export const sessionIdleMilliseconds = 30 * 60_000;

/** What a session carries from page to page, as JSON. Each area knows its own members. */
export type SessionData = Readonly<Record<string, unknown>>;

/** A browser's session in one part of the site. The value of its cookie is known to the browser alone. */
export interface Session {
  /** SHA-256 of the cookie's value: what `oauth_request` and `one_time_code` are bound to. */
  readonly idHash: string;
  readonly area: SessionArea;
  readonly utilityId: number;
  /** Key of the customer, third-party account or operator; absent before sign-in. */
  readonly subjectId?: number;
  /** What every form of the session repeats. */
  readonly csrf: string;
  readonly data: SessionData;
  /** Milliseconds at which it ends at the latest. */
  readonly expires: number;
}

/** A session that began just now, with the value of its cookie. */
export interface NewSession {
  readonly session: Session;
  /** 32 random bytes, base64url: for the browser, and never stored. */
  readonly cookie: string;
}

/** The session of a row. */
export function sessionOf(row: SessionRow): Session {
  const { idHash, area, utilityId, subjectId, csrf, data, expires } = row;
  return { idHash, area, utilityId, ...(subjectId === null ? {} : { subjectId }), csrf, data, expires };
}
