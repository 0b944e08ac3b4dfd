import { listCustomerChoices } from '../../../services/customer/customer-choices.ts';
import { saveSessionData } from '../../../services/session/save-session-data.ts';
import type { Session } from '../../../services/session/session.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import { pageOf, type Visit } from '../../serving/visit.ts';
import { renderChooseCustomer } from '../choose-customer.tsx';
import { finishIdentify, type OpenChoice } from './finish-identify.ts';
import { type Journey, type Step, startOverUrl } from './identify-journey.ts';

type SessionVisit = Visit & { readonly session: Session };

/** What the form of a choice posts as its `method`. */
export const chooseMethod = 'choose';

/** The choice that is open in a session, on this journey; undefined when there is none, or its time is over. */
function openChoice({ context, session }: SessionVisit, { requestHash }: Journey): OpenChoice | undefined {
  const choice = session.data.choice as OpenChoice | undefined;
  if (choice === undefined || choice.until <= context.clock.now()) return undefined;
  return choice.requestHash === requestHash ? choice : undefined;
}

/** Forgets the choice of a session. */
export async function forgetChoice({ context, session }: SessionVisit): Promise<void> {
  const { choice, ...data } = session.data;
  if (choice !== undefined) await saveSessionData(context, { session, data });
}

/** The page that asks somebody who is known as which customer to go on; undefined when no choice is open. */
export async function choicePage(
  visit: SessionVisit,
  journey: Journey,
  { missed = false }: { readonly missed?: boolean } = {},
): Promise<WebAnswer | undefined> {
  const choice = openChoice(visit, journey);
  if (choice === undefined) return undefined;
  const { context, utility } = visit;
  const { customerIds } = choice;
  const customers = await listCustomerChoices(context, { utilityId: utility.id, customerIds });
  const { signInUrl: action, thirdPartyName } = journey;
  return {
    status: missed ? 422 : 200,
    html: renderChooseCustomer(pageOf(visit), {
      customers: customers.map(({ uid, name, accountNumbers, addresses }) => ({
        ...{ id: uid, name, accountNumbers, addresses },
      })),
      action,
      startOverUrl: startOverUrl(journey),
      ...(missed ? { errors: { customer: 'choose_one' as const } } : {}),
      ...(thirdPartyName === undefined ? {} : { thirdParty: { name: thirdPartyName } }),
    }),
  };
}

/** POST: the customer who was chosen. Only those of the open choice count. */
export async function chooseCustomer({ visit, journey }: Step): Promise<WebAnswer> {
  const choice = openChoice(visit, journey);
  if (choice === undefined) return { redirect: journey.signInUrl };
  const { context, utility, form } = visit;
  const { customerIds, ...known } = choice;
  const customers = await listCustomerChoices(context, { utilityId: utility.id, customerIds });
  const chosen = customers.find(({ uid }) => uid === form.text('customer'));
  if (chosen !== undefined)
    return await finishIdentify(visit, journey, { ...known, customerIds: [chosen.id] });
  return (await choicePage(visit, journey, { missed: true })) ?? { redirect: journey.signInUrl };
}
