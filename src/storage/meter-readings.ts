import type { ReadingType } from '../espi/schema/usage.ts';
import type { Queryable } from './database.ts';

/** A channel of a usage point. */
export interface Channel {
  readonly upId: number;
  readonly no: number;
  readonly readingType: ReadingType;
}

/** The channels of usage points, by number. */
export async function listChannels(db: Queryable, upIds: readonly number[]): Promise<Channel[]> {
  return await db.query<Channel>(
    `select up_id as "upId", no, reading_type as "readingType" from meter_reading
     where up_id = any($1::int8[]) order by up_id, no`,
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
