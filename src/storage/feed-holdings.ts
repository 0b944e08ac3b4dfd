import type { LocalTimeParameters, ReadingType, UsagePoint } from '../espi/schema/usage.ts';
import type { Queryable } from './database.ts';
import type { RowRange } from './row-range.ts';
import { lastStamp } from './stamps.ts';
import { createParameters } from './statement-parameters.ts';
import { type BlockCount, blockCountRows, readBlockCounts } from './subscription-blocks.ts';
import { blockDaysOf, type LinkedBlocks, type SubscriptionChannel } from './subscription-channels.ts';
import { type BlockMonth, blockMonthRows, readBlockMonths } from './subscription-months.ts';
import {
  readSummaryCounts,
  type SummaryCount,
  type SummaryNoun,
  summaryCountRows,
} from './subscription-summaries.ts';
import type { SharedLocalTimeParameters, SubscriptionUsagePoint } from './subscription-usage-points.ts';
import { readSameTexts, readTextRows, textRow, textRows, textUnlessSame } from './text-rows.ts';

/** Whose data, which part of them, and what of it is asked for. */
export interface HoldingsFilter {
  readonly utilityId: number;
  readonly authorizationIds: readonly number[];
  readonly meterUid?: string | undefined;
  /** Of summaries and blocks. */
  readonly range: RowRange;
  /** Absent: no channels, and none of their blocks. */
  readonly channels?:
    | { readonly span: 'day' | 'month'; readonly linked: LinkedBlocks | undefined }
    | undefined;
  readonly summaries: readonly SummaryNoun[];
}

/** What a feed of usage data can hold: all usage points and channels, and counts of what lies in the range. */
export interface FeedHoldings {
  /** The last stamp of the utility at the instant of the statement. */
  readonly stamp: number;
  /** By authorization and key, as their channels, which are by number. `readingUids` are those of the channels. */
  readonly points: readonly {
    readonly point: SubscriptionUsagePoint;
    readonly channels: readonly SubscriptionChannel[];
  }[];
  /** Of the daily span. */
  readonly blocks: readonly BlockCount[];
  /** Of the monthly span. */
  readonly months: readonly BlockMonth[];
  readonly summaries: Readonly<Record<SummaryNoun, readonly SummaryCount[]>>;
}

const pointOrder = 'p.authorization_id, p.id';
const pointRows = `select ${textRow(['p.authorization_id', 'p.id', 'p.uid', 'p.published', 'p.updated', 'p.tz', textUnlessSame('p.data', `order by ${pointOrder}`)])}
  from p order by ${pointOrder}`;
const timeRows = `select ${textRow(['l.id', 'l.uid', 'l.published', 'l.updated', 'l.data'])}
  from local_time_parameters l where l.id in (select tz from p)`;
const channelOrder = `${pointOrder}, m.no`;
const channelRows = (days: string): string =>
  `select ${textRow(['p.authorization_id', 'p.id', 'm.no', 'm.uid', 'm.reading_type_uid', 'm.published', 'm.updated', days, textUnlessSame('m.reading_type', `partition by m.no order by ${pointOrder}`)])}
   from p join meter_reading m on m.up_id = p.id order by ${channelOrder}`;

type Values = Readonly<Record<'points' | 'times' | 'channels' | 'blocks' | SummaryNoun, string | null>>;

function readTimes(rows: string | null): Map<string, SharedLocalTimeParameters> {
  return new Map(
    readTextRows(rows, 5).map(([id = '', uid = '', published, updated, data = '']) => [
      id,
      {
        uid,
        data: JSON.parse(data) as LocalTimeParameters,
        published: Number(published),
        updated: Number(updated),
      },
    ]),
  );
}

