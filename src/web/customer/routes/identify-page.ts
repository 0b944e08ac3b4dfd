import { forgetCode } from '../../../services/customer/enter-code.ts';
import { identifyByHint } from '../../../services/customer/identify-by-lookup.ts';
import { listIdentifySettings } from '../../../services/customer/identify-methods.ts';
import type { CodeOrder } from '../../../services/customer/send-code.ts';
import { findTestCustomerOf, listTestCustomers } from '../../../services/customer/test-customers.ts';
import { saveSessionData } from '../../../services/session/save-session-data.ts';
import type { Session } from '../../../services/session/session.ts';
import { renderCodeMail } from '../../mails/customer-mails.ts';
import type { MailContext } from '../../mails/mail.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import { brandingOf } from '../../serving/branding.ts';
import { tellRetryAfter } from '../../serving/retry-after.ts';
import { utilityFace } from '../../serving/utility-face.ts';
import { pageOf, queryOf, type Visit } from '../../serving/visit.ts';
import type { TestScenario } from '../../vocabulary.ts';
import { type IdentifyProps, renderIdentify } from '../identify.tsx';
import type { IdentifyMethod } from '../identify-method.tsx';
import { choicePage, forgetChoice } from './choose-customer.ts';
import { finishIdentify } from './finish-identify.ts';
import { hintOf, type Journey } from './identify-journey.ts';

type Kind = IdentifyMethod['kind'];
type SessionVisit = Visit & { readonly session: Session };

/** What mails of a visit are written with. */
function mailContextOf({ context, utility, locale, base }: Visit): MailContext {
  const { accent } = brandingOf(utility);
  return {
    locale,
    utility: utilityFace(utility, locale),
    base: `${context.publicUrl}${base}`,
    ...(accent === undefined ? {} : { accent }),
  };
}

/** What sending a code to the visitor needs. */
export function codeOrderOf(visit: SessionVisit, { thirdPartyName }: Journey): CodeOrder {
  return {
    utilityId: visit.utility.id,
    ipAddress: visit.request.ip,
    sessionHash: visit.session.idHash,
    language: visit.locale,
    mailOf: (props) =>
      renderCodeMail(mailContextOf(visit), {
        ...props,
        ...(thirdPartyName === undefined ? {} : { thirdPartyName }),
      }),
  };
}

/** The ways that are open to this visitor, filled in with what the third party sent along. */
async function methodsOf(visit: Visit, journey: Journey): Promise<IdentifyMethod[]> {
  const { context, utility } = visit;
  const email = hintOf(journey, 'email');
  const account = hintOf(journey, 'account');
  const methods: IdentifyMethod[] = [];
  for (const setting of await listIdentifySettings(context, utility, journey)) {
    if (methods.some(({ kind }) => kind === setting.kind)) continue;
    if (setting.kind === 'lookup')
      methods.push({ kind: 'lookup', fact: setting.fact, ...(account === undefined ? {} : { account }) });
    else if (setting.kind === 'test') {
      const customers = await listTestCustomers(context, { utilityId: utility.id });
      methods.push({
        kind: 'test',
        customers: customers.map((one) => ({ ...one, scenario: one.scenario as TestScenario })),
      });
    } else if (setting.kind === 'openid') methods.push({ kind: 'openid' });
    else methods.push({ kind: setting.kind, ...(email === undefined ? {} : { email }) });
  }
  return methods;
}

/** Which way is open at first: the one in the address, the one that the third party's hints fit, the first. */
function chosenKind(visit: Visit, journey: Journey, methods: readonly IdentifyMethod[]): Kind {
  const offered = (kind: string | null): Kind | undefined =>
    methods.find((method) => method.kind === kind)?.kind;
  const hinted = journey.hints.map(
    ({ type }) => ({ sso: 'openid', account: 'lookup', test: 'test' })[type] ?? null,
  );
  return (
    offered(queryOf(visit.request.url).get('method')) ??
    hinted.map(offered).find((kind) => kind !== undefined) ??
    methods[0]?.kind ??
    'password'
  );
}

