import type { RowRange } from '../../storage/row-range.ts';
import type { Principal } from '../authorization/principal.ts';
import { blockSpanOf } from './block-span.ts';
import type { ResourceContext } from './context.ts';
import { grantOf, withinGrant } from './grant.ts';
import { streamBlocks } from './interval-blocks.ts';
import { loadedMeterReading, loadedReadingType } from './load-channels.ts';
import { loadQualitySummaries, loadUsageSummaries } from './load-summaries.ts';
import { loadedLocalTime, loadedUsagePoint } from './load-usage-points.ts';
import type { Loaded } from './loaded.ts';
import type { PointPlan } from './subscription-plan.ts';

/** Uids of LocalTimeParameters and ReadingTypes that already stand in the feed: they are shared, and stand once. */
export type Seen = Set<string>;

function unseen(seen: Seen, uid: string): boolean {
  if (seen.has(uid)) return false;
  seen.add(uid);
  return true;
}

/**
 * The entries of a planned feed in its order: a usage point, its LocalTimeParameters, then per channel the
 * MeterReading, its ReadingType and its blocks, then the bills and the quality summaries. At no time more than
 * a page of blocks or the summaries of one usage point are held; between statements no transaction is open.
 */
export async function* subscriptionEntries(
  context: ResourceContext,
  input: {
    readonly principal: Principal;
    readonly plan: readonly PointPlan[];
    readonly range: RowRange;
    readonly seen: Seen;
  },
): AsyncGenerator<Loaded> {
  const { principal, plan, range, seen } = input;
  const grant = grantOf(principal);
  const data = withinGrant(grant, range);
  const span = blockSpanOf(grant, principal.utility.settings);
  for (const { point, channels, bills, quality } of plan) {
    yield loadedUsagePoint(grant, point);
    if (unseen(seen, `tz ${point.localTime.uid}`)) yield loadedLocalTime(point.localTime);
    for (const { channel, blocks } of channels) {
      yield loadedMeterReading(grant, principal.utility.settings, channel);
      if (unseen(seen, `type ${channel.readingTypeUid}`)) yield loadedReadingType(grant, channel);
      if (blocks.count > 0) yield* streamBlocks(context.db, { grant, channel, range: data, span });
    }
    const below = { principal, params: { auth_uid: grant.uid, meter_uid: point.uid }, range, token: '' };
    if (bills.count > 0) yield* await loadUsageSummaries(context, { ...below, noun: 'UsageSummary' });
    if (quality.count > 0)
      yield* await loadQualitySummaries(context, { ...below, noun: 'ElectricPowerQualitySummary' });
  }
}
