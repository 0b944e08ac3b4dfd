import type { ReadingColumns } from '../packed-columns.ts';
import { type BitSink, makeRoom, mostBits, putBits, roomBytes } from './bit-sink.ts';
import { type CodeSet, lookupOf } from './code-set.ts';
import type { Packed } from './code-table.ts';
import { afterText, applyMap, crcMap, mapSize } from './crc32.ts';
import { highEffect } from './digit-effects.ts';
import type { LastReading, TextTotals } from './last-reading.ts';
import { type Lookup, places, type StepTable, tabled } from './lookup.ts';
import type { PreparedTemplate } from './prepared-template.ts';
import { putRun } from './reading-encoder.ts';
import {
  findSteps,
  lowAt,
  makeStep,
  oddStep,
  stepAhead,
  stepAt,
  stepBehind,
  stepDigits,
  stepEffect,
  stepRun,
  stepRunAfter,
  stepSize,
} from './start-steps.ts';

/** Numbers below this have at most eight digits, in two groups of four. */
const most = tabled * tabled;
/** The bits of a packed code without their count; the count is above them. */
const mask = 0xffffff;

// Constants of this module are constants of the machine code, members of an object are not.
const numbersAt = places.numbers;
const fourMapAt = places.digitMaps + 4 * mapSize;
const runsAt = places.runs;
const nearAt = places.near;
const costMapsAt = places.costMaps;
const valueMapsAt = places.valueMaps;
const middleAt = places.middleMap;
const gapAt = places.gapMap;
const oddAt = oddStep;
const runOf = stepRun;
const digitsOf = stepDigits;
const runAfterOf = stepRunAfter;
const aheadOf = stepAhead;
const behindOf = stepBehind;
const effectOf = stepEffect;
const sizeOfStep = stepSize;
const atOnce = mostBits;

/** Brings what belongs to a template into the table, if it is not there: all that its readings need. */
function load(lookup: Lookup, prepared: PreparedTemplate): void {
  if (lookup.loaded === prepared) return;
  const { table } = lookup;
  const { hasCost, hasValue } = prepared.template;
  for (let digits = 1; digits <= 4; digits++) {
    const at = (4 - digits) * mapSize;
    if (hasCost) table.set(crcMap(digits + prepared.costStep), costMapsAt + at);
    if (hasValue) table.set(crcMap(digits + prepared.valueStep), valueMapsAt + at);
  }
  if (!hasCost) table.set(prepared.middleMap, middleAt);
  if (!hasValue) table.set(prepared.gapMap, gapAt);
  lookup.steps = undefined;
  lookup.loaded = prepared;
}

/** Puts three codes of which the bits are too many to be put at once. */
function putApart(bits: BitSink, first: Packed, second: Packed, third: Packed): void {
  putBits(bits, first & mask, first >>> 24);
  putBits(bits, second & mask, second >>> 24);
  putBits(bits, third & mask, third >>> 24);
}

/**
 * Writes readings that follow one another by what each has in common with the one before: a few runs at known
 * distances, and the digits that differ. Where value or cost repeat so do their digits, and runs join.
 *
 * This is the loop for which everything else waits, and it is written out: bits are kept in variables and put by the
 * same five lines wherever they are, as `putBits` does; the steps of the CRC are those of `applyMap`. `table` and
 * they cost half of what the functions do. Nothing is allocated. Each reading is written in this order: where its start
 * leads (a step that is ready, or one made anew), cost, start, value. `pending` is the length of the run that ends with
 * the next number which differs; `near` is the code of the distance to the reading before.
 *
 * @param last the reading right before, of the same template; it is replaced.
 * @param columns all starts `from … to - 1` have ten digits.
 * @returns the index of the first reading that was not written: `to`, or one whose numbers are not 0 … 99,999,999 or
 *   whose start is that of the reading before.
 */
