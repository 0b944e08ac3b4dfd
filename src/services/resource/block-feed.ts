import { listSubscriptionChannels } from '../../storage/subscription-channels.ts';
import type { FeedAnswer } from './answer.ts';
import { streamMonths } from './block-months.ts';
import { blockSpanOf } from './block-span.ts';
import type { ResourceContext, ResourceRequest } from './context.ts';
import { feedAnswer } from './feed-answer.ts';
import { notFound } from './find-entry.ts';
import { grantOf, withinGrant } from './grant.ts';
import { streamDays } from './interval-blocks.ts';
import { planBlocks } from './plan-blocks.ts';
import { seesNoun } from './visibility.ts';
import { openWindow, type Window } from './window.ts';

/**
 * The IntervalBlocks of a MeterReading: counted first, then streamed.
 *
 * @throws AppError `not_found` when the MeterReading is not there or not the reader's.
 */
export async function blockFeed(context: ResourceContext, request: ResourceRequest): Promise<FeedAnswer> {
  const { params, principal, query } = request;
  const grant = grantOf(principal);
  const span = blockSpanOf(grant, principal.utility.settings);
  const [channel] = seesNoun(grant, 'IntervalBlock')
    ? await listSubscriptionChannels(context.db, {
        authorizationIds: [grant.id],
        meterUid: params.meter_uid,
        readingUid: params.reading_uid,
      })
    : [];
  if (channel === undefined) throw notFound();
  const planOf = async ({ range }: Window) => {
    const { upId, no } = channel;
    const plan = await planBlocks(context, { upIds: [upId], range: withinGrant(grant, range), span });
    return { share: plan.shareOf(upId, no), stamp: plan.stamp };
  };
  const { share, stamp } = await planOf(query.window);
  if (share.count === 0) {
    request.signal?.throwIfAborted();
    const everything = await planOf(openWindow);
    const updated = Math.min(Math.max(everything.share.newest, grant.updated), stamp);
    return feedAnswer(context, request, { updated, pieces: [], content: updated });
  }
  const range = withinGrant(grant, query.window.range);
  const parent = { auth_uid: grant.uid, meter_uid: channel.meterUid, reading_uid: channel.uid };
  const stream = span === 'month' ? streamMonths : streamDays;
  const pieces = stream(context.db, { parent, channel, range });
  return feedAnswer(context, request, { updated: Math.min(share.newest, stamp), pieces, content: share });
}
