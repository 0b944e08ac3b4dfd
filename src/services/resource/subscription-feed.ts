import type { FeedAnswer } from './answer.ts';
import type { ResourceContext, ResourceRequest } from './context.ts';
import { feedAnswer } from './feed-answer.ts';
import { sizeOfPlan } from './feed-size.ts';
import { findEntry } from './find-entry.ts';
import { grantOf } from './grant.ts';
import { nothingSeen, subscriptionEntries } from './subscription-entries.ts';
import { newestOfPlan, planIdentity, planSubscription } from './subscription-plan.ts';
import { openWindow } from './window.ts';

/**
 * All usage data of an Authorization, or of its one usage point `meter_uid`, in constant memory.
 *
 * @throws AppError `not_found` when the usage point is not there or not the reader's.
 * @see GET /Batch/Subscription/{auth_uid}, GET /Batch/Subscription/{auth_uid}/UsagePoint/{meter_uid}
 */
export async function subscriptionFeed(
  context: ResourceContext,
  request: ResourceRequest,
): Promise<FeedAnswer> {
  const { principal, query, signal } = request;
  const { window } = query;
  const meterUid = request.params.meter_uid;
  const { points: plan, stamp } = await planSubscription(context, { principal, meterUid, window, signal });
  if (plan.length === 0) {
    if (meterUid !== undefined) await findEntry(context, request, 'UsagePoint');
    const everything = await planSubscription(context, { principal, meterUid, window: openWindow, signal });
    const newest = Math.max(newestOfPlan(everything.points), grantOf(principal).updated);
    const updated = Math.min(newest, stamp);
    return feedAnswer(context, request, { updated, pieces: [], content: updated });
  }
  const pieces = subscriptionEntries(context, {
    settings: principal.utility.settings,
    plan,
    range: window.range,
    seen: nothingSeen(),
  });
  return feedAnswer(context, request, {
    updated: Math.min(newestOfPlan(plan), stamp),
    pieces,
    content: planIdentity(plan),
    size: sizeOfPlan(plan),
  });
}