export function writeRow(
  bits: BitSink,
  set: CodeSet,
  totals: TextTotals,
  template: PreparedTemplate,
  last: LastReading,
  { starts, step, values, costs }: ReadingColumns,
  from: number,
  to: number,
): number {
  const lookup = lookupOf(set);
  load(lookup, template);
  makeRoom(bits);
  const { beforeCost, beforeStart, afterStart, afterValue, fixed, joins, folds, usualRun } = template;
  const { gapConstant, middleConstant, valueConstant } = template;
  const costsHere = template.template.hasCost ? costs : undefined;
  const valuesHere = template.template.hasValue ? values : undefined;
  const { codes } = set;
  const { table: t, zeroBits } = lookup;
  const mostBytes = bits.bytes.length - roomBytes;
  let { view, at: byte, rest, restBits } = bits;
  let { cost: costBefore, value: valueBefore, costLength, valueLength } = last;
  let distance = fixed + costLength + valueLength;
  let size = 0;
  let pending = 0;
  const steps = findSteps(lookup, template, step, starts[from] as number);
  const stride = steps === undefined ? 0 : (step / steps.unit) * sizeOfStep;
  /** The step after this one, and how many follow in the table. */
  let next = 0;
  let left = 0;
  let effect = 0;
  let register = applyMap(template.openingMap, totals.register) ^ template.openingConstant;
  if (folds) register = applyMap(template.middleMap, register) ^ middleConstant;
  let beforeEnd = register;
  let x = 0;
  let zeros = 0;
  let run = 0;
  let near = t[nearAt + distance] as number;
  let count = 0;
  let skipped = 0;
  let i = from;

  for (; i < to; i++) {
    const cost = costsHere === undefined ? 0 : (costsHere[i] as number) | 0;
    const value = valuesHere === undefined ? 0 : (valuesHere[i] as number) | 0;
    if (cost < 0 || cost >= most || value < 0 || value >= most) break;
    if (costsHere !== undefined && cost !== costsHere[i]) break;
    if (valuesHere !== undefined && value !== valuesHere[i]) break;
    let at = next;
    if (left > 0) {
      left--;
      if (t[at + digitsOf] === 0) {
        const low = lowAt(steps as StepTable, at);
        if (!makeStep(lookup, codes, template, at, 0, low, 0, low - step)) break;
      }
    } else {
      const start = starts[i] as number;
      const before = i === from ? last.start : (starts[i - 1] as number);
      const high = Math.floor(start / tabled) | 0;
      const low = (start - high * tabled) | 0;
      const highBefore = Math.floor(before / tabled) | 0;
      const lowBefore = (before - highBefore * tabled) | 0;
      at = oddAt;
      if (start === before || !makeStep(lookup, codes, template, at, high, low, highBefore, lowBefore)) break;
      effect = highEffect(template.startEffects, high);
      if (steps !== undefined) {
        left = Math.floor((tabled - 1 - low) / step);
        next = stepAt(steps, low);
      }
    }
    next += stride;
    if (byte > mostBytes) {
      bits.at = byte;
      makeRoom(bits);
      ({ view, at: byte } = bits);
    }

    pending += beforeCost;
    if (costsHere !== undefined) {
      const first = cost < tabled ? cost : (cost / tabled) | 0;
      const entry = t[numbersAt + 2 * first] as number;
      let text = t[numbersAt + 2 * first + 1] as number;
      zeros = entry >>> 29;
      const differs = cost !== costBefore || !joins;
      if (differs) {
        run = t[runsAt + pending] as number;
        count = (run >>> 24) + (near >>> 24);
        if (count <= atOnce) {
          rest |= ((run & mask) | ((near & mask) << (run >>> 24))) << restBits;
          view.setInt32(byte, rest, true);
          restBits += count;
          byte += restBits >> 3;
          rest >>>= restBits & 24;
          restBits &= 7;
        } else {
          bits.at = byte;
          bits.rest = rest;
          bits.restBits = restBits;
          putApart(bits, run, near, 0);
          ({ view, at: byte, rest, restBits } = bits);
        }
        pending = 0;
        skipped = zeros * zeroBits;
        rest |= ((entry & mask) >>> skipped) << restBits;
        view.setInt32(byte, rest, true);
        restBits += ((entry >>> 24) & 31) - skipped;
        byte += restBits >> 3;
        rest >>>= restBits & 24;
        restBits &= 7;
        const length = cost < tabled ? 4 - zeros : 8 - zeros;
        distance += length - costLength;
        costLength = length;
        costBefore = cost;
        near = t[nearAt + distance] as number;
      } else pending += costLength;
      if (cost >= tabled) {
        const group = cost - first * tabled;
        if (differs) {
          const four = t[numbersAt + 2 * group] as number;
          rest |= (four & mask) << restBits;
          view.setInt32(byte, rest, true);
          restBits += (four >>> 24) & 31;
          byte += restBits >> 3;
          rest >>>= restBits & 24;
          restBits &= 7;
        }
        x = register ^ (text >>> (8 * zeros));
        const map = fourMapAt - zeros * mapSize;
        register =
          (t[map + (x & 0xff)] as number) ^
          (t[map + 256 + ((x >>> 8) & 0xff)] as number) ^
          (t[map + 512 + ((x >>> 16) & 0xff)] as number) ^
          (t[map + 768 + (x >>> 24)] as number);
        text = t[numbersAt + 2 * group + 1] as number;
        zeros = 0;
      }
      const map = costMapsAt + zeros * mapSize;
      x = register ^ (text >>> (8 * zeros));
      register =
        (t[map + (x & 0xff)] as number) ^
        (t[map + 256 + ((x >>> 8) & 0xff)] as number) ^
        (t[map + 512 + ((x >>> 16) & 0xff)] as number) ^
        (t[map + 768 + (x >>> 24)] as number) ^
        middleConstant;
    } else if (!folds)
      register =
        (t[middleAt + (register & 0xff)] as number) ^
        (t[middleAt + 256 + ((register >>> 8) & 0xff)] as number) ^
        (t[middleAt + 512 + ((register >>> 16) & 0xff)] as number) ^
        (t[middleAt + 768 + (register >>> 24)] as number) ^
        middleConstant;

    pending += beforeStart;
    run =
      pending === usualRun
        ? (t[at + runOf] as number)
        : (t[runsAt + pending + (t[at + aheadOf] as number)] as number);
    const digits = t[at + digitsOf] as number;
    count = (run >>> 24) + (near >>> 24);
    if (count + (digits >>> 24) <= atOnce) {
      rest |= ((run & mask) | ((near & mask) << (run >>> 24)) | ((digits & mask) << count)) << restBits;
      view.setInt32(byte, rest, true);
      restBits += count + (digits >>> 24);
      byte += restBits >> 3;
      rest >>>= restBits & 24;
      restBits &= 7;
    } else {
      bits.at = byte;
      bits.rest = rest;
      bits.restBits = restBits;
      putApart(bits, run, near, digits);
      ({ view, at: byte, rest, restBits } = bits);
    }
    register ^= (t[at + effectOf] as number) ^ effect;

    if (valuesHere !== undefined) {
      beforeEnd = register;
      const first = value < tabled ? value : (value / tabled) | 0;
      const entry = t[numbersAt + 2 * first] as number;
      let text = t[numbersAt + 2 * first + 1] as number;
      zeros = entry >>> 29;
      const differs = value !== valueBefore || !joins;
      if (differs) {
        run = t[at + runAfterOf] as number;
        count = (run >>> 24) + (near >>> 24);
        if (count <= atOnce) {
          rest |= ((run & mask) | ((near & mask) << (run >>> 24))) << restBits;
          view.setInt32(byte, rest, true);
          restBits += count;
          byte += restBits >> 3;
          rest >>>= restBits & 24;
          restBits &= 7;
        } else {
          bits.at = byte;
          bits.rest = rest;
          bits.restBits = restBits;
          putApart(bits, run, near, 0);
          ({ view, at: byte, rest, restBits } = bits);
        }
        pending = 0;
        skipped = zeros * zeroBits;
        rest |= ((entry & mask) >>> skipped) << restBits;
        view.setInt32(byte, rest, true);
        restBits += ((entry >>> 24) & 31) - skipped;
        byte += restBits >> 3;
        rest >>>= restBits & 24;
        restBits &= 7;
        const length = value < tabled ? 4 - zeros : 8 - zeros;
        distance += length - valueLength;
        valueLength = length;
        valueBefore = value;
        near = t[nearAt + distance] as number;
      } else pending = (t[at + behindOf] as number) + afterStart + valueLength;
      if (value >= tabled) {
        const group = value - first * tabled;
        if (differs) {
          const four = t[numbersAt + 2 * group] as number;
          rest |= (four & mask) << restBits;
          view.setInt32(byte, rest, true);
          restBits += (four >>> 24) & 31;
          byte += restBits >> 3;
          rest >>>= restBits & 24;
          restBits &= 7;
        }
        x = register ^ (text >>> (8 * zeros));
        const map = fourMapAt - zeros * mapSize;
        register =
          (t[map + (x & 0xff)] as number) ^
          (t[map + 256 + ((x >>> 8) & 0xff)] as number) ^
          (t[map + 512 + ((x >>> 16) & 0xff)] as number) ^
          (t[map + 768 + (x >>> 24)] as number);
        text = t[numbersAt + 2 * group + 1] as number;
        zeros = 0;
      }
      const map = valueMapsAt + zeros * mapSize;
      x = register ^ (text >>> (8 * zeros));
      register =
        (t[map + (x & 0xff)] as number) ^
        (t[map + 256 + ((x >>> 8) & 0xff)] as number) ^
        (t[map + 512 + ((x >>> 16) & 0xff)] as number) ^
        (t[map + 768 + (x >>> 24)] as number) ^
        valueConstant;
    } else {
      pending = (t[at + behindOf] as number) + afterStart;
      beforeEnd = register;
      register =
        (t[gapAt + (register & 0xff)] as number) ^
        (t[gapAt + 256 + ((register >>> 8) & 0xff)] as number) ^
        (t[gapAt + 512 + ((register >>> 16) & 0xff)] as number) ^
        (t[gapAt + 768 + (register >>> 24)] as number) ^
        gapConstant;
    }

    pending += afterValue;
    size += distance;
  }
  if (i === from) return from;

  bits.at = byte;
  bits.rest = rest;
  bits.restBits = restBits;
  putRun(bits, codes, pending, distance);
  const beforeClosing = valuesHere === undefined ? beforeEnd : afterText(beforeEnd, String(valueBefore));
  totals.register = applyMap(template.closingMap, beforeClosing) ^ template.closingConstant;
  totals.size += size;
  last.at = totals.size - distance;
  last.start = starts[i - 1] as number;
  if (costsHere !== undefined) last.cost = costBefore;
  if (valuesHere !== undefined) last.value = valueBefore;
  last.costLength = costLength;
  last.valueLength = valueLength;
  return i;
}