/** What was entered on the page that is shown again. */
export interface IdentifyAgain {
  readonly kind: string;
  readonly entered: Readonly<Record<'email' | 'account' | 'fact', string>>;
  readonly errors?: NonNullable<IdentifyProps['errors']>;
  readonly lockedUntil?: number;
}

function filledIn(method: IdentifyMethod, { kind, entered }: IdentifyAgain): IdentifyMethod {
  if (method.kind !== kind) return method;
  if (method.kind === 'lookup') return { ...method, account: entered.account, value: entered.fact };
  return method.kind === 'password' || method.kind === 'email_code'
    ? { ...method, email: entered.email }
    : method;
}

/** The page that asks who the visitor is. */
export async function identifyPage(
  visit: Visit,
  journey: Journey,
  again?: IdentifyAgain,
): Promise<WebAnswer> {
  const methods = await methodsOf(visit, journey);
  const { thirdPartyName, signInUrl: action } = journey;
  const chosen =
    methods.find(({ kind }) => kind === again?.kind)?.kind ?? chosenKind(visit, journey, methods);
  if (again?.lockedUntil !== undefined) tellRetryAfter(visit, again.lockedUntil);
  return {
    status: again === undefined ? 200 : again.lockedUntil === undefined ? 422 : 429,
    html: renderIdentify(pageOf(visit), {
      methods: again === undefined ? methods : methods.map((method) => filledIn(method, again)),
      chosen,
      action,
      sandbox: journey.sandbox,
      notFound: queryOf(visit.request.url).get('failed') === 'openid',
      ...(thirdPartyName === undefined ? {} : { thirdParty: { name: thirdPartyName } }),
      ...(again?.errors === undefined ? {} : { errors: again.errors }),
      ...(again?.lockedUntil === undefined ? {} : { lockedUntil: again.lockedUntil }),
    }),
  };
}

/**
 * Follows what the third party sent along, once per request: straight to a test customer in the sandbox, or straight
 * to the code for an account number. A miss falls back to the page without a word.
 */
async function followHints(visit: SessionVisit, journey: Journey): Promise<WebAnswer | undefined> {
  const { context, session, utility } = visit;
  const scenario = hintOf(journey, 'test');
  const account = hintOf(journey, 'account');
  const { requestHash } = journey;
  if (requestHash === undefined || session.data.hinted === requestHash) return undefined;
  if (scenario === undefined && account === undefined) return undefined;
  const noted = await saveSessionData(context, { session, data: { ...session.data, hinted: requestHash } });
  const settings = await listIdentifySettings(context, utility, journey);
  if (scenario !== undefined && settings.some(({ kind }) => kind === 'test')) {
    const customer = await findTestCustomerOf(context, { utilityId: utility.id, scenario });
    if (customer !== undefined)
      return await finishIdentify({ ...visit, session: noted }, journey, {
        customerIds: [customer.customerId],
        by: 'test',
      });
  }
  if (account === undefined || !settings.some(({ kind }) => kind === 'lookup')) return undefined;
  const { outcome } = await identifyByHint(context, { ...codeOrderOf(visit, journey), account });
  return outcome === 'code_sent' ? { redirect: journey.codeUrl } : undefined;
}

/** GET: who are you, or as whom? `?start=over` forgets a code that was sent, and a choice that is open. */
export async function showIdentify(visit: Visit, journey: Journey): Promise<WebAnswer> {
  const { context, session } = visit;
  if (session !== undefined && queryOf(visit.request.url).get('start') === 'over') {
    await forgetCode(context, session.idHash);
    await forgetChoice({ ...visit, session });
    return { redirect: journey.signInUrl };
  }
  if (session === undefined) return await identifyPage(visit, journey);
  const own = { ...visit, session };
  const answer = (await choicePage(own, journey)) ?? (await followHints(own, journey));
  return answer ?? (await identifyPage(visit, journey));
}
