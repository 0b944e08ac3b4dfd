import type { UsageSummary } from '../espi/schema/usage.ts';
import type { Queryable } from './database.ts';
import { type MergeCount, nothingMerged, selectMergeCount } from './merge-count.ts';

/** A bill to be written; `uid` is for a new one. */
export interface UsageSummaryRow {
  readonly upId: number;
  readonly uid: string;
  readonly sourceKey: string;
  /** Its issue date in seconds. */
  readonly issued: number;
  readonly data: UsageSummary;
  /** stored_file.uid of its image; null leaves what is stored. */
  readonly fileUid: string | null;
  /** Whether the bytes behind `fileUid` are others than before. */
  readonly fileChanged: boolean;
}

/** Writes bills, each source key of a usage point once. The caller holds the stamp. */
export async function mergeUsageSummaries(
  tx: Queryable,
  { stamp, rows }: { readonly stamp: number; readonly rows: readonly UsageSummaryRow[] },
): Promise<MergeCount> {
  if (rows.length === 0) return nothingMerged;
  const [count] = await tx.query<MergeCount>(
    `with input as (
       select t.*, s.id
       from jsonb_to_recordset($1::text::jsonb) as t(ord int4, "upId" int8, uid text, "sourceKey" text,
           issued int8, data jsonb, "fileUid" text, "fileChanged" bool)
         left join usage_summary s on s.up_id = t."upId" and s.source_key = t."sourceKey"),
     changed as (
       update usage_summary s
       set issued_ts = i.issued, data = i.data, file_uid = coalesce(i."fileUid", s.file_uid),
         published = i.issued * 1000, updated = $2
       from input i
       where s.up_id = i."upId" and s.source_key = i."sourceKey"
         and (i."fileChanged" or (s.issued_ts, s.data, s.file_uid) is distinct from
           (i.issued, i.data, coalesce(i."fileUid", s.file_uid)))
       returning 1),
     created as (
       insert into usage_summary (up_id, uid, source_key, issued_ts, data, file_uid, published, updated)
       select i."upId", i.uid, i."sourceKey", i.issued, i.data, i."fileUid", i.issued * 1000, $2
       from input i where i.id is null
       order by i.ord
       returning 1)
     ${selectMergeCount}`,
    [JSON.stringify(rows.map((row, ord) => ({ ord, ...row }))), stamp],
  );
  return count ?? nothingMerged;
}

/** The image of a bill that is stored, by its bill. */
export interface UsageSummaryFile {
  readonly upId: number;
  readonly sourceKey: string;
  readonly fileUid: string;
}

/** Which of these bills have an image. */
export async function listUsageSummaryFiles(
  db: Queryable,
  bills: readonly { readonly upId: number; readonly sourceKey: string }[],
): Promise<UsageSummaryFile[]> {
  if (bills.length === 0) return [];
  return await db.query<UsageSummaryFile>(
    `select s.up_id as "upId", s.source_key as "sourceKey", s.file_uid as "fileUid"
     from usage_summary s
       join unnest($1::int8[], $2::text[]) as t(up_id, source_key)
         on s.up_id = t.up_id and s.source_key = t.source_key
     where s.file_uid is not null`,
    [bills.map(({ upId }) => upId), bills.map(({ sourceKey }) => sourceKey)],
  );
}
