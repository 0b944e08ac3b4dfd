import { dataKindsOf } from '../../espi/function-blocks.ts';
import { parseScope } from '../../espi/scope.ts';
import type { AuthorizationView } from '../../storage/authorization-views.ts';
import type { GrantedAuthorization } from './principal.ts';

/** Whether an Authorization lets its data be read no more, by its row or by the clock. */
export const hasEnded = ({ status, end }: AuthorizationView, now: number): boolean =>
  status !== 1 || (end !== null && now >= end * 1000);

/** Whether an Authorization lets its data be read now. */
export const isActive = (view: AuthorizationView, now: number): boolean =>
  view.kind === 'customer' && view.start * 1000 <= now && !hasEnded(view, now);

/** An Authorization of a third party's list in the form in which an access token carries it. */
export function grantedAuthorization(view: AuthorizationView): GrantedAuthorization {
  return {
    id: view.id,
    uid: view.uid,
    scope: view.scope,
    dataKinds: dataKindsOf(parseScope(view.scope)),
    published: view.published,
    updated: view.updated,
    ...(view.customerId === null ? {} : { customerId: view.customerId }),
    ...(view.dataStart === null ? {} : { dataStart: view.dataStart }),
    ...(view.dataEnd === null ? {} : { dataEnd: view.dataEnd }),
  };
}
