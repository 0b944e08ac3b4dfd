import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import type { Queryable } from '../../storage/database.ts';
import { findGrantParty, type GrantParty } from '../../storage/grants.ts';
import { utilityOf } from '../../storage/utilities.ts';
import type { AuthorizationRequest } from '../authorization/authorize/find-authorization-request.ts';
import { type ConsentOffer, consentOffer } from './consent-offer.ts';
import { findReceiptAddress, listCustomerMeters } from './sharing.ts';

/** Everything that the consent page asks about. */
export interface PreparedConsent {
  readonly party: GrantParty;
  readonly offer: ConsentOffer;
  /** Masked; undefined when no address is on file. */
  readonly receiptTo: string | undefined;
  /** Whether there is anything that could be shared. */
  readonly possible: boolean;
}

/** Puts together what a customer is asked about a request. */
export async function prepareConsent(
  context: { readonly db: Queryable; readonly clock: Clock },
  { request, customerId }: { readonly request: AuthorizationRequest; readonly customerId: number },
): Promise<PreparedConsent> {
  const party = await findGrantParty(context.db, request.client.id);
  if (party === undefined) throw new AppError('not_found', 'The third party is gone.');
  const utility = utilityOf(request.client.utility);
  const meters = await listCustomerMeters(context, { utility, customerId });
  const offer = consentOffer({
    utility,
    now: context.clock.now(),
    scope: request.scope,
    registered: request.client.scopes,
    meters,
    needed: party.profile.needsCustomerData === true ? ['customer'] : [],
  });
  return {
    party,
    offer,
    receiptTo: await findReceiptAddress(context, { utilityId: utility.id, customerId }),
    possible: offer.dataKinds.length > 0 && offer.meters.some(({ unavailable }) => unavailable === undefined),
  };
}
