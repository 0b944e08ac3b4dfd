import { dataKindsOf } from '../../../espi/function-blocks.ts';
import { AppError } from '../../../platform/errors.ts';
import { sha256 } from '../../../platform/hash.ts';
import { newToken, newUid } from '../../../platform/ids.ts';
import { insertAuditEvent } from '../../../storage/audit-events.ts';
import { insertAuthorization } from '../../../storage/authorizations.ts';
import { insertAuthorizationEvent, insertConsentEvidence } from '../../../storage/consent-records.ts';
import type { Queryable } from '../../../storage/database.ts';
import type { OauthClient } from '../../../storage/oauth-clients.ts';
import { insertOauthCode } from '../../../storage/oauth-codes.ts';
import { deleteOauthRequest } from '../../../storage/oauth-requests.ts';
import { listOwnMeters } from '../../../storage/own-meters.ts';
import { nextStamp } from '../../../storage/stamps.ts';
import { enqueueAuthorizationEvent } from '../authorization-jobs.ts';
import type { OauthContext } from '../oauth-context.ts';
import { lifetimes } from '../token/lifetimes.ts';
import { askedTerms } from './asked-terms.ts';
import type { AuthorizationRequest } from './find-authorization-request.ts';
import { type ConsentChoices, type GrantedTerms, grantedTerms } from './granted-terms.ts';
import { redirectLocation } from './redirect-location.ts';

/** Who decides. */
interface DecidingCustomer {
  /** Key of the Customer (customer_resource). */
  readonly id: number;
  /** A test customer of the sandbox. */
  readonly test: boolean;
}

/** What is kept of the decision for ever. */
interface DecisionEvidence {
  /** Version of the words of the page. */
  readonly textVersion: string;
  readonly language: string;
  /** How the customer was recognised: password, email_code, lookup, openid, test. */
  readonly identifiedBy: string;
  readonly ipAddress: string;
  readonly userAgent: string;
  readonly requestId?: string | undefined;
}

/** A decision on the consent page. */
export type ConsentDecision = {
  readonly request: AuthorizationRequest;
  readonly customer: DecidingCustomer;
  readonly evidence: DecisionEvidence;
} & (
  | { readonly decision: 'decline' }
  | {
      readonly decision: 'share';
      readonly choices: ConsentChoices;
      /** Uids of the usage points that were ticked: what is not the customer's own is left out. */
      readonly meters: readonly string[];
      /** Where the receipt goes. */
      readonly receiptEmail?: string | undefined;
    }
);

/** Where the customer goes now. */
export interface DecisionOutcome {
  /** The third party, with its answer; absent when it named no address: the customer ends on a receipt. */
  readonly location?: string;
  /** Of the new Authorization. */
  readonly authorizationUid?: string;
}

const once = (): AppError =>
  new AppError('conflict', 'This request was decided already, or its time is over. Start again at the app.');

/** In the sandbox only test customers may share: no operator has looked at the third party. */
function checkSandbox(client: OauthClient, customer: DecidingCustomer): void {
  if (client.state !== 'live' && !customer.test)
    throw new AppError('access_denied', 'This app is in the sandbox: only test customers can share with it.');
}

/** What every decision leaves behind: the evidence and a line of the audit. */
async function keepEvidence(
  tx: Queryable,
  { request, customer, evidence, decision }: ConsentDecision,
  made: {
    readonly authorizationId?: number;
    readonly uid?: string;
    readonly choices: Readonly<Record<string, unknown>>;
    readonly now: number;
  },
): Promise<void> {
  const { client } = request;
  const { requestId, ...kept } = evidence;
  await insertConsentEvidence(tx, {
    utilityId: client.utility.id,
    clientId: client.id,
    customerId: customer.id,
    authorizationId: made.authorizationId,
    decision,
    choices: { requestedScope: request.requestedScope, askedScope: request.scope.text, ...made.choices },
    at: made.now,
    ...kept,
  });
  await insertAuditEvent(tx, {
    utilityId: client.utility.id,
    at: made.now,
    actorKind: 'customer',
    action: decision === 'share' ? 'authorization.granted' : 'authorization.declined',
    targetKind: decision === 'share' ? 'Authorization' : 'ApplicationInformation',
    target: made.uid ?? client.uid,
    ipAddress: evidence.ipAddress,
    requestId,
    detail: { client: client.uid },
  });
}

