import type { AuthorizeErrorCode } from './authorize-error.ts';

/** What goes back to the third party in the address. */
export type RedirectAnswer = {
  readonly state: string | null | undefined;
  /** The authorization server that answers. */
  readonly issuer: string;
} & ({ readonly code: string } | { readonly error: AuthorizeErrorCode; readonly description: string });

/** Characters that an `error_description` may have. */
const plain = (text: string): string => text.replace(/[^\x20-\x7e]|["\\]/g, '?').slice(0, 300);

/**
 * The address with the answer for the third party. Its own query stays as it is.
 *
 * @see RFC 6749 section 4.1.2, RFC 9207
 */
export function redirectLocation(uri: string, answer: RedirectAnswer): string {
  const query = new URLSearchParams(
    'code' in answer
      ? { code: answer.code }
      : { error: answer.error, error_description: plain(answer.description) },
  );
  if (answer.state !== null && answer.state !== undefined) query.set('state', answer.state);
  query.set('iss', answer.issuer);
  return `${uri}${uri.includes('?') ? '&' : '?'}${query}`;
}
