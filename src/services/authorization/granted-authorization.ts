import { dataKindsOf } from '../../espi/function-blocks.ts';
import { parseScope } from '../../espi/scope.ts';
import type { AuthorizationView } from '../../storage/authorization-views.ts';
import type { GrantedAuthorization } from './principal.ts';

/** Whether an Authorization lets its data be read now. */
export function isActive(view: AuthorizationView, now: number): boolean {
  return (
    view.kind === 'customer' &&
    view.status === 1 &&
    view.start * 1000 <= now &&
    (view.end === null || now < view.end * 1000)
  );
}

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
