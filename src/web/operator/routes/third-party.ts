import { decideRedirectUri } from '../../../services/registration/decide-redirect-uri.ts';
import { listHistory } from '../../../services/registration/find-registration.ts';
import { resumeRegistration, suspendRegistration } from '../../../services/registration/stop-registration.ts';
import { terminateRegistration } from '../../../services/registration/terminate-registration.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import { leaveFlash, takeFlash } from '../../serving/flash.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { detailsOf, faceOfRegistration, type Registration } from '../../serving/registration-views.ts';
import { type PostedVisit, pageOf, type SignedInVisit } from '../../serving/visit.ts';
import { renderThirdParty, type ThirdPartyProps } from '../third-party.tsx';
import { operatorBase, operatorOrigin, registrationContext, registrationOfPage } from './operator-visit.ts';

type PostedSignedIn = SignedInVisit & PostedVisit;
type Done = NonNullable<ThirdPartyProps['done']>;

const doneWords: readonly Done[] = [
  'approved',
  'asked',
  'declined',
  'suspended',
  'resumed',
  'terminated',
  'uri_approved',
  'uri_refused',
];

async function thirdPartyPage(
  visit: SignedInVisit,
  registration: Registration,
  props: Partial<ThirdPartyProps>,
): Promise<string> {
  const history = await listHistory(visit.context, { registration });
  return renderThirdParty(pageOf(visit), {
    ...operatorBase(visit),
    registration: faceOfRegistration(registration),
    details: detailsOf(registration, visit.paths),
    activeAuthorizations: registration.activeAuthorizations,
    history: history.map(({ event, at, actor, note }) => ({
      event,
      at,
      by: actor ?? '–',
      ...(note === null ? {} : { note }),
    })),
    ...props,
  });
}

/** What a form asks for: a word for what was done, or the fields that are wrong. */
async function act(
  visit: PostedSignedIn,
  registration: Registration,
): Promise<Done | ThirdPartyProps['errors']> {
  const { form } = visit;
  const context = registrationContext(visit);
  const input = { ...(await operatorOrigin(visit)), registration };
  switch (form.text('intent')) {
    case 'suspend': {
      const outcome = await suspendRegistration(context, { ...input, reason: form.text('suspend_reason') });
      return outcome === 'done' ? 'suspended' : { suspend_reason: outcome };
    }
    case 'resume':
      await resumeRegistration(context, input);
      return 'resumed';
    case 'terminate': {
      const typed = { name: form.text('name'), reason: form.text('terminate_reason') };
      const outcome = await terminateRegistration(context, { ...input, ...typed });
      if (outcome === 'done') return 'terminated';
      return outcome === 'name_differs' ? { name: outcome } : { terminate_reason: outcome };
    }
    default:
      return await decideUri(visit, registration);
  }
}

/** Approves or refuses a redirect URI that waits, when the form asks for that. */
export async function decideUri(
  visit: PostedSignedIn,
  registration: Registration,
): Promise<'uri_approved' | 'uri_refused' | undefined> {
  const { form } = visit;
  const events = { approve_uri: 'approved', refuse_uri: 'refused' } as const;
  const intent = form.text('intent');
  if (intent !== 'approve_uri' && intent !== 'refuse_uri') return undefined;
  const input = {
    ...(await operatorOrigin(visit)),
    registration,
    uri: form.text('uri'),
    event: events[intent],
  };
  await decideRedirectUri(registrationContext(visit), input);
  return `uri_${events[intent]}`;
}

/** One third party: what it is, what happened, and the ways to stop it. */
export const thirdPartyRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.thirdParty(':uid'),
  get: async (visit) => {
    const registration = await registrationOfPage(visit);
    const flash = visit.session.data.flash === undefined ? {} : await takeFlash(visit.context, visit.session);
    const done = doneWords.find((word) => word === flash.done);
    return { html: await thirdPartyPage(visit, registration, done === undefined ? {} : { done }) };
  },
  post: async (visit): Promise<WebAnswer> => {
    const registration = await registrationOfPage(visit);
    const { form, context, session, paths } = visit;
    const outcome = await act(visit, registration);
    if (typeof outcome === 'object')
      return {
        status: 422,
        html: await thirdPartyPage(visit, registration, {
          errors: outcome,
          values: {
            suspend_reason: form.text('suspend_reason'),
            name: form.text('name'),
            terminate_reason: form.text('terminate_reason'),
          },
        }),
      };
    if (outcome !== undefined) await leaveFlash(context, session, { done: outcome });
    return { redirect: paths.thirdParty(registration.uid) };
  },
};
