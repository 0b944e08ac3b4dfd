import { answerQuestion, askAgain } from '../../../services/registration/answer-question.ts';
import { findLastMessage } from '../../../services/registration/find-registration.ts';
import { goLive, goSandbox } from '../../../services/registration/switch-mode.ts';
import { sandboxChecklist } from '../../../services/reporting/sandbox-checklist.ts';
import { inSandbox } from '../../components/registration.tsx';
import type { WebAnswer } from '../../serving/answer.ts';
import { leaveFlash, takeFlash } from '../../serving/flash.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { detailsOf, faceOfRegistration, type Registration } from '../../serving/registration-views.ts';
import { pageOf, type SignedInVisit } from '../../serving/visit.ts';
import { type RegistrationOverviewProps, renderRegistrationOverview } from '../overview.tsx';
import { developerOrigin, ownRegistration, registrationContext } from './own-registration.ts';

type Done = NonNullable<RegistrationOverviewProps['done']>;
const doneWords: readonly Done[] = ['registered', 'saved', 'answered', 'wentLive', 'wentSandbox'];

async function overviewPage(
  visit: SignedInVisit,
  registration: Registration,
  props: Partial<RegistrationOverviewProps>,
): Promise<string> {
  const { context, paths } = visit;
  const message = await findLastMessage(context, { registration });
  const checklist = inSandbox(registration.state) ? await sandboxChecklist(context, { registration }) : [];
  return renderRegistrationOverview(pageOf(visit), {
    registration: faceOfRegistration(registration),
    details: detailsOf(registration, paths),
    checklist,
    ...(message?.note == null
      ? {}
      : { message: { text: message.note, at: message.at, lang: message.language === 'fr' ? 'fr' : 'en' } }),
    ...props,
  });
}

async function act(
  visit: SignedInVisit,
  registration: Registration,
  intent: string,
): Promise<Done | undefined> {
  const context = registrationContext(visit);
  const input = { ...(await developerOrigin(visit)), registration };
  switch (intent) {
    case 'go_live':
      await goLive(context, input);
      return 'wentLive';
    case 'go_sandbox':
      await goSandbox(context, input);
      return 'wentSandbox';
    case 'ask_again':
      await askAgain(context, input);
      return 'saved';
    default:
      return undefined;
  }
}

/** The first page of a registration, and the steps that its third party takes there. */
export const overviewRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.registration(':uid'),
  get: async (visit) => {
    const registration = await ownRegistration(visit);
    const flash = visit.session.data.flash === undefined ? {} : await takeFlash(visit.context, visit.session);
    const done = doneWords.find((word) => word === flash.done);
    return { html: await overviewPage(visit, registration, done === undefined ? {} : { done }) };
  },
  post: async (visit): Promise<WebAnswer> => {
    const registration = await ownRegistration(visit);
    const { form, context, session, paths } = visit;
    const home = { redirect: paths.registration(registration.uid) };
    if (form.text('intent') === 'answer') {
      const answer = form.text('answer');
      const input = { ...(await developerOrigin(visit)), registration, answer };
      const outcome = await answerQuestion(registrationContext(visit), input);
      if (outcome !== 'done')
        return {
          status: 422,
          html: await overviewPage(visit, registration, { answer, errors: { answer: outcome } }),
        };
      await leaveFlash(context, session, { done: 'answered' });
      return home;
    }
    const done = await act(visit, registration, form.text('intent'));
    if (done !== undefined) await leaveFlash(context, session, { done });
    return home;
  },
};
