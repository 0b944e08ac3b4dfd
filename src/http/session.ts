import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../platform/errors.ts';
import { digestsEqual } from '../platform/hash.ts';
import { findSession, type SessionCookie } from '../services/session/find-session.ts';
import { openSession } from '../services/session/open-session.ts';
import type { NewSession, Session } from '../services/session/session.ts';
import type { PostedForm } from './forms.ts';

/** What sessions need of the roof. */
export type SessionContext = Parameters<typeof findSession>[0] & { readonly publicUrl: string };

/** Which session of a browser is meant. */
export interface SessionPlace {
  readonly area: SessionCookie['area'];
  readonly utility: { readonly id: number; readonly slug: string };
}

const isSecure = ({ publicUrl }: { readonly publicUrl: string }): boolean => publicUrl.startsWith('https:');

/** `__Host-` binds a cookie to this very host: no neighbour under the same domain can plant one. */
function cookieName(context: { readonly publicUrl: string }, { area, utility }: SessionPlace): string {
  const name = area === 'developers' ? 'meterhouse_developers' : `meterhouse_${area}_${utility.slug}`;
  return isSecure(context) ? `__Host-${name}` : name;
}

const attributes = (context: { readonly publicUrl: string }) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(context) }) as const;

/** The session of a request; undefined when it has none, or it is over. */
export async function readSession(
  context: SessionContext,
  request: FastifyRequest,
  place: SessionPlace,
): Promise<Session | undefined> {
  return await findSession(context, {
    area: place.area,
    utilityId: place.utility.id,
    cookie: request.cookies[cookieName(context, place)],
  });
}

/** Gives the browser the cookie of a session that began just now: it lives as long as the browser's window. */
export function sendSession(
  context: { readonly publicUrl: string },
  reply: FastifyReply,
  place: SessionPlace,
  { session, cookie }: NewSession,
): Session {
  reply.setCookie(cookieName(context, place), cookie, attributes(context));
  return session;
}

/** The session of a request, or a new one in which nobody is signed in. */
export async function ensureSession(
  context: SessionContext,
  request: FastifyRequest,
  reply: FastifyReply,
  place: SessionPlace,
): Promise<Session> {
  const found = await readSession(context, request, place);
  if (found !== undefined) return found;
  const opened = await openSession(context, { area: place.area, utilityId: place.utility.id });
  return sendSession(context, reply, place, opened);
}

/** Takes the cookie away. */
export function dropSessionCookie(
  context: { readonly publicUrl: string },
  reply: FastifyReply,
  place: SessionPlace,
): void {
  reply.clearCookie(cookieName(context, place), attributes(context));
}

/** Whether the browser says that the request comes from a page of this origin. */
function comesFromHere({ publicUrl }: { readonly publicUrl: string }, request: FastifyRequest): boolean {
  const { 'sec-fetch-site': site, origin, host } = request.headers;
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  // Pages send no referrer, and browsers then write `null` here: the form's own value decides.
  if (origin === undefined || origin === 'null') return true;
  if (!URL.canParse(origin)) return false;
  return origin === new URL(publicUrl).origin || new URL(origin).host === host;
}

/**
 * Refuses a form that was not sent from a page of the session.
 *
 * @throws AppError `form_refused`.
 */
export function checkForm(
  context: { readonly publicUrl: string },
  request: FastifyRequest,
  form: PostedForm,
  session: Session,
): void {
  if (comesFromHere(context, request) && digestsEqual(form.exact('csrf'), session.csrf)) return;
  throw new AppError(
    'form_refused',
    'This form could not be checked: it was open too long, or was sent from another site.',
  );
}
