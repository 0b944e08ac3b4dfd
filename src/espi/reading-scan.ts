import type { Reading } from './reading.ts';
import { sameCodes } from './reading-equality.ts';

const int48 = 2 ** 47;
const largestStep = 2 ** 31 - 1;

/** What one look at some readings finds out. */
export interface ReadingScan {
  /** Slots of a regular series; 0 when they make none. */
  readonly slots: number;
  /** End of the one that ends last, in seconds. */
  readonly end: number;
  /** How many have a value, and how many a cost. */
  readonly withValue: number;
  readonly withCost: number;
  /** Whether all have the quality of the first. */
  readonly oneQuality: boolean;
  /** Whether one of them has a tou, cpp or consumptionTier. */
  readonly hasCodes: boolean;
}

/** The numbers of the readings that were scanned last, NaN where one has none. They hold until the next scan. */
export const scanned = { values: new Float64Array(128), costs: new Float64Array(128) };

const fits = (number: number): boolean => Number.isInteger(number) && number <= int48 && number >= -int48;

function faultOf({ start, duration, value = 0, cost = 0 }: Reading, before: number): string | undefined {
  if (!fits(start)) return 'its start must be whole epoch seconds';
  if (start < before) return 'it comes before the one in front of it; sort the readings by start';
  if (!fits(duration) || duration < 0) return `its duration ${duration} must be whole seconds`;
  if (!fits(value)) return `its value ${value} is not an Int48`;
  if (!fits(cost)) return `its cost ${cost} is not an Int48`;
  return undefined;
}

/**
 * Checks the readings `from … to - 1`, at least one, and lays out their numbers, in one pass: they are many, and
 * seldom in the cache of the processor.
 *
 * @throws RangeError naming the reading that is out of order or holds a number that does not fit.
 */
export function scanReadings(readings: readonly Reading[], from: number, to: number): ReadingScan {
  const count = to - from;
  if (scanned.values.length < count) {
    scanned.values = new Float64Array(2 * count);
    scanned.costs = new Float64Array(2 * count);
  }
  const { values, costs } = scanned;
  const first = readings[from] as Reading;
  const { start: firstStart, duration: step, quality: firstQuality } = first;
  let regular = step >= 1 && step <= largestStep;
  let slot = -1;
  let [before, end] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [withValue, withCost] = [0, 0];
  let [oneQuality, hasCodes] = [true, false];
  for (let i = 0; i < count; i++) {
    const reading = readings[from + i] as Reading;
    const { start, duration, value, cost, quality } = reading;
    if (
      !(start >= before && fits(start) && duration >= 0 && fits(duration)) ||
      !(value === undefined || fits(value)) ||
      !(cost === undefined || fits(cost))
    )
      throw new RangeError(`Reading at ${start}: ${faultOf(reading, before)}`);
    before = start;
    if (start + duration > end) end = start + duration;
    if (regular) {
      const next = (start - firstStart) / step;
      if (duration !== step || next <= slot || !Number.isInteger(next)) regular = false;
      slot = next;
    }
    values[i] = value ?? Number.NaN;
    costs[i] = cost ?? Number.NaN;
    if (value !== undefined) withValue++;
    if (cost !== undefined) withCost++;
    if (quality !== firstQuality && oneQuality) oneQuality = sameCodes(quality, firstQuality);
    if (reading.tou !== undefined || reading.cpp !== undefined || reading.consumptionTier !== undefined)
      hasCodes = true;
  }
  // Few readings far apart take less space with their times than with a bit for every slot between them.
  const slots = regular && slot + 1 <= count * 16 + 64 ? slot + 1 : 0;
  return { slots, end, withValue, withCost, oneQuality, hasCodes };
}
