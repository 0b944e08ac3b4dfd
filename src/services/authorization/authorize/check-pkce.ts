import type { OauthClient } from '../../../storage/oauth-clients.ts';
import { type AuthorizeFault, parameterFault } from './authorize-error.ts';
import type { AuthorizeParameters } from './authorize-parameters.ts';

/**
 * Checks the code challenge: S256 when it is there, and there when the registration asks for it.
 *
 * @see RFC 7636 section 4.4.1, RFC 9700 section 2.1.1
 */
export function checkPkce(
  client: Pick<OauthClient, 'requirePkce'>,
  parameters: AuthorizeParameters,
): { readonly challenge: string | null } | AuthorizeFault {
  const challenge = parameters.get('code_challenge');
  const method = parameters.get('code_challenge_method');
  if (challenge === undefined) {
    if (method !== undefined) return parameterFault('code_challenge', 'code_challenge is missing');
    return client.requirePkce
      ? parameterFault('code_challenge', 'code_challenge is missing: this registration needs PKCE')
      : { challenge: null };
  }
  if (method !== 'S256')
    return parameterFault('code_challenge_method', 'code_challenge_method can only be S256');
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge))
    return parameterFault('code_challenge', 'code_challenge is not the SHA-256 of a verifier in base64url');
  return { challenge };
}