function answerTo(
  { redirectUri, state, issuer }: AuthorizationRequest,
  answer: { readonly code: string } | { readonly error: 'access_denied'; readonly description: string },
): { readonly location?: string } {
  return redirectUri === null
    ? {}
    : { location: redirectLocation(redirectUri, { ...answer, state, issuer }) };
}

async function insertCode(
  tx: Queryable,
  request: AuthorizationRequest,
  { authorizationId, now }: { readonly authorizationId: number; readonly now: number },
): Promise<string> {
  const code = newToken();
  await insertOauthCode(tx, {
    hash: sha256(code),
    authorizationId,
    clientId: request.client.id,
    redirectUri: request.redirectGiven ? request.redirectUri : null,
    codeChallenge: request.codeChallenge,
    expires: now + lifetimes.code,
  });
  return code;
}

type Share = Extract<ConsentDecision, { decision: 'share' }>;

async function ownMeters(tx: Queryable, { customer, meters, request }: Share, terms: GrantedTerms) {
  const own = await listOwnMeters(tx, {
    customerId: customer.id,
    utilityId: request.client.utility.id,
    uids: meters,
  });
  const sharesUsage = [...dataKindsOf(terms.scope)].some((kind) => kind !== 'customer');
  if (sharesUsage && own.length === 0)
    throw new AppError('invalid_input', 'Choose at least one meter of your own.', { parameter: 'meter' });
  return own;
}

async function grant(tx: Queryable, decision: Share, now: number): Promise<DecisionOutcome> {
  const { request, customer, evidence, choices, receiptEmail } = decision;
  const { client, scope } = request;
  const { id: utilityId, timeZone } = client.utility;
  const terms = grantedTerms(
    { scope, asked: askedTerms(scope, { now, timeZone, registered: client.scopes }) },
    choices,
    {
      now,
      timeZone,
    },
  );
  const meters = await ownMeters(tx, decision, terms);
  const uid = newUid();
  const authorizationId = await insertAuthorization(tx, {
    utilityId,
    clientId: client.id,
    uid,
    customerId: customer.id,
    scope: terms.scope.text,
    requestedScope: request.requestedScope,
    start: Math.floor(now / 1000),
    end: terms.end,
    dataStart: terms.dataStart,
    dataEnd: terms.dataEnd,
    grantType: 'authorization_code',
    stamp: await nextStamp(tx, utilityId, now),
    meterIds: meters.map(({ id }) => id),
    test: customer.test,
    duration: choices.duration.kind,
    receiptEmail,
    language: evidence.language,
  });
  await keepEvidence(tx, decision, {
    authorizationId,
    uid,
    now,
    choices: {
      grantedScope: terms.scope.text,
      dataKinds: [...choices.dataKinds],
      history: choices.history,
      duration: choices.duration,
      meters: meters.map((meter) => meter.uid),
      dataStart: terms.dataStart,
      end: terms.end ?? null,
    },
  });
  await insertAuthorizationEvent(tx, { authorizationId, event: 'granted', at: now });
  await enqueueAuthorizationEvent(tx, { authorizationId, event: 'granted', at: now });
  const code =
    request.redirectUri === null ? undefined : await insertCode(tx, request, { authorizationId, now });
  return { authorizationUid: uid, ...(code === undefined ? {} : answerTo(request, { code })) };
}

/**
 * Carries out a customer's decision, once, in one transaction: the Authorization with its meters, the code, the
 * evidence, the audit, and the job that mails the receipt and notifies the third party; or the evidence of a decline.
 *
 * @throws AppError `conflict` when it was decided already; `access_denied` for a customer who may not share with
 *   this third party; `invalid_input` when nothing is left to share.
 */
export async function decideAuthorization(
  { db, clock }: Pick<OauthContext, 'db' | 'clock'>,
  decision: ConsentDecision,
): Promise<DecisionOutcome> {
  const { request, customer } = decision;
  const now = clock.now();
  if (request.expires <= now) throw once();
  return await db.transaction(async (tx) => {
    if (!(await deleteOauthRequest(tx, request.idHash))) throw once();
    if (decision.decision === 'decline') {
      await keepEvidence(tx, decision, { now, choices: {} });
      return answerTo(request, { error: 'access_denied', description: 'The customer chose not to share.' });
    }
    checkSandbox(request.client, customer);
    return await grant(tx, decision, now);
  });
}
