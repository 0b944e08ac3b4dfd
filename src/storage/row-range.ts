/**
 * Which rows a reader asks for: half-open ranges, `min <= x < max`; an open side is ±Infinity.
 * `start…` is the time of the data in seconds, `updated…` the time of entry here in milliseconds.
 */
export interface RowRange {
  readonly startMin: number;
  readonly startMax: number;
  readonly updatedMin: number;
  readonly updatedMax: number;
}

/** Every row. */
export const everyRow: RowRange = {
  startMin: Number.NEGATIVE_INFINITY,
  startMax: Number.POSITIVE_INFINITY,
  updatedMin: Number.NEGATIVE_INFINITY,
  updatedMax: Number.POSITIVE_INFINITY,
};

const largest = Number.MAX_SAFE_INTEGER;
const clamp = (value: number): number => Math.min(Math.max(Math.ceil(value), -largest), largest);

/**
 * The four bounds as int8 parameters, in the order of the interface. A bound with a fraction is rounded up:
 * for whole numbers `x >= 0.5` is `x >= 1`, and `x < 0.5` is `x < 1`.
 */
export function rangeParameters(range: RowRange): [number, number, number, number] {
  return [clamp(range.startMin), clamp(range.startMax), clamp(range.updatedMin), clamp(range.updatedMax)];
}

const daySeconds = 86_400;
// Beyond these a date has no four-digit year.
const firstDay = -62_135_596_800;
const lastDay = 253_402_300_799;

function utcDay(seconds: number, offsetDays: number): string {
  if (seconds < firstDay + daySeconds) return '-infinity';
  if (seconds > lastDay - daySeconds) return 'infinity';
  return new Date((seconds + offsetDays * daySeconds) * 1000).toISOString().slice(0, 10);
}

/** The local days, in any time zone, on which a reading of the range can start: for the key of interval_day. */
export function dayParameters(range: RowRange): [string, string] {
  return [utcDay(range.startMin, -1), utcDay(range.startMax, 1)];
}
