import { localDay, localDayBounds } from '../../espi/local-day.ts';
import { mergeReadings } from '../../espi/merge-readings.ts';
import type { PackedReadings } from '../../espi/packed-format.ts';
import { packReadings } from '../../espi/packed-readings.ts';
import type { Reading } from '../../espi/reading.ts';
import type { ZoneClock } from '../../espi/zone-clock.ts';

/** The readings of one local day, packed. */
export interface PackedDay extends PackedReadings {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** End of the last reading in milliseconds. */
  readonly end: number;
  /** Readings that it holds. */
  readonly count: number;
}

/** Packs readings that all start on one local day; they must be sorted. */
export function packDay(day: string, readings: readonly Reading[]): PackedDay {
  let end = Number.NEGATIVE_INFINITY;
  for (const { start, duration } of readings) end = Math.max(end, start + duration);
  return { ...packReadings(readings), day, end: end * 1000, count: readings.length };
}

function isAscending(readings: readonly Reading[]): boolean {
  let before = Number.NEGATIVE_INFINITY;
  for (const { start } of readings) {
    if (start <= before) return false;
    before = start;
  }
  return true;
}

/**
 * Cuts readings into the local days on which they start, and packs each. Where several share a start and a
 * duration, the last one counts.
 *
 * @param readings in any order; cheap when they are sorted.
 * @throws RangeError naming the reading whose time or value does not fit.
 */
export function splitDays(readings: readonly Reading[], zone: ZoneClock): PackedDay[] {
  const sorted = isAscending(readings) ? readings : mergeReadings([], readings).readings;
  const days: PackedDay[] = [];
  let from = 0;
  let day = '';
  let until = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < sorted.length; i++) {
    const start = sorted[i]?.start ?? 0;
    if (start < until) continue;
    if (i > from) days.push(packDay(day, sorted.slice(from, i)));
    from = i;
    day = localDay(start, zone);
    until = localDayBounds(day, zone).end;
  }
  if (sorted.length > from) days.push(packDay(day, sorted.slice(from)));
  return days;
}
