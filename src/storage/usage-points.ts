import type { UsagePoint } from '../espi/schema/usage.ts';
import type { Queryable } from './database.ts';
import { type MergeCount, nothingMerged, selectMergeCount } from './merge-count.ts';

/** A usage point as an importer knows it again. */
export interface KnownUsagePoint {
  readonly id: number;
  readonly sourceKey: string;
  /** IANA name of the zone by which its days are cut. */
  readonly timeZone: string;
}

/** Finds usage points by what their source calls them; those that are not there are not in the answer. */
export async function findUsagePoints(
  db: Queryable,
  { utilityId, sourceKeys }: { readonly utilityId: number; readonly sourceKeys: readonly string[] },
): Promise<KnownUsagePoint[]> {
  if (sourceKeys.length === 0) return [];
  return await db.query<KnownUsagePoint>(
    `select id, source_key as "sourceKey", time_zone as "timeZone"
     from usage_point where utility_id = $1 and source_key = any($2::text[])`,
    [utilityId, sourceKeys],
  );
}

/** The zones of usage points, each once. */
export async function listTimeZones(
  db: Queryable,
  { utilityId, sourceKeys }: { readonly utilityId: number; readonly sourceKeys: readonly string[] },
): Promise<string[]> {
  if (sourceKeys.length === 0) return [];
  const rows = await db.query<{ timeZone: string }>(
    `select distinct time_zone as "timeZone"
     from usage_point where utility_id = $1 and source_key = any($2::text[])`,
    [utilityId, sourceKeys],
  );
  return rows.map(({ timeZone }) => timeZone);
}

/** A usage point to be written; `uid` is for a new one. */
export interface UsagePointRow {
  readonly uid: string;
  readonly sourceKey: string;
  readonly timeZone: string;
  readonly localTimeParametersId: number;
  /** customer_resource.id of its Customer; null leaves what is stored. */
  readonly customerId: number | null;
  readonly data: UsagePoint;
}

/**
 * Writes usage points, each source key once. The zone of one that has readings stays as it is, because its days
 * are cut by it. The caller holds the stamp.
 */
export async function mergeUsagePoints(
  tx: Queryable,
  {
    utilityId,
    stamp,
    rows,
  }: { readonly utilityId: number; readonly stamp: number; readonly rows: readonly UsagePointRow[] },
): Promise<MergeCount> {
  if (rows.length === 0) return nothingMerged;
  const [count] = await tx.query<MergeCount>(
    `with input as (
       select t.*, u.id,
         case when exists (select 1 from interval_day d where d.up_id = u.id) then u.time_zone
           else t."timeZone" end as zone
       from jsonb_to_recordset($2::text::jsonb) as t(ord int4, uid text, "sourceKey" text, "timeZone" text,
           "localTimeParametersId" int8, "customerId" int8, data jsonb)
         left join usage_point u on u.utility_id = $1 and u.source_key = t."sourceKey"),
     changed as (
       update usage_point u
       set time_zone = i.zone, local_time_parameters_id = i."localTimeParametersId",
         customer_id = coalesce(i."customerId", u.customer_id), data = i.data,
         updated = case when (u.local_time_parameters_id, u.data) is distinct from (i."localTimeParametersId", i.data)
           then $3 else u.updated end
       from input i
       where u.id = i.id
         and (u.time_zone, u.local_time_parameters_id, u.customer_id, u.data) is distinct from
           (i.zone, i."localTimeParametersId", coalesce(i."customerId", u.customer_id), i.data)
       returning 1),
     created as (
       insert into usage_point (utility_id, uid, source_key, time_zone, local_time_parameters_id, customer_id,
         data, published, updated)
       select $1, i.uid, i."sourceKey", i.zone, i."localTimeParametersId", i."customerId", i.data, $3, $3
       from input i where i.id is null
       order by i.ord
       returning 1)
     ${selectMergeCount}`,
    [utilityId, JSON.stringify(rows.map((row, ord) => ({ ord, ...row }))), stamp],
  );
  return count ?? nothingMerged;
}
