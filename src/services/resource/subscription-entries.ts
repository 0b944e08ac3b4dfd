import type { RowRange } from '../../storage/row-range.ts';
import {
  listQualitySummariesOfPoints,
  listUsageSummariesOfPoints,
} from '../../storage/subscription-summaries.ts';
import type { UtilitySettings } from '../../storage/utilities.ts';
import { createBlockPages } from './block-pages.ts';
import { blockSpanOf } from './block-span.ts';
import type { ResourceContext } from './context.ts';
import { withinGrant } from './grant.ts';
import { loadedMeterReading, loadedReadingType } from './load-channels.ts';
import { loadedQualitySummary, loadedUsageSummary } from './load-summaries.ts';
import { loadedLocalTime, loadedUsagePoint } from './load-usage-points.ts';
import type { Loaded } from './loaded.ts';
import { createReadAhead } from './read-ahead.ts';
import type { PointPlan } from './subscription-plan.ts';

/** Uids of what is shared and stands once, of all that already stands in the feed. */
export interface Seen {
  readonly localTimes: Set<string>;
  readonly readingTypes: Set<string>;
}

/** What has been seen of a feed that begins. */
export const nothingSeen = (): Seen => ({ localTimes: new Set(), readingTypes: new Set() });

function unseen(seen: Set<string>, uid: string): boolean {
  if (seen.has(uid)) return false;
  seen.add(uid);
  return true;
}

/** Entries that wait until there are so many, or a block's page follows. */
const patience = 100;

const pointIds = (plans: readonly PointPlan[]): number[] => plans.map(({ point }) => point.id);

/**
 * The entries of a planned feed in its order: a usage point, its LocalTimeParameters, then per channel the
 * MeterReading, its ReadingType and its blocks, then the bills and the quality summaries; those together that are there
 * without waiting. At no time more is held than a page of each kind, and the hundred
 * entries that wait; between statements no transaction is open.
 */
export async function* subscriptionEntries(
  { db }: Pick<ResourceContext, 'db'>,
  input: {
    readonly settings: UtilitySettings;
    /** Of Authorizations of the same reach. */
    readonly plan: readonly PointPlan[];
    readonly range: RowRange;
    readonly seen: Seen;
  },
): AsyncGenerator<readonly Loaded[]> {
  const { settings, plan, range, seen } = input;
  const [first] = plan;
  if (first === undefined) return;
  const data = withinGrant(first.grant, range);
  const blockPages = createBlockPages(db, { plan, range: data, span: blockSpanOf(first.grant, settings) });
  const billsOf = createReadAhead({
    plan,
    rowsOf: ({ bills }) => bills.count,
    read: (plans) => listUsageSummariesOfPoints(db, { upIds: pointIds(plans), range: data }),
  });
  const qualityOf = createReadAhead({
    plan,
    rowsOf: ({ quality }) => quality.count,
    read: (plans) => listQualitySummariesOfPoints(db, { upIds: pointIds(plans), range: data }),
  });
  let page: Loaded[] = [];
  for (const [index, { grant, point, channels, bills, quality }] of plan.entries()) {
    page.push(loadedUsagePoint(grant, point));
    if (unseen(seen.localTimes, point.localTime.uid)) page.push(loadedLocalTime(point.localTime));
    for (const channelPlan of channels) {
      const { channel, blocks } = channelPlan;
      page.push(loadedMeterReading(grant, settings, channel));
      if (unseen(seen.readingTypes, channel.readingTypeUid)) page.push(loadedReadingType(grant, channel));
      if (blocks.count === 0) continue;
      const pages = blockPages(index, channelPlan);
      if (Symbol.asyncIterator in pages) {
        for await (const read of pages) {
          page.push(...read);
          if (page.length < patience) continue;
          yield page;
          page = [];
        }
      } else page.push(...(pages instanceof Promise ? await pages : pages));
    }
    if (bills.count + quality.count > 0) {
      const params = { auth_uid: grant.uid, meter_uid: point.uid };
      for (const row of await billsOf(index)) page.push(loadedUsageSummary(params, row));
      for (const row of await qualityOf(index)) page.push(loadedQualitySummary(params, row));
    }
    if (page.length < patience) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
