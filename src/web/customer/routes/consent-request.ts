import { askedTerms } from '../../../services/authorization/authorize/asked-terms.ts';
import {
  type AuthorizationRequest,
  findAuthorizationRequest,
} from '../../../services/authorization/authorize/find-authorization-request.ts';
import { isTestCustomer } from '../../../services/customer/identify-methods.ts';
import { findCustomer } from '../../../services/customer/sharing.ts';
import type { Visit } from '../../serving/visit.ts';
import type { FindJourney, Journey } from './identify-journey.ts';

/** The request of the address, when it is this session's and still waits. */
export async function requestOf(visit: Visit): Promise<AuthorizationRequest | undefined> {
  const { context, session, request, utility } = visit;
  const { id = '' } = request.params as { id?: string };
  if (session === undefined) return undefined;
  const found = await findAuthorizationRequest(context, { id, sessionHash: session.idHash });
  return found?.client.utility.id === utility.id ? found : undefined;
}

/** A registration that is not live: only test customers can share with it. */
export const isSandbox = ({ client }: AuthorizationRequest): boolean => client.state !== 'live';

/** Who is asked; undefined when somebody must first show who they are. */
export interface AskedCustomer {
  readonly id: number;
  readonly name: string;
  readonly test: boolean;
  /** How they were recognised. */
  readonly by: string;
}

/** The signed-in customer, when they can be asked about this request. */
export async function customerOf(
  { context, session }: Visit,
  request: AuthorizationRequest,
): Promise<AskedCustomer | undefined> {
  const customerId = session?.subjectId;
  if (session === undefined || customerId === undefined) return undefined;
  if (request.forceLogin && session.data.signedInFor !== request.idHash) return undefined;
  const customer = await findCustomer(context, { customerId });
  if (customer === undefined) return undefined;
  const test = await isTestCustomer(context, { customerId });
  if (isSandbox(request) && !test) return undefined;
  return { id: customerId, name: customer.name, test, by: String(session.data.by ?? 'unknown') };
}

/** The way to the consent page of a request. */
function consentJourney({ context, paths, utility }: Visit, request: AuthorizationRequest): Journey {
  const { hints } = askedTerms(request.scope, { now: context.clock.now(), timeZone: utility.timeZone });
  return {
    thirdPartyName: request.client.name,
    signInUrl: paths.consentSignIn(request.id),
    codeUrl: paths.consentCode(request.id),
    doneUrl: paths.consent(request.id),
    sandbox: isSandbox(request),
    hints,
    requestHash: request.idHash,
    again: request.forceLogin,
  };
}

/** Finds the way to the consent page of the address. */
export const findConsentJourney: FindJourney = async (visit) => {
  const request = await requestOf(visit);
  return request && consentJourney(visit, request);
};
