import type { ReadingType } from '../espi/schema/usage.ts';
import type { Queryable } from './database.ts';
import { createJsonTexts } from './json-texts.ts';
import { everyRow } from './row-range.ts';
import { createParameters, rangeConditions, type StatementParameters } from './statement-parameters.ts';

/** A channel of a usage point: the MeterReading and its one ReadingType. */
export interface SubscriptionChannel {
  readonly authorizationId: number;
  readonly upId: number;
  readonly meterUid: string;
  readonly no: number;
  readonly uid: string;
  readonly readingTypeUid: string;
  readonly readingType: ReadingType;
  readonly published: number;
  readonly updated: number;
  /** Days of its first blocks, as many as were asked for: `2026-01-31`; months: `2026-01`. */
  readonly blockDays: readonly string[];
}

/** Which channels of authorizations: every given uid must match. */
export interface ChannelFilter {
  readonly authorizationIds: readonly number[];
  readonly meterUid?: string | undefined;
  readonly readingUid?: string | undefined;
  readonly readingTypeUid?: string | undefined;
  /** Absent: none are named. */
  readonly blocks?: LinkedBlocks | undefined;
}

/** How many blocks of a channel to name, of those that begin within `min <= start < max`, seconds. */
export interface LinkedBlocks {
  readonly limit: number;
  readonly min: number;
  readonly max: number;
  readonly by: 'day' | 'month';
}

/** The `blockDays` of `meter_reading m` as a text[]. Where none are wanted, no partition is looked at. */
export function blockDaysOf(blocks: LinkedBlocks | undefined, parameters: StatementParameters): string {
  if (blocks === undefined) return `'{}'::text[]`;
  const days = blocks.by === 'month' ? `distinct to_char(d.day, 'YYYY-MM')` : 'd.day::text';
  const within = rangeConditions(
    { ...everyRow, startMin: blocks.min, startMax: blocks.max },
    { time: 'd.start_ts', updated: 'd.updated', day: 'd.day' },
    parameters,
  );
  return `array(
    select ${days} from interval_day d
    where d.up_id = m.up_id and d.mr_no = m.no${within}
    order by 1 limit ${parameters.add(blocks.limit)})`;
}

/** The channels of authorizations, by authorization, usage point and number. */
export async function listSubscriptionChannels(
  db: Queryable,
  filter: ChannelFilter,
): Promise<SubscriptionChannel[]> {
  const parameters = createParameters();
  const { add } = parameters;
  const rows = await db.query<Omit<SubscriptionChannel, 'readingType'> & { readonly readingType: string }>(
    `select a.authorization_id as "authorizationId", m.up_id as "upId", u.uid as "meterUid", m.no, m.uid,
       m.reading_type_uid as "readingTypeUid", m.reading_type::text as "readingType", m.published, m.updated,
       ${blockDaysOf(filter.blocks, parameters)} as "blockDays"
     from authorization_usage_point a
       join usage_point u on u.id = a.up_id
       join meter_reading m on m.up_id = u.id
     where a.authorization_id = any(${add(filter.authorizationIds)}::int8[])
       ${filter.meterUid === undefined ? '' : `and u.uid = ${add(filter.meterUid)}`}
       ${filter.readingUid === undefined ? '' : `and m.uid = ${add(filter.readingUid)}`}
       ${filter.readingTypeUid === undefined ? '' : `and m.reading_type_uid = ${add(filter.readingTypeUid)}`}
     order by a.authorization_id, m.up_id, m.no`,
    parameters.values,
  );
  const typeOf = createJsonTexts<ReadingType>();
  return rows.map((row) => ({ ...row, readingType: typeOf(row.readingType) }));
}
