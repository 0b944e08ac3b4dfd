import { listSubscriptionChannels, type SubscriptionChannel } from '../../storage/subscription-channels.ts';
import { countSummaries, type SummaryNoun } from '../../storage/subscription-summaries.ts';
import {
  listSubscriptionUsagePoints,
  type SubscriptionUsagePoint,
} from '../../storage/subscription-usage-points.ts';
import type { UtilitySettings } from '../../storage/utilities.ts';
import type { GrantedAuthorization, Principal } from '../authorization/principal.ts';
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

/** A usage point of the feed, and by which Authorization it is read. */
export interface PointPlan {
  readonly grant: GrantedAuthorization;
  readonly point: SubscriptionUsagePoint;
  readonly channels: readonly ChannelPlan[];
  readonly bills: Share;
  readonly quality: Share;
}

/** Which usage points of Authorizations, and which part of their data. */
interface PlanInput {
  readonly settings: UtilitySettings;
  /** All of the same reach; at least one. */
  readonly grants: readonly GrantedAuthorization[];
  readonly meterUid?: string | undefined;
  readonly window: Window;
}

const summaryNouns = ['UsageSummary', 'ElectricPowerQualitySummary'] as const;
const nothing: Share = { count: 0, newest: 0 };

const keyOf = (authorizationId: number, upId: number): string => `${authorizationId} ${upId}`;

function groupByUsagePoint(channels: readonly SubscriptionChannel[]): Map<string, SubscriptionChannel[]> {
  const groups = new Map<string, SubscriptionChannel[]>();
  for (const channel of channels) {
    const key = keyOf(channel.authorizationId, channel.upId);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [channel]);
    else group.push(channel);
  }
  return groups;
}

/**
 * Decides what a feed of usage data of some Authorizations holds, by their keys, without reading the data: a grouped statement per kind, and the
 * readings of at most one block per channel, at the edge of the window.
 *
 * A parent stands in the feed when something below it does; without a window always; with only `updated-*`
 * also when it changed itself.
 */
export async function planSubscriptions(
  context: Pick<ResourceContext, 'db'>,
  { settings, grants, meterUid, window }: PlanInput,
): Promise<PointPlan[]> {
  const { db } = context;
  const [grant] = grants;
  if (grant === undefined || !seesNoun(grant, 'UsagePoint')) return [];
  const byId = new Map(grants.map((one) => [one.id, one]));
  const authorizationIds = [...byId.keys()];
  const points = await listSubscriptionUsagePoints(db, { authorizationIds, meterUid, readings: false });
  const upIds = points.map(({ id }) => id);
  if (upIds.length === 0) return [];

  const range = withinGrant(grant, window.range);
  const blocks = linkedBlocks(grant, settings);
  const channels = seesNoun(grant, 'MeterReading')
    ? await listSubscriptionChannels(db, { authorizationIds, meterUid, blocks })
    : [];
  const blocksOf =
    channels.length === 0
      ? () => noShare
      : await planBlocks(context, upIds, range, blockSpanOf(grant, settings));
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
  return points.flatMap((bare) => {
    const all = channelsOf.get(keyOf(bare.authorizationId, bare.id)) ?? [];
    const point = { ...bare, readingUids: all.map(({ uid }) => uid) };
    const included = all
      .map((channel) => ({ channel, blocks: blocksOf(channel) }))
      .filter((plan) => plan.blocks.count > 0 || ownChange(plan.channel.updated));
    const bills = summariesOf('UsageSummary', point.id);
    const quality = summariesOf('ElectricPowerQualitySummary', point.id);
    const holds = included.length + bills.count + quality.count > 0;
    return holds || ownChange(point.updated) || ownChange(point.localTime.updated)
      ? [{ grant: byId.get(point.authorizationId) ?? grant, point, channels: included, bills, quality }]
      : [];
  });
}

/** Decides what a feed of usage data of the Authorization of an access token holds. */
export const planSubscription = (
  context: Pick<ResourceContext, 'db'>,
  { principal, ...input }: { readonly principal: Principal } & Pick<PlanInput, 'meterUid' | 'window'>,
): Promise<PointPlan[]> =>
  planSubscriptions(context, {
    settings: principal.utility.settings,
    grants: [grantOf(principal)],
    ...input,
  });

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
