import { AppError } from '../../../platform/errors.ts';
import { findReceipt, type Receipt } from '../../../services/customer/sharing.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import { grantFace } from '../../serving/grant-face.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { pageOf, type SignedInVisit } from '../../serving/visit.ts';
import { renderReceipt } from '../receipt.tsx';

/**
 * The receipt of the address.
 *
 * @throws AppError `not_found`, also for somebody else's.
 */
export async function receiptOf(visit: SignedInVisit): Promise<Receipt> {
  const { context, utility, subjectId: customerId, request } = visit;
  const { uid = '' } = request.params as { uid?: string };
  const found = await findReceipt(context, { utilityId: utility.id, customerId, uid });
  if (found === undefined) throw new AppError('not_found', 'You share nothing under this reference.');
  return found;
}

async function show(visit: SignedInVisit): Promise<WebAnswer> {
  const { grant, mailedTo, textVersion } = await receiptOf(visit);
  const face = grantFace(grant, visit);
  const { siteUrl } = face.thirdParty;
  return {
    html: renderReceipt(pageOf(visit), {
      grant: face,
      ...(textVersion === undefined ? {} : { textVersion }),
      ...(mailedTo === undefined ? {} : { mailedTo }),
      ...(siteUrl === '' ? {} : { continueUrl: siteUrl }),
      ...(grant.ended === undefined ? {} : { ended: grant.ended }),
    }),
  };
}

/** What was agreed, to keep. */
export const receiptRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.receipt(':uid'),
  get: show,
};
