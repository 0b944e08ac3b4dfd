import { findStopped, stopSharing } from '../../../services/customer/sharing.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import { grantFace } from '../../serving/grant-face.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { type PostedVisit, pageOf, type SignedInVisit } from '../../serving/visit.ts';
import type { StopReason } from '../../vocabulary.ts';
import { renderStop, renderStopped } from '../stop.tsx';
import { receiptOf } from './receipt.ts';

const reasons: Readonly<Record<StopReason, true>> = {
  done: true,
  not_used: true,
  worried: true,
  mistake: true,
  other: true,
};

async function show(visit: SignedInVisit): Promise<WebAnswer> {
  const { grant } = await receiptOf(visit);
  if (grant.ended !== undefined) return { redirect: visit.paths.receipt(grant.uid) };
  return {
    html: renderStop(pageOf(visit), {
      grant: grantFace(grant, visit),
      action: visit.paths.stop(grant.uid),
    }),
  };
}

async function stop(visit: SignedInVisit & PostedVisit): Promise<WebAnswer> {
  const { context, utility, subjectId: customerId, request, form, paths } = visit;
  const { grant } = await receiptOf(visit);
  const said = form.text('reason');
  await stopSharing(context, {
    utilityId: utility.id,
    customerId,
    uid: grant.uid,
    reason: Object.hasOwn(reasons, said) ? said : '',
    actor: { ipAddress: request.ip, requestId: request.id },
  });
  return { redirect: paths.stopped(grant.uid) };
}

async function showStopped(visit: SignedInVisit): Promise<WebAnswer> {
  const { context, utility, subjectId: customerId, request, paths } = visit;
  const { uid = '' } = request.params as { uid?: string };
  const found = await findStopped(context, { utilityId: utility.id, customerId, uid });
  if (found?.grant.ended === undefined) return { redirect: paths.sharing };
  return {
    html: renderStopped(pageOf(visit), {
      thirdParty: { name: found.grant.party.name },
      stoppedAt: found.grant.ended.at,
      told: found.told,
      ...(found.mailedTo === undefined ? {} : { mailedTo: found.mailedTo }),
    }),
  };
}

/** One page between "stop sharing" and its end, and the page that says that it is done. */
export const stopRoutes: readonly PageRoute[] = [
  { access: 'signed_in', path: (paths) => paths.stop(':uid'), get: show, post: stop },
  { access: 'signed_in', path: (paths) => paths.stopped(':uid'), get: showStopped },
];
