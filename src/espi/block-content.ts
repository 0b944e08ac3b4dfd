import { type ColumnScratch, type ReadingColumns, readColumns } from './packed-columns.ts';
import type { PackedReadings } from './packed-format.ts';

/** An IntervalBlock as it is stored: the writer makes text of it without an object for each reading. */
export interface BlockContent {
  /** In the order of their starts, none overlapping the next: one for a daily block, up to 31 for a month. */
  readonly rows: readonly PackedReadings[];
  /** Only readings with `startMin <= start < startMax` are written, seconds; absent: no bound. */
  readonly startMin?: number;
  readonly startMax?: number;
}

/** Readings `from … to - 1` of some columns. */
export interface ColumnSlice {
  readonly columns: ReadingColumns;
  readonly from: number;
  readonly to: number;
}

/** The first index whose start is at least this. */
function firstFrom({ starts, count }: ReadingColumns, start: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The readings of a row that lie within the bounds of its block; undefined when none does.
 *
 * @param scratch arrays for the columns, valid until they are used again.
 * @throws PackedReadingsError when the row is damaged.
 */
export function rowSlice(
  row: PackedReadings,
  { startMin, startMax }: Pick<BlockContent, 'startMin' | 'startMax'>,
  scratch?: ColumnScratch,
): ColumnSlice | undefined {
  const columns = readColumns(row, scratch);
  const from = startMin === undefined ? 0 : firstFrom(columns, startMin);
  const to = startMax === undefined ? columns.count : firstFrom(columns, startMax);
  return from < to ? { columns, from, to } : undefined;
}

/** Whether every reading of a regular row certainly lies within bounds: its columns need not be read to know. */
function surelyWithin(
  { startTs, step, n, enc }: PackedReadings,
  startMin: number,
  startMax: number,
): boolean {
  return enc === 0 && n > 0 && startTs >= startMin && startTs + (n - 1) * step < startMax;
}

/**
 * The block of some rows, trimmed; undefined when none of their readings lies within `startMin <= start < startMax`.
 *
 * @throws PackedReadingsError when a row that must be looked into is damaged.
 */
export function trimBlock(
  rows: readonly PackedReadings[],
  { startMin, startMax }: { readonly startMin: number; readonly startMax: number },
): BlockContent | undefined {
  if (rows.length > 0 && rows.every((row) => surelyWithin(row, startMin, startMax))) return { rows };
  const content = { rows, startMin, startMax };
  return rows.some((row) => rowSlice(row, content) !== undefined) ? content : undefined;
}
