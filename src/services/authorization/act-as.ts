import type { PathParams, ResourceRow } from '../../espi/resources.ts';
import type { Clock } from '../../platform/clock.ts';
import { listActingAuthorizations } from '../../storage/acting-authorizations.ts';
import { findAuthorizationView } from '../../storage/authorization-views.ts';
import type { Queryable } from '../../storage/database.ts';
import { grantedAuthorization, isActive } from './granted-authorization.ts';
import type { GrantedAuthorization, Principal } from './principal.ts';

/** What the search needs. */
interface ActContext {
  readonly db: Queryable;
  readonly clock: Clock;
}

/** The active Authorizations of the third party that hold what a path names, likeliest first. */
async function candidates(
  { db, clock }: ActContext,
  principal: Principal,
  params: PathParams,
): Promise<GrantedAuthorization[]> {
  const clientId = principal.client.id;
  const views =
    params.auth_uid === undefined
      ? await listActingAuthorizations(db, {
          clientId,
          localTimeUid: params.tz_uid,
          readingTypeUid: params.type_uid,
          fileUid: params.file_uid,
        })
      : [await findAuthorizationView(db, { clientId, uid: params.auth_uid })];
  return views.flatMap((view) =>
    view !== undefined && isActive(view, clock.now()) ? [grantedAuthorization(view)] : [],
  );
}

/**
 * As whom a token may read a row: itself, in most cases.
 *
 * A personal API token reads as its third party, and what belongs to a customer as one of the third party's active
 * Authorizations: the one of the path, or those that hold what the path names. Where its registration allows it,
 * a customer's token reads its own Authorization as its third party would.
 *
 * @returns one principal to try, or several, in order.
 */
export async function actAs(
  context: ActContext,
  {
    row,
    params,
    principal,
  }: { readonly row: ResourceRow; readonly params: PathParams; readonly principal: Principal },
): Promise<readonly Principal[]> {
  if (principal.tokenKind === 'api_token') {
    if (row.token === 'client_access_token') return [{ ...principal, tokenKind: row.token }];
    if (row.token === 'registration_access_token') return [principal];
    const found = await candidates(context, principal, params);
    return found.map((authorization) => ({ ...principal, tokenKind: row.token, authorization }));
  }
  const own = principal.authorization?.uid;
  const readsItself =
    row.name === 'Authorization entry' &&
    principal.tokenKind === 'access_token' &&
    principal.client.accessTokenReadsAuthorization &&
    params.auth_uid === own;
  return [readsItself ? { ...principal, tokenKind: row.token } : principal];
}
