import { dayParameters, everyRow, type RowRange, rangeParameters } from './row-range.ts';

/** The parameters of a statement whose parts are put together: `add` gives what stands for a value, `$3`. */
export interface StatementParameters {
  readonly values: readonly unknown[];
  readonly add: (value: unknown) => string;
}

/** Begins a list of parameters. */
export function createParameters(): StatementParameters {
  const values: unknown[] = [];
  return { values, add: (value) => `$${values.push(value)}` };
}

/** Columns that a range bounds. */
interface RangeColumns {
  readonly time: string;
  /** Whether a row is at or after a bound, where its time alone does not tell. */
  readonly since?: (bound: string) => string;
  readonly updated: string;
  /** The local day, where it is part of the key. */
  readonly day?: string;
}

/**
 * What a range asks of rows, ` and …` for each bound. A range whatever the time of entry must not ask for it: a plan for any
 * bounds takes the index of `updated` for it and reads what everybody has. One that asks has both bounds: with one,
 * such a plan holds a third of all rows to be within, and reads all that the usage points ever had.
 */
export function rangeConditions(
  range: RowRange,
  columns: RangeColumns,
  parameters: StatementParameters,
): string {
  const { time, since = (bound: string) => `${time} >= ${bound}`, updated, day } = columns;
  const [startMin, startMax, updatedMin, updatedMax] = rangeParameters(range);
  const [firstDay, lastDay] = dayParameters(range);
  const conditions: string[] = [];
  const int8 = (value: number): string => `${parameters.add(value)}::int8`;
  const date = (value: string): string => `${parameters.add(value)}::date`;
  if (range.startMin !== everyRow.startMin) {
    conditions.push(since(int8(startMin)));
    if (day !== undefined) conditions.push(`${day} >= ${date(firstDay)}`);
  }
  if (range.startMax !== everyRow.startMax) {
    conditions.push(`${time} < ${int8(startMax)}`);
    if (day !== undefined) conditions.push(`${day} <= ${date(lastDay)}`);
  }
  if (range.updatedMin !== everyRow.updatedMin || range.updatedMax !== everyRow.updatedMax)
    conditions.push(`${updated} >= ${int8(updatedMin)}`, `${updated} < ${int8(updatedMax)}`);
  return conditions.map((condition) => ` and ${condition}`).join('');
}
