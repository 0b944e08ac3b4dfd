import type { OauthContext } from '../oauth-context.ts';
import { RefusedError } from '../refusal.ts';
import { grantClientCredentials } from './client-credentials.ts';
import { exchangeCode } from './exchange-code.ts';
import { refreshTokens } from './refresh-tokens.ts';
import type { TokenAnswer } from './token-answer.ts';
import type { TokenRequest } from './token-request.ts';

const grants: Readonly<
  Record<string, (context: OauthContext, request: TokenRequest) => Promise<TokenAnswer>>
> = {
  authorization_code: exchangeCode,
  refresh_token: refreshTokens,
  client_credentials: grantClientCredentials,
};

/**
 * Answers a third party that has been recognised at the token endpoint.
 *
 * @throws RefusedError `invalid_request`, `unsupported_grant_type`, and what the grant throws.
 */
export async function grantTokens(context: OauthContext, request: TokenRequest): Promise<TokenAnswer> {
  const type = request.parameters.require('grant_type');
  const grant = Object.hasOwn(grants, type) ? grants[type] : undefined;
  if (grant === undefined)
    throw new RefusedError('unsupported_grant_type', `grant_type can be ${Object.keys(grants).join(', ')}.`, {
      refusal: { code: 'parameter_invalid', parameter: 'grant_type' },
      owner: { clientId: request.client.id },
      parameter: 'grant_type',
    });
  return await grant(context, request);
}
