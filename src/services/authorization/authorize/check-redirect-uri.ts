import type { OauthClient } from '../../../storage/oauth-clients.ts';
import type { AuthorizeFault } from './authorize-error.ts';
import type { AuthorizeParameters } from './authorize-parameters.ts';

/** Where the customer goes afterwards. */
export interface Return {
  /** Null: to a receipt here. */
  readonly uri: string | null;
  /** Whether the request named it: the token request must repeat it then. */
  readonly given: boolean;
}

/**
 * Checks the redirect URI: character by character one of the registered ones. Without one the customer goes to the
 * only registered one, or ends on a receipt.
 *
 * @see RFC 6749 section 3.1.2, RFC 9700 section 4.1
 */
export function checkRedirectUri(
  client: OauthClient,
  parameters: AuthorizeParameters,
): Return | AuthorizeFault {
  const uri = parameters.get('redirect_uri');
  const [only, ...others] = client.redirectUris;
  if (uri === undefined) return { uri: others.length === 0 ? (only ?? null) : null, given: false };
  if (!parameters.isRepeated('redirect_uri') && client.redirectUris.includes(uri))
    return { uri, given: true };
  return {
    page: 'redirect_uri',
    description: parameters.isRepeated('redirect_uri')
      ? 'redirect_uri stands more than once'
      : 'redirect_uri is not registered, or not approved yet',
    refusal: { code: 'redirect_uri_unknown', parameter: uri.slice(0, 500) },
    client,
  };
}
