import { sha256 } from '../../../platform/hash.ts';
import { newToken } from '../../../platform/ids.ts';
import { insertOauthRequest } from '../../../storage/oauth-requests.ts';
import type { OauthContext } from '../oauth-context.ts';
import { lifetimes } from '../token/lifetimes.ts';
import type { CheckedRequest } from './check-authorize-request.ts';

/**
 * Keeps a checked request until the customer has decided. It belongs to the session: another browser cannot go on
 * with it.
 *
 * @returns the id of the request, for the address of its page. Only its hash is stored.
 */
export async function startAuthorization(
  { db, clock }: Pick<OauthContext, 'db' | 'clock'>,
  { request, sessionHash }: { readonly request: CheckedRequest; readonly sessionHash: string },
): Promise<string> {
  const { client, issuer, back, asked, challenge, state, forceLogin } = request;
  const id = newToken();
  const now = clock.now();
  await insertOauthRequest(db, {
    idHash: sha256(id),
    sessionHash,
    clientId: client.id,
    issuer,
    redirectUri: back.uri,
    redirectGiven: back.given,
    requestedScope: asked.requested,
    scope: asked.scope.text,
    scopeGiven: asked.given,
    state: state ?? null,
    codeChallenge: challenge,
    forceLogin,
    created: now,
    expires: now + lifetimes.request,
  });
  return id;
}
