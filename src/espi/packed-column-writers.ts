import { type ByteSink, longestVarint, putBitmap, putSigned, putVarint, reserve } from './packed-bytes.ts';
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

/** Writes the first `count` numbers of a column, NaN where there is none; `present` is how many there are. Returns its flags. */
export function putNumbers(
  sink: ByteSink,
  column: Float64Array,
  {
    key,
    count,
    present,
  }: { readonly key: 'value' | 'cost'; readonly count: number; readonly present: number },
): number {
  if (present === 0) return 0;
  const missing = present < count;
  if (missing) putBitmap(sink, count, (i) => !Number.isNaN(column[i]));
  reserve(sink, count * longestVarint);
  const { bytes } = sink;
  let { at } = sink;
  let before = 0;
  for (let i = 0; i < count; i++) {
    const number = column[i] as number;
    if (missing && Number.isNaN(number)) continue;
    const delta = number - before;
    before = number;
    const rest = delta < 0 ? -2 * delta - 1 : 2 * delta;
    // Nearly all are short; calling for each would take longer than writing it.
    if (rest < 128) bytes[at++] = rest;
    else if (rest < 16_384) {
      bytes[at++] = (rest & 127) | 128;
      bytes[at++] = rest >> 7;
    } else {
      sink.at = at;
      putVarint(sink, rest);
      at = sink.at;
    }
  }
  sink.at = at;
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

/** Writes the quality that all of `count` readings have; returns its flag. */
export function putOneQuality(sink: ByteSink, count: number, quality: readonly number[] = []): number {
  if (quality.length === 0) return 0;
  putVarint(sink, count);
  putCodes(sink, quality);
  return packedFlags.quality;
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
