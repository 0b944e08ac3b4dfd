import type { ReadingType } from '../espi/schema/usage.ts';
import type { Queryable } from './database.ts';
import { createJsonTexts } from './json-texts.ts';

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
  /** How many blocks to name, of those that begin within `min <= start < max`. Absent: none. */
  readonly blocks?:
    | { readonly limit: number; readonly min: number; readonly max: number; readonly by: 'day' | 'month' }
    | undefined;
}

/** The channels of authorizations, by authorization, usage point and number. */
export async function listSubscriptionChannels(
  db: Queryable,
  filter: ChannelFilter,
): Promise<SubscriptionChannel[]> {
  const { blocks } = filter;
  const days = blocks?.by === 'month' ? `distinct to_char(d.day, 'YYYY-MM')` : 'd.day::text';
  const rows = await db.query<Omit<SubscriptionChannel, 'readingType'> & { readonly readingType: string }>(
    `select a.authorization_id as "authorizationId", m.up_id as "upId", u.uid as "meterUid", m.no, m.uid, m.reading_type_uid as "readingTypeUid",
       m.reading_type::text as "readingType", m.published, m.updated,
       array(
         select ${days} from interval_day d
         where d.up_id = m.up_id and d.mr_no = m.no and d.start_ts >= $6 and d.start_ts < $7
         order by 1 limit $5) as "blockDays"
     from authorization_usage_point a
       join usage_point u on u.id = a.up_id
       join meter_reading m on m.up_id = u.id
     where a.authorization_id = any($1::int8[])
       and ($2::text is null or u.uid = $2)
       and ($3::text is null or m.uid = $3)
       and ($4::text is null or m.reading_type_uid = $4)
     order by a.authorization_id, m.up_id, m.no`,
    [
      filter.authorizationIds,
      filter.meterUid ?? null,
      filter.readingUid ?? null,
      filter.readingTypeUid ?? null,
      blocks?.limit ?? 0,
      Math.max(blocks?.min ?? 0, -Number.MAX_SAFE_INTEGER),
      Math.min(blocks?.max ?? 0, Number.MAX_SAFE_INTEGER),
    ],
  );
  const typeOf = createJsonTexts<ReadingType>();
  return rows.map((row) => ({ ...row, readingType: typeOf(row.readingType) }));
}
