import { type ByteSink, putBitmap, putSigned, putVarint } from './packed-bytes.ts';
import { packedFlags } from './packed-format.ts';
import type { Reading } from './reading.ts';
import { sameCodes } from './reading-equality.ts';

/** Writes the starts and durations of an irregular series. */
export function putTimes(sink: ByteSink, readings: readonly Reading[], startTs: number): void {
  let before = { start: startTs, duration: 0 };
  for (const reading of readings) {
    putVarint(sink, reading.start - before.start);
    putSigned(sink, reading.duration - before.duration);
    before = reading;
  }
}

/** Writes which slots of a regular series are taken; `first` is its first reading. */
export function putGaps(
  sink: ByteSink,
  readings: readonly Reading[],
  { start, duration }: Reading,
  slots: number,
): void {
  const taken = new Set(readings.map((reading) => (reading.start - start) / duration));
  putBitmap(sink, slots, (slot) => taken.has(slot));
}

/** Writes the numbers of a column; returns its flags. */
export function putNumbers(sink: ByteSink, readings: readonly Reading[], key: 'value' | 'cost'): number {
  let present = 0;
  for (const reading of readings) if (reading[key] !== undefined) present++;
  if (present === 0) return 0;
  const missing = present < readings.length;
  if (missing) putBitmap(sink, readings.length, (i) => readings[i]?.[key] !== undefined);
  let before = 0;
  for (const reading of readings) {
    const number = reading[key];
    if (number === undefined) continue;
    putSigned(sink, number - before);
    before = number;
  }
  return packedFlags[key] | (missing ? packedFlags[`${key}Missing`] : 0);
}

/** How a property that seldom changes is told apart and written. */
interface RunWriter<T> {
  readonly flag: number;
  readonly of: (reading: Reading) => T | undefined;
  readonly same: (a: T | undefined, b: T | undefined) => boolean;
  readonly put: (sink: ByteSink, value: T | undefined) => void;
}

/** Writes the runs of a property; returns its flag. */
export function putRuns<T>(
  sink: ByteSink,
  readings: readonly Reading[],
  { flag, of, same, put }: RunWriter<T>,
): number {
  if (readings.every((reading) => same(of(reading), undefined))) return 0;
  let length = 0;
  let current: T | undefined;
  for (const reading of readings) {
    const value = of(reading);
    if (length > 0 && !same(value, current)) {
      putVarint(sink, length);
      put(sink, current);
      length = 0;
    }
    current = value;
    length++;
  }
  putVarint(sink, length);
  put(sink, current);
  return flag;
}

/** Codes are few, so that each run can be looked at. */
function checkCode(code: number): number {
  if (Number.isInteger(code) && Math.abs(code) <= 2 ** 31) return code;
  throw new RangeError(`The code ${code} of a reading is not an integer of 32 bits`);
}

function putCodes(sink: ByteSink, codes: readonly number[] = []): void {
  putVarint(sink, codes.length);
  for (const code of codes) putSigned(sink, checkCode(code));
}

function putOptional(sink: ByteSink, code: number | undefined): void {
  if (code === undefined) putVarint(sink, 0);
  else putVarint(sink, 1 + (checkCode(code) < 0 ? -2 * code - 1 : 2 * code));
}

/** The lists of quality codes. */
export const qualities: RunWriter<readonly number[]> = {
  flag: packedFlags.quality,
  of: ({ quality }) => quality,
  same: sameCodes,
  put: putCodes,
};
const codes = (flag: number, of: RunWriter<number>['of']): RunWriter<number> => ({
  flag,
  of,
  same: (a, b) => a === b,
  put: putOptional,
});
/** The codes, each of which a reading may have or not. */
export const tous = codes(packedFlags.tou, ({ tou }) => tou);
export const cpps = codes(packedFlags.cpp, ({ cpp }) => cpp);
export const consumptionTiers = codes(packedFlags.consumptionTier, ({ consumptionTier }) => consumptionTier);
