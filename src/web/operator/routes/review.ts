import { decideRegistration } from '../../../services/registration/decide-registration.ts';
import { findLastAnswer } from '../../../services/registration/find-registration.ts';
import { sandboxChecklist } from '../../../services/reporting/sandbox-checklist.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import { leaveFlash } from '../../serving/flash.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { detailsOf, faceOfRegistration, type Registration } from '../../serving/registration-views.ts';
import { type PostedVisit, pageOf, type SignedInVisit } from '../../serving/visit.ts';
import type { ReviewDecision } from '../../vocabulary.ts';
import { type ReviewProps, renderReview } from '../review.tsx';
import { operatorBase, operatorOrigin, registrationContext, registrationOfPage } from './operator-visit.ts';
import { decideUri } from './third-party.ts';

const decisions: readonly ReviewDecision[] = ['approve', 'ask', 'decline'];
const done = { approve: 'approved', ask: 'asked', decline: 'declined' } as const;

async function reviewPage(
  visit: SignedInVisit,
  registration: Registration,
  props: Partial<ReviewProps>,
): Promise<string> {
  const { context, paths } = visit;
  const answer = await findLastAnswer(context, { registration });
  return renderReview(pageOf(visit), {
    ...operatorBase(visit),
    registration: faceOfRegistration(registration),
    details: detailsOf(registration, paths),
    checklist: await sandboxChecklist(context, { registration }),
    ...(answer?.note == null ? {} : { answer: { text: answer.note, at: answer.at } }),
    ...props,
  });
}

async function decide(visit: SignedInVisit & PostedVisit, registration: Registration): Promise<WebAnswer> {
  const { form, context, session, paths } = visit;
  const message = form.text('message');
  const decision = decisions.find((known) => known === form.text('decision'));
  if (decision === undefined) {
    const props = { values: { message }, errors: { decision: 'choose_one' } } as const;
    return { status: 422, html: await reviewPage(visit, registration, props) };
  }
  const input = { ...(await operatorOrigin(visit)), registration, decision, message };
  const outcome = await decideRegistration(registrationContext(visit), input);
  if (outcome !== 'done') {
    const props = { values: { decision, message }, errors: { message: outcome } };
    return { status: 422, html: await reviewPage(visit, registration, props) };
  }
  await leaveFlash(context, session, { done: done[decision] });
  return { redirect: paths.thirdParty(registration.uid) };
}

/** A registration to decide on. One that was decided shows on its own page. */
export const reviewRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.thirdPartyReview(':uid'),
  get: async (visit) => {
    const registration = await registrationOfPage(visit);
    if (registration.state !== 'waiting' && registration.state !== 'question')
      return { redirect: visit.paths.thirdParty(registration.uid) };
    return { html: await reviewPage(visit, registration, {}) };
  },
  post: async (visit) => {
    const registration = await registrationOfPage(visit);
    await operatorOrigin(visit);
    const uri = await decideUri(visit, registration);
    if (uri === undefined) return await decide(visit, registration);
    return { redirect: visit.paths.thirdPartyReview(registration.uid) };
  },
};
