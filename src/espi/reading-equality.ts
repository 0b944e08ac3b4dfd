import type { Reading } from './reading.ts';

const none: readonly number[] = [];

/** Whether two lists of quality codes are the same; no list is the same as an empty one. */
export function sameCodes(a: readonly number[] = none, b: readonly number[] = none): boolean {
  return a === b || (a.length === b.length && a.every((code, i) => code === b[i]));
}

/** Whether two readings are the same in every member. */
export function sameReading(a: Reading, b: Reading): boolean {
  return (
    a.start === b.start &&
    a.duration === b.duration &&
    a.value === b.value &&
    a.cost === b.cost &&
    a.tou === b.tou &&
    a.cpp === b.cpp &&
    a.consumptionTier === b.consumptionTier &&
    sameCodes(a.quality, b.quality)
  );
}

/** Whether two series hold the same readings in the same order. */
export function readingsEqual(a: readonly Reading[], b: readonly Reading[]): boolean {
  return (
    a === b ||
    (a.length === b.length &&
      a.every((reading, i) => {
        const other = b[i];
        return other !== undefined && sameReading(reading, other);
      }))
  );
}
