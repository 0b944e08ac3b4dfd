import type { ReadingType } from '../espi/schema/usage.ts';
import type { Queryable } from './database.ts';

/** A channel of a usage point. */
export interface Channel {
  readonly upId: number;
  readonly no: number;
  readonly readingType: ReadingType;
}

/** A MeterReading of a source, and what of a channel is its own. */
export interface ChannelSource {
  readonly upId: number;
  readonly sourceKey: string;
  readonly no: number;
  /** From the start of its first reading to the end of its last, in seconds; null when it has none. */
  readonly start: number | null;
  readonly end: number | null;
}

/** The channels of usage points, by number. */
export async function listChannels(db: Queryable, upIds: readonly number[]): Promise<Channel[]> {
  return await db.query<Channel>(
    `select up_id as "upId", no, reading_type as "readingType" from meter_reading
     where up_id = any($1::int8[]) order by up_id, no`,
    [upIds],
  );
}

/** Which MeterReadings of sources feed the channels of usage points, by number of the channel. */
export async function listChannelSources(db: Queryable, upIds: readonly number[]): Promise<ChannelSource[]> {
  return await db.query<ChannelSource>(
    `select up_id as "upId", source_key as "sourceKey", no, start_ts as "start", end_ts as "end"
     from meter_reading_source where up_id = any($1::int8[]) order by up_id, no, source_key`,
    [upIds],
  );
}

/** Inserts channels with their uids. The caller holds the stamp. */
export async function insertChannels(
  tx: Queryable,
  {
    stamp,
    rows,
  }: {
    readonly stamp: number;
    readonly rows: readonly (Channel & { readonly uid: string; readonly readingTypeUid: string })[];
  },
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into meter_reading (up_id, no, uid, reading_type_uid, reading_type, published, updated)
     select t."upId", t.no, t.uid, t."readingTypeUid", t."readingType", $2, $2
     from jsonb_to_recordset($1::text::jsonb) as t("upId" int8, no int2, uid text, "readingTypeUid" text,
       "readingType" jsonb)`,
    [JSON.stringify(rows), stamp],
  );
}

/** Writes the changed ReadingTypes of channels. The caller holds the stamp. */
export async function updateReadingTypes(
  tx: Queryable,
  { stamp, rows }: { readonly stamp: number; readonly rows: readonly Channel[] },
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `update meter_reading m set reading_type = t."readingType", updated = $2
     from jsonb_to_recordset($1::text::jsonb) as t("upId" int8, no int2, "readingType" jsonb)
     where m.up_id = t."upId" and m.no = t.no`,
    [JSON.stringify(rows), stamp],
  );
}

/** Notes which MeterReading of a source feeds which channel, and how far: each at most once. The caller holds the stamp. */
export async function upsertChannelSources(tx: Queryable, rows: readonly ChannelSource[]): Promise<void> {
  if (rows.length === 0) return;
  // Every night most of them only reach further: an update in place takes half of what `on conflict` does.
  await tx.query(
    `with input as (
       select * from unnest($1::int8[], $2::text[], $3::int2[], $4::int8[], $5::int8[])
         as t(up_id, source_key, no, start_ts, end_ts)),
     known as (
       update meter_reading_source m set start_ts = i.start_ts, end_ts = i.end_ts
       from input i where m.up_id = i.up_id and m.source_key = i.source_key and m.no = i.no
       returning m.up_id, m.source_key, m.no)
     insert into meter_reading_source (up_id, source_key, no, start_ts, end_ts)
     select i.up_id, i.source_key, i.no, i.start_ts, i.end_ts
     from input i left join known k on k.up_id = i.up_id and k.source_key = i.source_key and k.no = i.no
     where k.up_id is null`,
    [
      rows.map(({ upId }) => upId),
      rows.map(({ sourceKey }) => sourceKey),
      rows.map(({ no }) => no),
      rows.map(({ start }) => start),
      rows.map(({ end }) => end),
    ],
  );
}
