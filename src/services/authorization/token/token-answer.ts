import { dataKindsOf } from '../../../espi/function-blocks.ts';
import { resourceRoot } from '../../../espi/resources.ts';
import { parseScope } from '../../../espi/scope.ts';
import type { LockedAuthorization } from '../../../storage/authorizations.ts';

/** What the token endpoint answers, in the words of the wire. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly refresh_token?: string;
  readonly scope: string;
  readonly resourceURI: string;
  /** Only when customer data were granted. */
  readonly customerResourceURI?: string;
  readonly authorizationURI: string;
}

/** The addresses that come with the tokens of a customer's Authorization: one uid in all of them. */
export function authorizationAddresses(
  { publicUrl }: { readonly publicUrl: string },
  { uid, scope, customerId }: Pick<LockedAuthorization, 'uid' | 'scope' | 'customerId'>,
): Pick<TokenAnswer, 'resourceURI' | 'customerResourceURI' | 'authorizationURI'> {
  const base = publicUrl + resourceRoot;
  const sharesCustomer = customerId !== null && dataKindsOf(parseScope(scope)).has('customer');
  return {
    resourceURI: `${base}/Batch/Subscription/${uid}`,
    ...(sharesCustomer ? { customerResourceURI: `${base}/Batch/RetailCustomer/${uid}` } : {}),
    authorizationURI: `${base}/Authorization/${uid}`,
  };
}
