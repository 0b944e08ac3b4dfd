import { resourceRoot } from '../../espi/resources.ts';
import type { Authorization } from '../../espi/schema/usage.ts';
import { type AuthorizationView, findAuthorizationView } from '../../storage/authorization-views.ts';
import { grantedAuthorization } from '../authorization/granted-authorization.ts';
import type { Loaded } from './loaded.ts';
import type { Loader } from './loader.ts';

/** The last second that readers with 32-bit times can hold: how "does not end" is written in `expires_at`. */
const noExpiry = 2 ** 31 - 1;

/** A duration of 0 means that a period has no end. */
function period(start: number, end: number | null): { duration: number; start: number } {
  return { duration: end === null ? 0 : Math.max(0, end - start), start };
}

/** The elements of an Authorization. An ended one shows status 0, revoked. */
function authorizationValue(
  view: AuthorizationView,
  { base, bulkUid, now }: { readonly base: string; readonly bulkUid: string; readonly now: number },
): Authorization {
  const ended = view.status === 1 && view.end !== null && view.end * 1000 <= now;
  const sharesCustomer = view.customerId !== null && grantedAuthorization(view).dataKinds.has('customer');
  return {
    authorizedPeriod: period(view.start, view.end),
    publishedPeriod: period(view.dataStart ?? 0, view.dataEnd),
    status: ended ? 0 : view.status,
    expires_at: view.end ?? noExpiry,
    grant_type: view.grantType,
    scope: view.scope,
    token_type: 'Bearer',
    resourceURI:
      view.kind === 'own' ? `${base}/Batch/Bulk/${bulkUid}` : `${base}/Batch/Subscription/${view.uid}`,
    authorizationURI: `${base}/Authorization/${view.uid}`,
    ...(sharesCustomer ? { customerResourceURI: `${base}/Batch/RetailCustomer/${view.uid}` } : {}),
  };
}

/** What an Authorization's entry needs beside itself. */
export interface AuthorizationFacts {
  readonly publicUrl: string;
  readonly bulkUid: string;
  /** It shows whether it is over now, milliseconds. */
  readonly now: number;
}

/** An Authorization as an entry. */
export function loadedAuthorization(
  { publicUrl, bulkUid, now }: AuthorizationFacts,
  view: AuthorizationView,
): Loaded {
  return {
    noun: 'Authorization',
    params: { auth_uid: view.uid },
    published: view.published,
    updated: view.updated,
    value: authorizationValue(view, { base: publicUrl + resourceRoot, bulkUid, now }),
  };
}

/** Loads one Authorization, an ended one too; collections of them are read in pages instead. */
export const loadAuthorization: Loader = async ({ db, clock, publicUrl }, { principal, uid = '' }) => {
  const { id: clientId, bulkUid } = principal.client;
  const view = await findAuthorizationView(db, { clientId, uid });
  return view === undefined ? [] : [loadedAuthorization({ publicUrl, bulkUid, now: clock.now() }, view)];
};
