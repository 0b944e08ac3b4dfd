import { listSubscriptionChannels, type SubscriptionChannel } from '../../storage/subscription-channels.ts';
import { countSummaries, type SummaryNoun } from '../../storage/subscription-summaries.ts';
import {
  listSubscriptionUsagePoints,
  type SubscriptionUsagePoint,
} from '../../storage/subscription-usage-points.ts';
import type { Principal } from '../authorization/principal.ts';
import { blockSpanOf } from './block-span.ts';
import type { ResourceContext } from './context.ts';
import { grantOf, withinGrant } from './grant.ts';
import { linkedBlocks } from './load-channels.ts';
import { type BlockShare, noShare, planBlocks, type Share } from './plan-blocks.ts';
import { seesNoun } from './visibility.ts';
import { includesUpdated, isOpen, type Window } from './window.ts';

/** A channel of the feed: its MeterReading and ReadingType stand in it, with this many blocks. */
export interface ChannelPlan {
  readonly channel: SubscriptionChannel;
  readonly blocks: BlockShare;
}

/** A usage point of the feed. */
export interface PointPlan {
  readonly point: SubscriptionUsagePoint;
  readonly channels: readonly ChannelPlan[];
  readonly bills: Share;
  readonly quality: Share;
}

/** Which usage points of an Authorization, and which part of their data. */
interface PlanInput {
  readonly principal: Principal;
  readonly meterUid?: string | undefined;
  readonly window: Window;
}

const summaryNouns = ['UsageSummary', 'ElectricPowerQualitySummary'] as const;
const nothing: Share = { count: 0, newest: 0 };

function groupByUsagePoint<T extends { readonly upId: number }>(items: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(item.upId);
    if (group === undefined) groups.set(item.upId, [item]);
    else group.push(item);
  }
  return groups;
}

/**
 * Decides what a feed of usage data holds, without reading the data: a grouped statement per kind, and the
 * readings of at most one block per channel, at the edge of the window.
 *
 * A parent stands in the feed when something below it does; without a window always; with only `updated-*`
 * also when it changed itself.
 */
export async function planSubscription(
  context: Pick<ResourceContext, 'db'>,
  { principal, meterUid, window }: PlanInput,
): Promise<PointPlan[]> {
  const { db } = context;
  const grant = grantOf(principal);
  if (!seesNoun(grant, 'UsagePoint')) return [];
  const authorizationId = grant.id;
  const points = await listSubscriptionUsagePoints(db, { authorizationId, meterUid });
  const upIds = points.map(({ id }) => id);
  if (upIds.length === 0) return [];

  const range = withinGrant(grant, window.range);
  const blocks = linkedBlocks(grant, principal.utility.settings);
  const channels = seesNoun(grant, 'MeterReading')
    ? await listSubscriptionChannels(db, { authorizationId, meterUid, blocks })
    : [];
  const blocksOf =
    channels.length === 0
      ? () => noShare
      : await planBlocks(context, upIds, range, blockSpanOf(grant, principal.utility.settings));
  const nouns = summaryNouns.filter((noun) => seesNoun(grant, noun));
  const summaries = new Map<string, Share>(
    (await countSummaries(db, { nouns, upIds, range })).map(({ noun, upId, count, newest }) => [
      `${noun} ${upId}`,
      { count, newest },
    ]),
  );
  const summariesOf = (noun: SummaryNoun, upId: number): Share => summaries.get(`${noun} ${upId}`) ?? nothing;

  const channelsOf = groupByUsagePoint(channels);
  const ownChange = (updated: number): boolean => isOpen(window) || includesUpdated(window, updated);
  return points.flatMap((point) => {
    const included = (channelsOf.get(point.id) ?? [])
      .map((channel) => ({ channel, blocks: blocksOf(channel) }))
      .filter((plan) => plan.blocks.count > 0 || ownChange(plan.channel.updated));
    const bills = summariesOf('UsageSummary', point.id);
    const quality = summariesOf('ElectricPowerQualitySummary', point.id);
    const holds = included.length + bills.count + quality.count > 0;
    return holds || ownChange(point.updated) || ownChange(point.localTime.updated)
      ? [{ point, channels: included, bills, quality }]
      : [];
  });
}

/** The newest `updated` among the entries of a plan; 0 when it is empty. */
export function newestOfPlan(plan: readonly PointPlan[]): number {
  let newest = 0;
  for (const { point, channels, bills, quality } of plan) {
    newest = Math.max(newest, point.updated, point.localTime.updated, bills.newest, quality.newest);
    for (const { channel, blocks } of channels) newest = Math.max(newest, channel.updated, blocks.newest);
  }
  return newest;
}

/** What identifies the content of a planned feed: equal lists mean equal feeds. */
export function planIdentity(plan: readonly PointPlan[]): unknown {
  return plan.map(({ point, channels, bills, quality }) => [
    [point.uid, point.updated, point.localTime.uid, point.localTime.updated, point.readingUids],
    channels.map(({ channel, blocks }) => [channel.uid, channel.updated, channel.blockDays, blocks]),
    bills,
    quality,
  ]);
}
