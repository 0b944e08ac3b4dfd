import { RefusedError } from './refusal.ts';
import type { TokenParameters } from './token-parameters.ts';

/** What a third party calls itself, and its secret. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly secret: string;
}

/** Undoes form encoding; text with a stray `%` is meant as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

const unreadable = (words: string): RefusedError =>
  new RefusedError('invalid_client', words, { refusal: { code: 'secret_missing' } });

function fromHeader(header: string): ClientCredentials {
  const [, encoded] = /^basic +([\w+/=-]+) *$/i.exec(header) ?? [];
  if (encoded === undefined)
    throw unreadable('The Authorization header must be Basic with client_id:client_secret in Base64.');
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const credentials = { clientId: decoded(text.slice(0, colon)), secret: decoded(text.slice(colon + 1)) };
  if (colon < 1 || credentials.secret === '')
    throw unreadable('The Authorization header does not hold client_id:client_secret.');
  // The database takes no NUL, and no client_id has one.
  return { ...credentials, clientId: credentials.clientId.replaceAll('\0', '?') };
}

/**
 * Reads the credentials of a third party from the header or from the body. The query is never read for them.
 *
 * @throws RefusedError `invalid_client` when there are none; `invalid_request` when they come both ways.
 */
export function readCredentials(header: string | undefined, parameters: TokenParameters): ClientCredentials {
  const clientId = parameters.get('client_id');
  const secret = parameters.get('client_secret');
  if (header !== undefined && header.trim() !== '') {
    const credentials = fromHeader(header);
    if (clientId === undefined && secret === undefined) return credentials;
    throw new RefusedError(
      'invalid_request',
      'Send client_id and client_secret with HTTP Basic or in the body, not both.',
      {
        refusal: {
          code: 'parameter_invalid',
          parameter: clientId === undefined ? 'client_secret' : 'client_id',
        },
        parameter: clientId === undefined ? 'client_secret' : 'client_id',
      },
    );
  }
  if (clientId === undefined || secret === undefined)
    throw unreadable('Send client_id and client_secret with HTTP Basic, or both in the body.');
  return { clientId, secret };
}
