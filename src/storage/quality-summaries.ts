import type { ElectricPowerQualitySummary } from '../espi/schema/usage.ts';
import type { Queryable } from './database.ts';
import { type MergeCount, nothingMerged, selectMergeCount } from './merge-count.ts';

/** A quality summary to be written; `uid` is for a new one. */
export interface QualitySummaryRow {
  readonly upId: number;
  readonly uid: string;
  readonly sourceKey: string;
  /** Start of its interval in seconds. */
  readonly start: number;
  readonly data: ElectricPowerQualitySummary;
}

/** Writes quality summaries, each source key of a usage point once. The caller holds the stamp. */
export async function mergeQualitySummaries(
  tx: Queryable,
  { stamp, rows }: { readonly stamp: number; readonly rows: readonly QualitySummaryRow[] },
): Promise<MergeCount> {
  if (rows.length === 0) return nothingMerged;
  const [count] = await tx.query<MergeCount>(
    `with input as (
       select t.*, s.uid as known
       from jsonb_to_recordset($1::text::jsonb) as t(ord int4, "upId" int8, uid text, "sourceKey" text,
           start int8, data jsonb)
         left join electric_power_quality_summary s on s.up_id = t."upId" and s.source_key = t."sourceKey"),
     changed as (
       update electric_power_quality_summary s
       set start_ts = i.start, data = i.data, updated = $2
       from input i
       where s.up_id = i."upId" and s.source_key = i."sourceKey"
         and (s.start_ts, s.data) is distinct from (i.start, i.data)
       returning 1),
     created as (
       insert into electric_power_quality_summary (up_id, uid, source_key, start_ts, data, published, updated)
       select i."upId", i.uid, i."sourceKey", i.start, i.data, $2, $2
       from input i where i.known is null
       order by i.ord
       returning 1)
     ${selectMergeCount}`,
    [JSON.stringify(rows.map((row, ord) => ({ ord, ...row }))), stamp],
  );
  return count ?? nothingMerged;
}
