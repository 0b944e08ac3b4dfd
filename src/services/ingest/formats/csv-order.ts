import type { CsvReading } from './csv-reading.ts';

/**
 * How the rows of a file follow one another in time. It decides what a local time means that the clock shows twice,
 * and how long readings are that do not say it.
 */
export interface RowOrder {
  /** For the first pass: the earlier of two instants. */
  readonly learn: (series: string, candidates: readonly number[]) => number | undefined;
  /** Notes a row of the first pass. */
  readonly note: (row: CsvReading) => void;
  /** For the second pass: the one that comes next in the order of the file; undefined when neither does. */
  readonly pick: (series: string, candidates: readonly number[]) => number | undefined;
  /** Whether `pick` found none since this was asked last. */
  readonly refused: () => boolean;
  /** Notes a row of the second pass. */
  readonly pass: (row: CsvReading) => void;
  /** The distance from row to row that is most frequent, in seconds; undefined when there is none. */
  readonly distance: () => number | undefined;
}

const mostDistances = 1000;

/** Makes the order of a file's rows, newest or oldest first. */
export function createRowOrder(): RowOrder {
  const last = new Map<string, number>();
  const passed = new Map<string, number>();
  const distances = new Map<number, number>();
  let forward = 0;
  let missed = false;

  return {
    learn: (_series, [first]) => first,
    note(row) {
      const { series } = row;
      const before = last.get(series);
      last.set(series, row.start);
      if (before === undefined || before === row.start) return;
      forward += row.start > before ? 1 : -1;
      const distance = Math.abs(row.start - before);
      if (distances.size < mostDistances || distances.has(distance))
        distances.set(distance, (distances.get(distance) ?? 0) + 1);
    },
    pick(series, candidates) {
      const before = passed.get(series);
      const inOrder = forward < 0 ? candidates.toReversed() : candidates;
      const next = inOrder.find((t) => before === undefined || (forward < 0 ? t < before : t > before));
      missed ||= next === undefined;
      return next;
    },
    refused() {
      const was = missed;
      missed = false;
      return was;
    },
    pass: (row) => {
      passed.set(row.series, row.start);
    },
    distance: () => [...distances].sort((a, b) => b[1] - a[1])[0]?.[0],
  };
}
