import { fullScope } from '../../../espi/scope.ts';
import { newUid } from '../../../platform/ids.ts';
import type { OauthClient } from '../../../storage/oauth-clients.ts';
import { insertOwnAuthorization } from '../../../storage/own-authorizations.ts';
import type { OauthContext } from '../oauth-context.ts';

/**
 * The one permanent Authorization that stands for a third party itself, so that the `authorizationURI` of
 * client_credentials leads somewhere. Made when it is first needed.
 *
 * @returns its uid.
 */
export async function ownAuthorization(
  { db, clock }: Pick<OauthContext, 'db' | 'clock'>,
  client: OauthClient,
): Promise<string> {
  if (client.ownUid !== null) return client.ownUid;
  return await insertOwnAuthorization(db, {
    utilityId: client.utility.id,
    clientId: client.id,
    uid: newUid(),
    scope: client.scopes[0] ?? fullScope,
    now: clock.now(),
  });
}
