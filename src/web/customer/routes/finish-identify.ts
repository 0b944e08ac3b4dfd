import { sendSession } from '../../../http/session.ts';
import { keepCustomerLanguage } from '../../../services/customer/customer-language.ts';
import type { IdentifyOutcome } from '../../../services/customer/identified.ts';
import type { Session } from '../../../services/session/session.ts';
import { signIn } from '../../../services/session/sign-in.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import type { Visit } from '../../serving/visit.ts';
import type { Journey } from './identify-journey.ts';

type Identified = Extract<IdentifyOutcome, { outcome: 'identified' }>;

/** How long somebody may take to choose as whom. */
const choiceMilliseconds = 10 * 60_000;

/** What the session keeps while somebody who is known as several customers chooses one. */
export interface OpenChoice extends Pick<Identified, 'customerIds' | 'by' | 'accountUid'> {
  /** Milliseconds. */
  readonly until: number;
  /** The request for which they showed who they are. */
  readonly requestHash?: string;
}

/**
 * Somebody is known: a new session, and on to where the journey leads; or back to its first page, to choose as which
 * of several customers.
 */
export async function finishIdentify(
  visit: Visit & { readonly session: Session },
  journey: Pick<Journey, 'signInUrl' | 'doneUrl' | 'requestHash'>,
  { customerIds, by, accountUid }: Pick<Identified, 'customerIds' | 'by' | 'accountUid'>,
): Promise<WebAnswer> {
  const { context, reply, place, session, locale } = visit;
  const { openid: _, choice: __, accountUid: ___, ...data } = session.data;
  const before = { ...session, data };
  const account = accountUid === undefined ? {} : { accountUid };
  const { requestHash } = journey;
  const [customerId] = customerIds;
  if (customerId === undefined || customerIds.length > 1) {
    const until = context.clock.now() + choiceMilliseconds;
    const choice: OpenChoice = {
      customerIds,
      by,
      until,
      ...account,
      ...(requestHash === undefined ? {} : { requestHash }),
    };
    sendSession(context, reply, place, await signIn(context, { session: before, data: { choice } }));
    return { redirect: journey.signInUrl };
  }
  const next = await signIn(context, {
    session: before,
    subjectId: customerId,
    data: { by, ...account, ...(requestHash === undefined ? {} : { signedInFor: requestHash }) },
  });
  sendSession(context, reply, place, next);
  await keepCustomerLanguage(context, { customerId, language: locale });
  return { redirect: journey.doneUrl };
}
