import { resourceRoot } from '../../../espi/resources.ts';
import { parseScope, type Scope } from '../../../espi/scope.ts';
import { within } from '../../../espi/scope-narrowing.ts';
import { parseScopeParameter } from '../../../espi/scope-parameter.ts';
import { ScopeError } from '../../../espi/scope-terms.ts';
import { sha256 } from '../../../platform/hash.ts';
import { newToken } from '../../../platform/ids.ts';
import type { OauthClient } from '../../../storage/oauth-clients.ts';
import { insertToken } from '../../../storage/tokens.ts';
import { boundCertificate } from '../client-certificate.ts';
import type { OauthContext } from '../oauth-context.ts';
import { RefusedError } from '../refusal.ts';
import type { TokenParameters } from '../token-parameters.ts';
import { lifetimes } from './lifetimes.ts';
import { ownAuthorization } from './own-authorization.ts';
import type { TokenAnswer } from './token-answer.ts';
import type { TokenRequest } from './token-request.ts';

/** A scope of these blocks alone asks for a token for the registration itself. */
const registrationBlocks: ReadonlySet<number> = new Set([36, 40, 44]);

const refused = (words: string, client: OauthClient): RefusedError =>
  new RefusedError('invalid_scope', words, {
    refusal: { code: 'parameter_invalid', parameter: 'scope' },
    owner: { clientId: client.id },
    parameter: 'scope',
  });

/** The scope that is asked for; the certification harness writes it without its name: `FB=4_5;…`. */
function askedScope(parameters: TokenParameters, client: OauthClient): Scope | undefined {
  const bare = client.compatTokenQuery ? parameters.get('FB') : undefined;
  const text = parameters.get('scope') ?? (bare === undefined ? undefined : `FB=${bare}`);
  if (text === undefined) return undefined;
  try {
    return parseScopeParameter(text);
  } catch (error) {
    if (error instanceof ScopeError) throw refused(error.message, client);
    throw error;
  }
}

/**
 * Gives a third party a token for itself: a client_access_token, or, for a scope of registration blocks alone, a
 * short registration_access_token. No refresh token: the secret does as well.
 *
 * @throws RefusedError `invalid_scope`.
 * @see RFC 6749 section 4.4, function blocks 3, 35, 36, 40, 44
 */
export async function grantClientCredentials(
  context: OauthContext,
  { client, parameters, certificate }: TokenRequest,
): Promise<TokenAnswer> {
  const { db, clock, publicUrl } = context;
  const asked = askedScope(parameters, client);
  const forRegistration = asked?.functionBlocks.every((block) => registrationBlocks.has(block)) ?? false;
  const registered = client.scopes.map((scope) => parseScope(scope));
  if (asked !== undefined && !forRegistration && !registered.some((allowed) => within(asked, allowed)))
    throw refused('The scope is not within a registered one.', client);
  const scope = asked?.text ?? client.scopes[0] ?? '';
  const uid = await ownAuthorization(context, client);
  const token = newToken();
  const now = clock.now();
  const lifetime = forRegistration ? lifetimes.registration : lifetimes.client;
  await insertToken(db, {
    hash: sha256(token),
    kind: forRegistration ? 'registration_access_token' : 'client_access_token',
    clientId: client.id,
    issued: now,
    expires: now + lifetime,
    scope,
    certificateSha256: boundCertificate(client, certificate),
  });
  const base = publicUrl + resourceRoot;
  return {
    access_token: token,
    token_type: 'Bearer',
    expires_in: lifetime / 1000,
    scope,
    resourceURI: forRegistration
      ? `${base}/ApplicationInformation/${client.uid}`
      : `${base}/Batch/Bulk/${client.bulkUid}`,
    authorizationURI: `${base}/Authorization/${uid}`,
  };
}
