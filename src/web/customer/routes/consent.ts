import { sendSession } from '../../../http/session.ts';
import { AppError } from '../../../platform/errors.ts';
import {
  type ConsentDecision,
  decideAuthorization,
} from '../../../services/authorization/authorize/decide-authorization.ts';
import type { AuthorizationRequest } from '../../../services/authorization/authorize/find-authorization-request.ts';
import { type PostedChoices, readChoices } from '../../../services/customer/consent-choices.ts';
import { type PreparedConsent, prepareConsent } from '../../../services/customer/prepare-consent.ts';
import { leaveSubject } from '../../../services/session/leave-subject.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { type PostedVisit, pageOf, type Visit } from '../../serving/visit.ts';
import { consentTextVersion, renderConsent } from '../consent.tsx';
import { renderDeclined } from '../declined.tsx';
import { renderNothingToShare } from '../nothing-to-share.tsx';
import { consentProps } from './consent-props-of.ts';
import { type AskedCustomer, customerOf, isSandbox, requestOf } from './consent-request.ts';
import { journeyOver } from './identify-routes.ts';

interface Asked {
  readonly request: AuthorizationRequest;
  readonly customer: AskedCustomer;
  readonly prepared: PreparedConsent;
}

/** Everything about the request of the address; or the answer when it cannot be asked about now. */
async function findAsked(visit: Visit): Promise<Asked | WebAnswer> {
  const { context, paths } = visit;
  const request = await requestOf(visit);
  if (request === undefined) return journeyOver(visit);
  const customer = await customerOf(visit, request);
  if (customer === undefined) return { redirect: paths.consentSignIn(request.id) };
  const prepared = await prepareConsent(context, { request, customerId: customer.id });
  return { request, customer, prepared };
}

/** The page without the account in its header: "not you?" stands where the question is. */
function withoutAccount({ accountName: _, ...visit }: Visit): Visit {
  return visit;
}

function page(
  visit: Visit,
  { request, customer, prepared }: Asked,
  again: Pick<Parameters<typeof consentProps>[1], 'offer' | 'receiptEmail' | 'errors'>,
): WebAnswer {
  const action = visit.paths.consent(request.id);
  if (!prepared.possible)
    return {
      html: renderNothingToShare(pageOf(visit), {
        thirdParty: { name: request.client.name },
        meters: prepared.offer.meters,
        action,
      }),
    };
  return {
    status: again.errors === undefined ? 200 : 422,
    html: renderConsent(
      pageOf(withoutAccount(visit)),
      consentProps(visit, {
        prepared,
        customerName: customer.name,
        test: isSandbox(request),
        redirectUri: request.redirectUri,
        action,
        ...again,
      }),
    ),
  };
}

async function showConsent(visit: Visit): Promise<WebAnswer> {
  const asked = await findAsked(visit);
  if (!('prepared' in asked)) return asked;
  return page(visit, asked, { offer: asked.prepared.offer, receiptEmail: '' });
}

function evidenceOf({ request, locale }: Visit, { by }: AskedCustomer): ConsentDecision['evidence'] {
  return {
    textVersion: consentTextVersion,
    language: locale,
    identifiedBy: by,
    ipAddress: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 500),
    requestId: request.id,
  };
}

const postedChoices = ({ form }: PostedVisit): PostedChoices => ({
  meters: form.list('meter'),
  kinds: form.list('kind'),
  history: form.text('history'),
  duration: form.text('duration'),
  until: form.text('until'),
  receiptEmail: form.text('receipt_email'),
});

/** Carries the decision out; somebody who presses twice, or too late, is told that the request is over. */
async function decide(visit: PostedVisit, decision: ConsentDecision): Promise<WebAnswer> {
  try {
    const { location, authorizationUid } = await decideAuthorization(visit.context, decision);
    if (location !== undefined) return { redirect: location };
    if (authorizationUid !== undefined) return { redirect: visit.paths.receipt(authorizationUid) };
    return { html: renderDeclined(pageOf(visit), { thirdParty: { name: decision.request.client.name } }) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict')
      return journeyOver(visit, { thirdPartyName: decision.request.client.name });
    throw error;
  }
}

/** "Not you?": signs out, and asks again who is there. */
async function switchCustomer(visit: PostedVisit): Promise<WebAnswer> {
  const { context, reply, place, session, request } = visit;
  const { id = '' } = request.params as { id?: string };
  sendSession(context, reply, place, await leaveSubject(context, { session }));
  return { redirect: visit.paths.consentSignIn(id) };
}

async function postConsent(visit: PostedVisit): Promise<WebAnswer> {
  const { form, utility } = visit;
  if (form.text('intent') === 'switch') return await switchCustomer(visit);
  const asked = await findAsked(visit);
  if (!('prepared' in asked)) return asked;
  const { request, customer, prepared } = asked;
  const base = {
    request,
    customer: { id: customer.id, test: customer.test },
    evidence: evidenceOf(visit, customer),
  };
  const decision = form.text('decision');
  if (decision === 'decline') return await decide(visit, { ...base, decision });
  if (decision !== 'share' || !prepared.possible)
    return page(visit, asked, { offer: prepared.offer, receiptEmail: '' });
  const posted = postedChoices(visit);
  const read = readChoices(prepared.offer, posted, utility);
  if ('errors' in read)
    return page(visit, asked, {
      offer: read.offer,
      receiptEmail: posted.receiptEmail,
      errors: read.errors,
    });
  return await decide(visit, {
    ...base,
    decision,
    choices: read.choices,
    meters: read.meters,
    receiptEmail:
      prepared.receiptTo === undefined && posted.receiptEmail !== '' ? posted.receiptEmail : undefined,
  });
}

/** What a third party asks for, and the customer's answer. */
export const consentRoute: PageRoute = {
  access: 'form',
  path: (paths) => paths.consent(':id'),
  get: showConsent,
  post: postConsent,
};
