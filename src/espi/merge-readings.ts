import type { Reading } from './reading.ts';
import { readingsEqual } from './reading-equality.ts';

/** What a merge makes of a series. */
export interface MergedReadings {
  /** Sorted by start, then duration. */
  readonly readings: readonly Reading[];
  /** Whether they differ from what was there. */
  readonly changed: boolean;
}

/** By start, then duration; of two that agree in both the later one stays. */
function ordered(readings: readonly Reading[]): Reading[] {
  const sorted = readings.toSorted((a, b) => a.start - b.start || a.duration - b.duration);
  return sorted.filter((reading, i) => {
    const next = sorted[i + 1];
    return next === undefined || next.start !== reading.start || next.duration !== reading.duration;
  });
}

/**
 * Puts new readings into a series. At each start the new ones replace all that were there, whatever their
 * duration.
 *
 * Some files hold two readings of different duration with one start: both are kept when they arrive
 * together. Of two with the same start and duration the later one is kept.
 *
 * @param existing the series as it was; sorted or not.
 * @param incoming in any order.
 */
export function mergeReadings(existing: readonly Reading[], incoming: readonly Reading[]): MergedReadings {
  const replaced = new Set(incoming.map(({ start }) => start));
  const kept = existing.filter(({ start }) => !replaced.has(start));
  const readings = ordered([...kept, ...incoming]);
  return { readings, changed: !readingsEqual(existing, readings) };
}
