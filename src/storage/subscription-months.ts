import { type BlockRow, blockColumn, readBlockRow } from './block-rows.ts';
import type { Queryable } from './database.ts';
import { everyRow, type RowRange } from './row-range.ts';
import { lastStampOfPoints } from './stamps.ts';
import { createParameters, rangeConditions, type StatementParameters } from './statement-parameters.ts';
import { blockColumns, mayReach, type RowsOfPoints } from './subscription-blocks.ts';
import { readTextRows, textRow, textRows } from './text-rows.ts';

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

/** Whether a row has a reading at or after a time, by its first and its last. Only an irregular one does not tell its last. */
const reaches = (time: string): string =>
  `(d.start_ts >= ${time} or (d.step <> 0 and d.start_ts + (d.n - 1)::int8 * d.step >= ${time}))`;

const monthOfDay = `date_trunc('month', d.day::timestamp)::date`;
const ofMonth = `d.up_id = t.up_id and d.mr_no = t.mr_no
         and d.day >= t.month and d.day < (t.month + interval '1 month')::date`;

/** Which months: of all channels of usage points, or of one. */
interface MonthsFilter {
  readonly range: RowRange;
  /** Number of the one channel; absent for all. */
  readonly no?: number | undefined;
}

/**
 * The months of channels with readings in the range of which a row was entered at or after `updatedMin`, in their order,
 * for `readBlockMonths`. `updatedMax` is not looked at: a month counts as one. Irregular rows that begin before the range
 * are left out. Reads no readings.
 *
 * @param ids an int8[].
 */
export function blockMonthRows(
  ids: string,
  { range, no }: MonthsFilter,
  parameters: StatementParameters,
): string {
  const inRange = rangeConditions(
    { ...everyRow, startMin: range.startMin, startMax: range.startMax },
    { ...blockColumns, since: reaches },
    parameters,
  );
  const entered = rangeConditions({ ...everyRow, updatedMin: range.updatedMin }, blockColumns, parameters);
  const ofChannel = no === undefined ? '' : ` and d.mr_no = ${parameters.add(no)}`;
  const ofPoints = `d.up_id = any(${ids})${ofChannel}`;
  const rows =
    entered === ''
      ? `select d.*, ${monthOfDay} as month from interval_day d where ${ofPoints}${inRange}`
      : `select d.*, t.month
         from (select distinct d.up_id, d.mr_no, ${monthOfDay} as month from interval_day d
               where ${ofPoints}${entered}${inRange}) t
           join interval_day d on ${ofMonth}
         where true${inRange}`;
  return `select ${textRow(['d.up_id', 'd.mr_no', `to_char(d.month, 'YYYY-MM')`, 'max(d.updated)', 'sum(d.n)', 'count(*)'])}
    from (${rows}) d
    group by d.up_id, d.mr_no, d.month
    order by d.up_id, d.mr_no, d.month`;
}

/** The months of a value of `blockMonthRows`. */
export const readBlockMonths = (rows: string | null): BlockMonth[] =>
  readTextRows(rows, 6).map(([upId, no, month = '', newest, readings, count]) => ({
    upId: Number(upId),
    no: Number(no),
    month,
    newest: Number(newest),
    readings: Number(readings),
    rows: Number(count),
  }));

/** The months of `blockMonthRows` of some usage points. `stamp` is the last one at that instant. */
export async function listBlockMonths(
  db: Queryable,
  input: MonthsFilter & { readonly upIds: readonly number[] },
): Promise<{ readonly stamp: number; readonly months: BlockMonth[] }> {
  const parameters = createParameters();
  const ids = `${parameters.add(input.upIds)}::int8[]`;
  const [row] = await db.query<{ months: string | null; stamp: number | null }>(
    `select ${textRows(blockMonthRows(ids, input, parameters))} as months, ${lastStampOfPoints(ids)} as stamp`,
    parameters.values,
  );
  return { stamp: row?.stamp ?? 0, months: readBlockMonths(row?.months ?? null) };
}

/**
 * All rows of the months of some usage points in which a row was entered at or after `updatedMin`, by usage point, channel
 * and day. `updatedMax` is not looked at.
 */
export async function listMonthBlocksOfPoints(db: Queryable, input: RowsOfPoints): Promise<BlockRow[]> {
  const { startMin, startMax, updatedMin } = input.range;
  const parameters = createParameters();
  const { add } = parameters;
  const ids = `${add(input.upIds)}::int8[]`;
  const ofDays = `d.day >= ${add(input.firstDay)}::date and d.day <= ${add(input.lastDay)}::date`;
  const columns = { time: blockColumns.time, since: mayReach, updated: blockColumns.updated };
  const rows = await db.query<{ block: string }>(
    `with touched as (
       select distinct d.up_id, d.mr_no, ${monthOfDay} as month
       from interval_day d
       where d.up_id = any(${ids}) and ${ofDays}${rangeConditions({ ...everyRow, updatedMin }, columns, parameters)})
     select ${blockColumn}
     from touched t join interval_day d on ${ofMonth}
     where ${ofDays}${rangeConditions({ ...everyRow, startMin, startMax }, columns, parameters)}
     order by d.up_id, d.mr_no, d.day`,
    parameters.values,
  );
  return rows.map(readBlockRow);
}
