import type { ElectricPowerQualitySummary, UsageSummary } from '../espi/schema/usage.ts';
import type { Queryable } from './database.ts';
import { type RowRange, rangeParameters } from './row-range.ts';
import { createParameters, rangeConditions, type StatementParameters } from './statement-parameters.ts';
import { readTextRows, textRow } from './text-rows.ts';

/** Which summaries: of one usage point of an authorization, all in the range or the one of that uid. */
export interface SummaryFilter {
  readonly authorizationId: number;
  readonly meterUid: string;
  readonly uid?: string | undefined;
  readonly range: RowRange;
}

/** A bill, with the file of its image when there is one. `time` is its issue date in seconds. */
export interface SubscriptionUsageSummary {
  readonly uid: string;
  readonly time: number;
  readonly data: UsageSummary;
  readonly fileUid: string | null;
  readonly fileMediaType: string | null;
  readonly published: number;
  readonly updated: number;
}

/** Bills by issue date. */
export async function listSubscriptionUsageSummaries(
  db: Queryable,
  filter: SummaryFilter,
): Promise<SubscriptionUsageSummary[]> {
  return await db.query<SubscriptionUsageSummary>(
    `select s.uid, s.issued_ts as "time", s.data, f.uid as "fileUid", f.media_type as "fileMediaType",
       s.published, s.updated
     from authorization_usage_point a
       join usage_point u on u.id = a.up_id
       join usage_summary s on s.up_id = u.id
       left join stored_file f on f.uid = s.file_uid
     where a.authorization_id = $1 and u.uid = $2 and ($3::text is null or s.uid = $3)
       and s.issued_ts >= $4 and s.issued_ts < $5 and s.updated >= $6 and s.updated < $7
     order by s.issued_ts, s.id`,
    [filter.authorizationId, filter.meterUid, filter.uid ?? null, ...rangeParameters(filter.range)],
  );
}

/** The bills of usage points in the range, by usage point and issue date. The caller knows that they are few. */
export async function listUsageSummariesOfPoints(
  db: Queryable,
  input: { readonly upIds: readonly number[]; readonly range: RowRange },
): Promise<(SubscriptionUsageSummary & { readonly upId: number })[]> {
  const parameters = createParameters();
  const ids = `${parameters.add(input.upIds)}::int8[]`;
  return await db.query(
    `select s.up_id as "upId", s.uid, s.issued_ts as "time", s.data, f.uid as "fileUid",
       f.media_type as "fileMediaType", s.published, s.updated
     from usage_summary s left join stored_file f on f.uid = s.file_uid
     where s.up_id = any(${ids})${rangeConditions(input.range, { time: 's.issued_ts', updated: 's.updated' }, parameters)}
     order by s.up_id, s.issued_ts, s.id`,
    parameters.values,
  );
}

/** A quality summary. `time` is the start of its interval in seconds. */
export interface SubscriptionQualitySummary {
  readonly uid: string;
  readonly time: number;
  readonly data: ElectricPowerQualitySummary;
  readonly published: number;
  readonly updated: number;
}

/** Quality summaries by the start of their interval. */
export async function listSubscriptionQualitySummaries(
  db: Queryable,
  filter: SummaryFilter,
): Promise<SubscriptionQualitySummary[]> {
  return await db.query<SubscriptionQualitySummary>(
    `select s.uid, s.start_ts as "time", s.data, s.published, s.updated
     from authorization_usage_point a
       join usage_point u on u.id = a.up_id
       join electric_power_quality_summary s on s.up_id = u.id
     where a.authorization_id = $1 and u.uid = $2 and ($3::text is null or s.uid = $3)
       and s.start_ts >= $4 and s.start_ts < $5 and s.updated >= $6 and s.updated < $7
     order by s.start_ts, s.uid`,
    [filter.authorizationId, filter.meterUid, filter.uid ?? null, ...rangeParameters(filter.range)],
  );
}

/** The quality summaries of usage points in the range, by usage point and start. The caller knows that they are few. */
export async function listQualitySummariesOfPoints(
  db: Queryable,
  input: { readonly upIds: readonly number[]; readonly range: RowRange },
): Promise<(SubscriptionQualitySummary & { readonly upId: number })[]> {
  const parameters = createParameters();
  const ids = `${parameters.add(input.upIds)}::int8[]`;
  return await db.query(
    `select s.up_id as "upId", s.uid, s.start_ts as "time", s.data, s.published, s.updated
     from electric_power_quality_summary s
     where s.up_id = any(${ids})${rangeConditions(input.range, { time: 's.start_ts', updated: 's.updated' }, parameters)}
     order by s.up_id, s.start_ts, s.uid`,
    parameters.values,
  );
}

/** How many summaries of one kind of a usage point lie in a range, and the newest `updated` among them. */
export interface SummaryCount {
  readonly upId: number;
  readonly count: number;
  readonly newest: number;
}

const summaryTables = {
  UsageSummary: { table: 'usage_summary', time: 'issued_ts' },
  ElectricPowerQualitySummary: { table: 'electric_power_quality_summary', time: 'start_ts' },
} as const;
export type SummaryNoun = keyof typeof summaryTables;

/** Counts the summaries of a kind in the range, per usage point, for `readSummaryCounts`. `ids` is an int8[]. */
export function summaryCountRows(
  noun: SummaryNoun,
  ids: string,
  range: RowRange,
  parameters: StatementParameters,
): string {
  const { table, time } = summaryTables[noun];
  return `select ${textRow(['up_id', 'count(*)', 'max(updated)'])}
    from ${table}
    where up_id = any(${ids})${rangeConditions(range, { time, updated: 'updated' }, parameters)}
    group by up_id`;
}

/** The counts of a value of `summaryCountRows`. */
export const readSummaryCounts = (rows: string | null): SummaryCount[] =>
  readTextRows(rows, 3).map(([upId, count, newest]) => ({
    upId: Number(upId),
    count: Number(count),
    newest: Number(newest),
  }));
