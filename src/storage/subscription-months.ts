import { type BlockRow, blockColumn, readBlockRow } from './block-rows.ts';
import type { Queryable } from './database.ts';
import { dayParameters, type RowRange, rangeParameters } from './row-range.ts';
import { mayReach, type RowsOfPoints } from './subscription-blocks.ts';

/** What the rows of one channel and local month hold of a range. */
export interface BlockMonth {
  readonly upId: number;
  readonly no: number;
  /** `2026-01` */
  readonly month: string;
  /** Newest `updated` of the rows, milliseconds. */
  readonly newest: number;
  /** Readings, gaps included. */
  readonly readings: number;
  /** Stored rows of which it is composed. */
  readonly rows: number;
}

/** A row has, by its first and its last reading, some of them in the range. Only an irregular one does not tell its last. */
const inRange = `(d.start_ts >= $2 or (d.step <> 0 and d.start_ts + (d.n - 1)::int8 * d.step >= $2)) and d.start_ts < $3
  and d.day >= $5::date and d.day <= $6::date`;

const monthOfDay = `date_trunc('month', d.day::timestamp)::date`;
const ofMonth = `d.up_id = t.up_id and d.mr_no = t.mr_no
         and d.day >= t.month and d.day < (t.month + interval '1 month')::date`;

/**
 * The months of channels with readings in the range of which a row was entered at or after `updatedMin`, in their order.
 * `updatedMax` is not looked at: a month counts as one. Irregular rows that begin before the range are left out. Reads
 * no readings.
 *
 * @param input.no number of the one channel; absent for all.
 */
export async function listBlockMonths(
  db: Queryable,
  input: { readonly upIds: readonly number[]; readonly no?: number; readonly range: RowRange },
): Promise<BlockMonth[]> {
  const [startMin, startMax, updatedMin] = rangeParameters(input.range);
  return await db.query<BlockMonth>(
    `with touched as (
       select distinct d.up_id, d.mr_no, ${monthOfDay} as month
       from interval_day d
       where d.up_id = any($1::int8[]) and ($7::int2 is null or d.mr_no = $7) and d.updated >= $4 and ${inRange})
     select d.up_id as "upId", d.mr_no as "no", to_char(t.month, 'YYYY-MM') as month,
       max(d.updated) as newest, sum(d.n)::int8 as readings, count(*)::int4 as "rows"
     from touched t join interval_day d on ${ofMonth}
     where ${inRange}
     group by d.up_id, d.mr_no, t.month
     order by d.up_id, d.mr_no, t.month`,
    [input.upIds, startMin, startMax, updatedMin, ...dayParameters(input.range), input.no ?? null],
  );
}

/**
 * All rows of the months of some usage points in which a row was entered at or after `updatedMin`, by usage point, channel
 * and day. `updatedMax` is not looked at.
 */
export async function listMonthBlocksOfPoints(db: Queryable, input: RowsOfPoints): Promise<BlockRow[]> {
  const [startMin, startMax, updatedMin] = rangeParameters(input.range);
  const rows = await db.query<{ block: string }>(
    `with touched as (
       select distinct d.up_id, d.mr_no, ${monthOfDay} as month
       from interval_day d
       where d.up_id = any($1::int8[]) and d.updated >= $4 and d.day >= $5::date and d.day <= $6::date)
     select ${blockColumn}
     from touched t join interval_day d on ${ofMonth}
     where ${mayReach('$2')} and d.start_ts < $3
       and d.day >= $5::date and d.day <= $6::date
     order by d.up_id, d.mr_no, d.day`,
    [input.upIds, startMin, startMax, updatedMin, input.firstDay, input.lastDay],
  );
  return rows.map(readBlockRow);
}
