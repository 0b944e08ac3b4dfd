import type { FastifyRequest } from 'fastify';
import { AppError } from '../platform/errors.ts';
import { sha256 } from '../platform/hash.ts';

const bearerPattern = /^bearer +([\w.~+/-]{1,512}=*) *$/i;

/** A token that came with a request. */
export interface SentBearer {
  readonly token: string;
  /** SHA-256 of the token. */
  readonly hash: string;
}

/** What the newest request of a connection sent: the next one mostly sends the same. */
const newest = new WeakMap<
  object,
  { readonly authorization: string; readonly sent: SentBearer | undefined }
>();

/** The token in the `Authorization` header; undefined when there is none. */
export function sentBearer({ raw, headers }: FastifyRequest): SentBearer | undefined {
  const { authorization } = headers;
  if (authorization === undefined) return undefined;
  const known = newest.get(raw.socket);
  if (known?.authorization === authorization) return known.sent;
  const token = bearerPattern.exec(authorization)?.[1];
  const sent = token === undefined ? undefined : { token, hash: sha256(token) };
  newest.set(raw.socket, { authorization, sent });
  return sent;
}

/**
 * The bearer token of a request; undefined when there is none. Only the `Authorization` header is read.
 *
 * @throws AppError `invalid_token` or `invalid_param` when a token stands in the query, where logs would keep it.
 * @see RFC 6750 section 2
 */
export function bearerToken(request: FastifyRequest): SentBearer | undefined {
  const sent = sentBearer(request);
  const query = request.query as Readonly<Record<string, unknown>>;
  if (query.access_token !== undefined) {
    throw new AppError(
      sent === undefined ? 'invalid_token' : 'invalid_param',
      'Send the token in the header, Authorization: Bearer {token}, never in the address: access_token.',
      { parameter: 'access_token' },
    );
  }
  return sent;
}

/**
 * The `WWW-Authenticate` header of a refusal. The `error` attribute is left out when no token came at all.
 *
 * @see RFC 6750 section 3
 */
export function challenge(error: AppError, sentToken: boolean): string {
  const realm = 'Bearer realm="Green Button"';
  if (!sentToken) return realm;
  const name = error.code === 'invalid_token' ? 'invalid_token' : 'insufficient_scope';
  // The description must be plain ASCII without quotes and backslashes.
  const words = error.message.replace(/[^\x20-\x7e]|["\\]/g, ' ');
  return `${realm}, error="${name}", error_description="${words}"`;
}
