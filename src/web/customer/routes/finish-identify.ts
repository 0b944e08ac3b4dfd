import { sendSession } from '../../../http/session.ts';
import { keepCustomerLanguage } from '../../../services/customer/customer-language.ts';
import type { IdentifyOutcome } from '../../../services/customer/identified.ts';
import type { Session } from '../../../services/session/session.ts';
import { signIn } from '../../../services/session/sign-in.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import type { Visit } from '../../serving/visit.ts';
import type { Journey } from './identify-journey.ts';

type Identified = Extract<IdentifyOutcome, { outcome: 'identified' }>;

/** The customer is known: a new session, and on to where the journey leads. */
export async function finishIdentify(
  visit: Visit & { readonly session: Session },
  journey: Pick<Journey, 'doneUrl' | 'requestHash'>,
  { customerId, by }: Pick<Identified, 'customerId' | 'by'>,
): Promise<WebAnswer> {
  const { context, reply, place, session, locale } = visit;
  const { openid: _, ...data } = session.data;
  const next = await signIn(context, {
    session: { ...session, data },
    subjectId: customerId,
    data: { by, ...(journey.requestHash === undefined ? {} : { signedInFor: journey.requestHash }) },
  });
  sendSession(context, reply, place, next);
  await keepCustomerLanguage(context, { customerId, language: locale });
  return { redirect: journey.doneUrl };
}
