import type { Reading } from '../../../src/espi/reading.ts';

/** Seconds of a UTC time: `at('2026-03-08T05:00')`. */
export const at = (text: string): number => Date.parse(`${text}:00Z`) / 1000;

/** A run of regular readings; `value` is made from the number of the reading. */
export function series(
  start: number,
  count: number,
  step: number,
  reading: (index: number) => Partial<Reading>,
): Reading[] {
  return Array.from({ length: count }, (_, index) => ({
    start: start + index * step,
    duration: step,
    ...reading(index),
  }));
}

// 6 to 9 March 2026 in New York: four local days, of which the 8th has 23 hours.
export const marchStart = at('2026-03-06T05:00');
const marchHours = 24 + 24 + 23 + 24;
export const marchEnd = marchStart + marchHours * 3600;

/** What a home takes from the grid, hour by hour, with its price; one reading is an estimate. */
export const forward = series(marchStart, marchHours, 3600, (hour) => ({
  value: 400 + ((hour * 137) % 900),
  cost: (400 + ((hour * 137) % 900)) * 16,
  quality: hour === 30 ? [8] : [17],
}));

/** What its solar panels give to the grid: nothing at night. */
export const reverse = series(marchStart, marchHours, 3600, (hour) => ({
  value: hour % 24 > 8 && hour % 24 < 17 ? 300 + hour : 0,
  cost: 0,
  quality: [17],
}));

/** The day after, which comes in with the second batch. */
export const nextDay = series(marchEnd, 24, 3600, (hour) => ({
  value: 500 + hour,
  cost: (500 + hour) * 16,
  quality: [17],
}));

/** One corrected hour of 7 March. */
export const corrected: Reading = {
  start: at('2026-03-07T12:00'),
  duration: 3600,
  value: 777,
  cost: 12_432,
  quality: [7],
};

/** Gas, day by day. The eighth is an hour short. */
export const gas: Reading[] = [
  { start: at('2026-03-06T05:00'), duration: 86_400, value: 2100, cost: 220_000, quality: [17] },
  { start: at('2026-03-07T05:00'), duration: 86_400, value: 1900, cost: 200_000, quality: [17] },
  { start: at('2026-03-08T05:00'), duration: 82_800, value: 1500, cost: 160_000, quality: [17] },
];

/** A flat, quarter by quarter, with a gap of an hour. */
export const flat = series(at('2026-03-06T05:00'), 192, 900, (index) => ({ value: 20 + (index % 7) })).filter(
  (_, index) => index < 40 || index >= 44,
);
