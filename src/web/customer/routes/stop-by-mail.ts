import { AppError } from '../../../platform/errors.ts';
import { findStopLink, type StopLink, sendStopCode } from '../../../services/customer/stop-by-mail.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { type PostedVisit, pageOf, queryOf, type Visit } from '../../serving/visit.ts';
import { renderStopByMail } from '../stop-by-mail.tsx';
import { postCode, showCode } from './code-page.ts';
import type { Journey } from './identify-journey.ts';
import { codeOrderOf } from './identify-page.ts';

interface Followed {
  readonly link: StopLink;
  readonly journey: Journey;
}

/** The link of the address. What is not ours is not there. */
async function follow(visit: Visit): Promise<Followed> {
  const { context, utility, request, paths } = visit;
  const { uid = '' } = request.params as { uid?: string };
  const key = queryOf(request.url).get('key') ?? '';
  const link = await findStopLink(context, { utilityId: utility.id, uid, key });
  if (link === undefined) throw new AppError('not_found', 'There is no such link.');
  return {
    link,
    journey: {
      signInUrl: `${paths.stopByMail(uid)}?key=${key}`,
      codeUrl: `${paths.stopCode(uid)}?key=${key}`,
      doneUrl: paths.stop(uid),
      sandbox: false,
      hints: [],
      again: false,
    },
  };
}

async function show(visit: Visit): Promise<WebAnswer> {
  const { link, journey } = await follow(visit);
  if (visit.session?.subjectId === link.customerId) return { redirect: journey.doneUrl };
  const { thirdPartyName: name } = link;
  return {
    html: renderStopByMail(pageOf(visit), { thirdParty: { name }, action: journey.signInUrl }),
  };
}

async function send(visit: PostedVisit): Promise<WebAnswer> {
  const { link, journey } = await follow(visit);
  const sent = await sendStopCode(visit.context, codeOrderOf(visit, journey), link);
  if (sent.outcome === 'code_sent') return { redirect: journey.codeUrl };
  if (sent.outcome !== 'locked') return { redirect: visit.paths.customerSignIn };
  const { thirdPartyName: name } = link;
  return {
    status: 429,
    html: renderStopByMail(pageOf(visit), {
      thirdParty: { name },
      action: journey.signInUrl,
      lockedUntil: sent.until,
    }),
  };
}

/** The way from a mail to the page that stops sharing, for people without an account: a code to the same address. */
export const stopByMailRoutes: readonly PageRoute[] = [
  { access: 'form', path: (paths) => paths.stopByMail(':uid'), get: show, post: send },
  {
    access: 'form',
    path: (paths) => paths.stopCode(':uid'),
    get: async (visit) => await showCode(visit, (await follow(visit)).journey),
    post: async (visit) => await postCode({ visit, journey: (await follow(visit)).journey }),
  },
];
