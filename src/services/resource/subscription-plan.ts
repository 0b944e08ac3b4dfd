import { getFeedHoldings } from '../../storage/feed-holdings.ts';
import type { SubscriptionChannel } from '../../storage/subscription-channels.ts';
import type { SummaryCount } from '../../storage/subscription-summaries.ts';
import type { SubscriptionUsagePoint } from '../../storage/subscription-usage-points.ts';
import type { Utility } from '../../storage/utilities.ts';
import type { GrantedAuthorization, Principal } from '../authorization/principal.ts';
import { blockSpanOf } from './block-span.ts';
import type { ResourceContext } from './context.ts';
import { grantOf, withinGrant } from './grant.ts';
import { linkedBlocks } from './load-channels.ts';
import { type BlockShare, type Share, sharesOfBlocks } from './plan-blocks.ts';
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
  readonly utility: Pick<Utility, 'id' | 'settings'>;
  /** All of the same reach; at least one. */
  readonly grants: readonly GrantedAuthorization[];
  readonly meterUid?: string | undefined;
  readonly window: Window;
  readonly signal?: AbortSignal | undefined;
}

/** What a feed of usage data holds. */
export interface SubscriptionPlan {
  readonly points: readonly PointPlan[];
  /** The last stamp at the first statement: what is newer need not be whole. */
  readonly stamp: number;
}

const summaryNouns = ['UsageSummary', 'ElectricPowerQualitySummary'] as const;
const nothing: Share = { count: 0, newest: 0 };

const sharesOf = (counts: readonly SummaryCount[]): Map<number, Share> =>
  new Map(counts.map(({ upId, count, newest }) => [upId, { count, newest }]));

/**
 * Decides what a feed of usage data of some Authorizations holds, by their keys, without reading the data: one statement, and
 * where the window has a beginning a second one for the readings of the blocks at its edge, at most one per channel.
 *
 * A parent stands in the feed when something below it does; without a window always; with only `updated-*`
 * also when it changed itself.
 *
 * @throws what `signal` was aborted with.
 */
export async function planSubscriptions(
  context: Pick<ResourceContext, 'db'>,
  { utility, grants, meterUid, window, signal }: PlanInput,
): Promise<SubscriptionPlan> {
  signal?.throwIfAborted();
  const [grant] = grants;
  if (grant === undefined || !seesNoun(grant, 'UsagePoint'))
    return { points: [], stamp: Number.POSITIVE_INFINITY };
  const { settings } = utility;
  const byId = new Map(grants.map((one) => [one.id, one]));
  const range = withinGrant(grant, window.range);
  const span = blockSpanOf(grant, settings);
  const holdings = await getFeedHoldings(context.db, {
    utilityId: utility.id,
    authorizationIds: [...byId.keys()],
    meterUid,
    range,
    channels: seesNoun(grant, 'MeterReading') ? { span, linked: linkedBlocks(grant, settings) } : undefined,
    summaries: summaryNouns.filter((noun) => seesNoun(grant, noun)),
  });
  const upIds = holdings.points.flatMap(({ point, channels }) => (channels.length > 0 ? [point.id] : []));
  signal?.throwIfAborted();
  const blocksOf = await sharesOfBlocks(context, holdings, { upIds, range, span });
  const billsOf = sharesOf(holdings.summaries.UsageSummary);
  const qualityOf = sharesOf(holdings.summaries.ElectricPowerQualitySummary);

  const ownChange = (updated: number): boolean => isOpen(window) || includesUpdated(window, updated);
  const points: PointPlan[] = [];
  for (const { point, channels } of holdings.points) {
    const included: ChannelPlan[] = [];
    for (const channel of channels) {
      const blocks = blocksOf(point.id, channel.no);
      if (blocks.count > 0 || ownChange(channel.updated)) included.push({ channel, blocks });
    }
    const bills = billsOf.get(point.id) ?? nothing;
    const quality = qualityOf.get(point.id) ?? nothing;
    const holds = included.length + bills.count + quality.count > 0;
    if (holds || ownChange(point.updated) || ownChange(point.localTime.updated))
      points.push({
        grant: byId.get(point.authorizationId) ?? grant,
        point,
        channels: included,
        bills,
        quality,
      });
  }
  return { points, stamp: holdings.stamp };
}

/** Decides what a feed of usage data of the Authorization of an access token holds. */
export const planSubscription = (
  context: Pick<ResourceContext, 'db'>,
  {
    principal,
    ...input
  }: { readonly principal: Principal } & Pick<PlanInput, 'meterUid' | 'window' | 'signal'>,
): Promise<SubscriptionPlan> =>
  planSubscriptions(context, {
    utility: principal.utility,
    grants: [grantOf(principal)],
    ...input,
  });

/** The newest `updated` among usage points of a plan; 0 when there are none. */
export function newestOfPlan(plan: readonly PointPlan[]): number {
  let newest = 0;
  for (const { point, channels, bills, quality } of plan) {
    newest = Math.max(newest, point.updated, point.localTime.updated, bills.newest, quality.newest);
    for (const { channel, blocks } of channels) newest = Math.max(newest, channel.updated, blocks.newest);
  }
  return newest;
}

/** What identifies the entries of a planned feed: equal texts mean equal feeds. Uids have none of the marks between them. */
export function planIdentity(plan: readonly PointPlan[]): string {
  let text = '';
  for (const { point, channels, bills, quality } of plan) {
    const { localTime } = point;
    text += `|${point.uid},${point.updated},${localTime.uid},${localTime.updated},${point.readingUids.join()}`;
    text += `,${bills.count},${bills.newest},${quality.count},${quality.newest}`;
    for (const { channel, blocks } of channels)
      text += `;${channel.uid},${channel.updated},${blocks.count},${blocks.newest},${blocks.readings},${channel.blockDays.join()}`;
  }
  return text;
}
