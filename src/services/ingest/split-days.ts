import { type LocalDay, localDayAt } from '../../espi/local-day.ts';
import { mergeReadings } from '../../espi/merge-readings.ts';
import type { PackedReadings } from '../../espi/packed-format.ts';
import { packReadings } from '../../espi/packed-readings.ts';
import type { Reading } from '../../espi/reading.ts';
import type { ZoneClock } from '../../espi/zone-clock.ts';
import type { Extent } from './assign-channels.ts';

/** The readings of one local day, packed. */
export interface PackedDay extends PackedReadings {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** End of the last reading in milliseconds. */
  readonly end: number;
  /** Readings that it holds. */
  readonly count: number;
}

/** Readings cut into local days. */
export interface SplitReadings {
  /** In the order of their dates. */
  readonly days: readonly PackedDay[];
  /** From the start of the first reading to the end of the last; absent when there is none. */
  readonly extent: Extent | undefined;
}

/** Packs the readings `from … to - 1`, which all start on one local day; they must be sorted. */
export function packDay(
  day: string,
  readings: readonly Reading[],
  from = 0,
  to = readings.length,
): PackedDay {
  const { startTs, step, n, enc, data, count, end } = packReadings(readings, from, to);
  return { day, startTs, step, n, enc, data, count, end: end * 1000 };
}

function isAscending(readings: readonly Reading[]): boolean {
  let before = Number.NEGATIVE_INFINITY;
  for (const { start } of readings) {
    if (start <= before) return false;
    before = start;
  }
  return true;
}

function extentOf(days: readonly PackedDay[], { start: lastStart }: Reading): Extent {
  const [first] = days;
  // A register read at an instant takes up its second.
  let end = lastStart + 1;
  for (const day of days) end = Math.max(end, day.end / 1000);
  return { start: first?.startTs ?? lastStart, end };
}

/**
 * Cuts readings into the local days on which they start, and packs each. Where several share a start and a
 * duration, the last one counts.
 *
 * @param readings in any order; cheap when they are sorted.
 * @throws RangeError naming the reading whose time or value does not fit.
 */
export function splitDays(readings: readonly Reading[], zone: ZoneClock): SplitReadings {
  const sorted = isAscending(readings) ? readings : mergeReadings([], readings).readings;
  const days: PackedDay[] = [];
  const last = sorted.at(-1);
  if (last === undefined) return { days, extent: undefined };
  let from = 0;
  let current: LocalDay | undefined;
  for (let i = 0; i < sorted.length; i++) {
    const start = sorted[i]?.start ?? 0;
    if (current !== undefined) {
      if (start < current.end) continue;
      days.push(packDay(current.day, sorted, from, i));
    }
    from = i;
    current = localDayAt(start, zone);
  }
  if (current !== undefined) days.push(packDay(current.day, sorted, from, sorted.length));
  return { days, extent: extentOf(days, last) };
}
