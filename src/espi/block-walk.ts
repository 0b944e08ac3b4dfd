import type { ColumnSlice } from './block-content.ts';
import type { FeedSink } from './feed-sink.ts';
import type { ReadingColumns, Run } from './packed-columns.ts';
import { findTemplate } from './reading-template.ts';

/** Where a walk along the runs of a property stands. */
interface RunCursor<T> {
  readonly runs: readonly Run<T>[] | undefined;
  next: number;
  /** Index of the first reading after the current run. */
  end: number;
  value: T | undefined;
}

const cursor = <T>(runs: readonly Run<T>[] | undefined): RunCursor<T> => ({
  runs,
  next: 0,
  end: runs === undefined ? Number.POSITIVE_INFINITY : 0,
  value: undefined,
});

/** Moves on to the run that holds a reading; runs are only ever walked forward. */
function moveTo<T>(at: RunCursor<T>, index: number): void {
  while (at.end <= index) {
    const run = at.runs?.[at.next++];
    if (run === undefined) {
      at.end = Number.POSITIVE_INFINITY;
      at.value = undefined;
      return;
    }
    at.end += run.length;
    at.value = run.value;
  }
}

/** The end of the readings that have, or have not, a number like the first of them. */
function endOfPresence(numbers: Float64Array | undefined, from: number, to: number): number {
  if (numbers === undefined) return to;
  const missing = Number.isNaN(numbers[from] as number);
  let end = from + 1;
  while (end < to && Number.isNaN(numbers[end] as number) === missing) end++;
  return end;
}

function endOfDuration(durations: number | Float64Array, from: number, to: number): number {
  if (typeof durations === 'number') return to;
  let end = from + 1;
  while (end < to && durations[end] === durations[from]) end++;
  return end;
}

const has = (numbers: Float64Array | undefined, index: number): boolean =>
  numbers !== undefined && !Number.isNaN(numbers[index] as number);

const durationAt = ({ durations }: ReadingColumns, index: number): number =>
  typeof durations === 'number' ? durations : (durations[index] ?? 0);

/** Hands readings to a sink, those in a row that share a template at once. */
export function writeReadings(sink: FeedSink, { columns, from, to }: ColumnSlice): void {
  const { values, costs, durations, hasMissing } = columns;
  const quality = cursor(columns.qualities);
  const tou = cursor(columns.tous);
  const cpp = cursor(columns.cpps);
  const consumptionTier = cursor(columns.consumptionTiers);
  for (let at = from; at < to; ) {
    moveTo(quality, at);
    moveTo(tou, at);
    moveTo(cpp, at);
    moveTo(consumptionTier, at);
    let end = Math.min(to, quality.end, tou.end, cpp.end, consumptionTier.end);
    end = endOfDuration(durations, at, end);
    if (hasMissing) {
      end = endOfPresence(values, at, end);
      end = endOfPresence(costs, at, end);
    }
    const template = findTemplate({
      hasCost: has(costs, at),
      hasValue: has(values, at),
      duration: durationAt(columns, at),
      quality: quality.value,
      tou: tou.value,
      cpp: cpp.value,
      consumptionTier: consumptionTier.value,
    });
    sink.readings(template, columns, at, end);
    at = end;
  }
}

/** Start of the first reading of a slice. */
export const sliceStart = ({ columns, from }: ColumnSlice): number => columns.starts[from] as number;

/** End of the last reading of a slice. */
export const sliceEnd = ({ columns, to }: ColumnSlice): number =>
  (columns.starts[to - 1] as number) + durationAt(columns, to - 1);