function readPoints({ points, times, channels }: Values): FeedHoldings['points'] {
  const timeOf = readTimes(times);
  const dataOf = readSameTexts<UsagePoint>();
  const typeOf = readSameTexts<ReadingType>();
  const channelFields = readTextRows(channels, 9);
  let next = 0;
  return readTextRows(points, 7).map(
    ([authorization, key, uid = '', published, updated, tz = '', data = '']) => {
      const [authorizationId, id] = [Number(authorization), Number(key)];
      const localTime = timeOf.get(tz);
      if (localTime === undefined) throw new RangeError(`Usage point ${id} has no LocalTimeParameters`);
      const own: SubscriptionChannel[] = [];
      const readingUids: string[] = [];
      for (; next < channelFields.length; next++) {
        const [ofAuthorization, ofPoint, no, channelUid = '', typeUid = '', ...rest] =
          channelFields[next] ?? [];
        if (ofAuthorization !== authorization || ofPoint !== key) break;
        const [channelPublished, channelUpdated, days = '', type = ''] = rest;
        readingUids.push(channelUid);
        own.push({
          authorizationId,
          upId: id,
          meterUid: uid,
          no: Number(no),
          uid: channelUid,
          readingTypeUid: typeUid,
          readingType: typeOf(type, no),
          published: Number(channelPublished),
          updated: Number(channelUpdated),
          blockDays: days === '' ? [] : days.split(','),
        });
      }
      const stamps = { published: Number(published), updated: Number(updated) };
      return {
        point: { authorizationId, id, uid, data: dataOf(data), ...stamps, localTime, readingUids },
        channels: own,
      };
    },
  );
}

/**
 * What a feed of usage data of some authorizations can hold, as one statement, so that it is of one instant. Reads no
 * readings.
 */
export async function getFeedHoldings(db: Queryable, filter: HoldingsFilter): Promise<FeedHoldings> {
  const { range, channels, summaries } = filter;
  const parameters = createParameters();
  const authorizations = `${parameters.add(filter.authorizationIds)}::int8[]`;
  const meterUid = `${parameters.add(filter.meterUid ?? null)}::text`;
  const ids = 'array(select id from p)';
  const values = [
    `${lastStamp(`${parameters.add(filter.utilityId)}::int8`)} as stamp`,
    `${textRows(pointRows)} as points`,
    `${textRows(timeRows)} as times`,
  ];
  if (channels !== undefined) {
    const days = `array_to_string(${blockDaysOf(channels.linked, parameters)}, ',')`;
    const counts =
      channels.span === 'day'
        ? blockCountRows(ids, range, parameters)
        : blockMonthRows(ids, { range }, parameters);
    values.push(`${textRows(channelRows(days))} as channels`, `${textRows(counts)} as blocks`);
  }
  for (const noun of summaries)
    values.push(`${textRows(summaryCountRows(noun, ids, range, parameters))} as "${noun}"`);
  // Asked whether a uid is given, PostgreSQL expects few usage points, and finds them and their channels by their keys.
  const [row] = await db.query<Values & { stamp: number | null }>(
    `with p as materialized (
       select a.authorization_id, u.id, u.uid, u.data, u.published, u.updated, u.local_time_parameters_id as tz
       from authorization_usage_point a join usage_point u on u.id = a.up_id
       where a.authorization_id = any(${authorizations}) and (${meterUid} is null or u.uid = ${meterUid}))
     select ${values.join(', ')}`,
    parameters.values,
  );
  const none = { points: null, times: null, channels: null, blocks: null, UsageSummary: null };
  const found: Values = { ...none, ElectricPowerQualitySummary: null, ...row };
  return {
    stamp: row?.stamp ?? 0,
    points: readPoints(found),
    blocks: channels?.span === 'day' ? readBlockCounts(found.blocks) : [],
    months: channels?.span === 'month' ? readBlockMonths(found.blocks) : [],
    summaries: {
      UsageSummary: readSummaryCounts(found.UsageSummary),
      ElectricPowerQualitySummary: readSummaryCounts(found.ElectricPowerQualitySummary),
    },
  };
}
