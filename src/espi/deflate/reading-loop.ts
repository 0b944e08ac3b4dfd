import type { ReadingColumns } from '../packed-columns.ts';
import { type BitSink, makeRoom, mostBits, roomBytes } from './bit-sink.ts';
import { type CodeSet, lookupOf } from './code-set.ts';
import { afterDigits, afterText, applyMap, crcMap, mapSize } from './crc32.ts';
import { firstPair, lastPair, leading } from './digit-effects.ts';
import type { LastReading, TextTotals } from './last-reading.ts';
import { type Lookup, places, tabled } from './lookup.ts';
import { type PreparedTemplate, startDigits } from './prepared-template.ts';
import { putRun, putStart } from './reading-encoder.ts';

/** Numbers below this have at most eight digits, in two groups of four. */
const most = tabled * tabled;
/** The bits of a packed code without their count; the count is above them. */
const mask = 0xffffff;

// Constants of this module are constants of the machine code, members of an object are not.
const codesAt = places.codes;
const endsAt = places.ends;
const textsAt = places.texts;
const fourMapAt = places.digitMaps + 4 * mapSize;
const runsAt = places.runs;
const nearAt = places.near;
const costMapsAt = places.costMaps;
const valueMapsAt = places.valueMaps;
const middleAt = places.middleMap;
const gapAt = places.gapMap;
const costEffectsAt = places.costEffects;
const valueEffectsAt = places.valueEffects;
const startEffectsAt = places.startEffects;
const firstAt = firstPair;
const lastAt = lastPair;
const leadingAt = leading;
const atOnce = mostBits;
/** `number * hundredth >>> hundredthShift` is the number divided by 100, rounded down, below 10,000. */
const hundredth = 5243;
const hundredthShift = 19;

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
  table.set(prepared.costEffects, costEffectsAt);
  table.set(prepared.valueEffects, valueEffectsAt);
  table.set(prepared.startEffects, startEffectsAt);
  lookup.loaded = prepared;
}

/** What the first six digits of a start do to the register by the end of what follows the start. */
const highEffect = ({ afterSixMap }: PreparedTemplate, high: number): number =>
  applyMap(afterSixMap, afterDigits(0, high, 6));

/**
 * Writes readings that follow one another by what each has in common with the one before: a few runs at known
 * distances, and the digits that differ. Where value or cost repeat so do their digits, and runs join.
 *
 * This is the loop for which everything else waits, and it is written out: bits are kept in variables and put by the
 * same five lines wherever they are, as `putBits` does; the steps of the CRC are those of `applyMap`. `table` and
 * they cost half of what the functions do. Nothing is allocated.
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
  { starts, values, costs }: ReadingColumns,
  from: number,
  to: number,
): number {
  const lookup = lookupOf(set);
  load(lookup, template);
  makeRoom(bits);
  const { beforeCost, beforeStart, afterStart, afterValue, fixed, joins, folds } = template;
  const { gapConstant, middleConstant } = template;
  const costsHere = template.template.hasCost ? costs : undefined;
  const valuesHere = template.template.hasValue ? values : undefined;
  const { codes } = set;
  const { table: t, zeroBits } = lookup;
  const mostBytes = bits.bytes.length - roomBytes;
  let { view, at: byte, rest, restBits } = bits;
  let { start: startBefore, cost: costBefore, value: valueBefore, costLength, valueLength } = last;
  let distance = fixed + costLength + valueLength;
  let size = 0;
  let pending = 0;
  let high = Math.floor(startBefore / tabled);
  let lowText = t[textsAt + startBefore - high * tabled] as number;
  let effect = highEffect(template, high);
  let register = applyMap(template.openingMap, totals.register) ^ template.openingConstant;
  if (folds) register = applyMap(template.middleMap, register) ^ middleConstant;
  let beforeEnd = register;
  let x = 0;
  let zeros = 0;
  let group = 0;
  let run = 0;
  let near = 0;
  let count = 0;
  let skipped = 0;
  let i = from;

  for (; i < to; i++) {
    const start = starts[i] as number;
    const cost = costsHere === undefined ? 0 : (costsHere[i] as number) | 0;
    const value = valuesHere === undefined ? 0 : (valuesHere[i] as number) | 0;
    if (start === startBefore || cost < 0 || cost >= most || value < 0 || value >= most) break;
    if (costsHere !== undefined && cost !== costsHere[i]) break;
    if (valuesHere !== undefined && value !== valuesHere[i]) break;
    if (byte > mostBytes) {
      bits.at = byte;
      makeRoom(bits);
      ({ view, at: byte } = bits);
    }

    pending += beforeCost;
    if (costsHere !== undefined) {
      const first = cost < tabled ? cost : (cost / tabled) | 0;
      const entry = t[codesAt + first] as number;
      zeros = entry >>> 29;
      group = first;
      const differs = cost !== costBefore || !joins;
      if (differs) {
        run = t[runsAt + pending] as number;
        near = t[nearAt + distance] as number;
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
          putRun(bits, codes, pending, distance);
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
      } else pending += costLength;
      if (cost >= tabled) {
        group = cost - first * tabled;
        if (differs) {
          const four = t[codesAt + group] as number;
          rest |= (four & mask) << restBits;
          view.setInt32(byte, rest, true);
          restBits += (four >>> 24) & 31;
          byte += restBits >> 3;
          rest >>>= restBits & 24;
          restBits &= 7;
        }
        x = register ^ ((t[textsAt + first] as number) >>> (8 * zeros));
        const map = fourMapAt - zeros * mapSize;
        register =
          (t[map + (x & 0xff)] as number) ^
          (t[map + 256 + ((x >>> 8) & 0xff)] as number) ^
          (t[map + 512 + ((x >>> 16) & 0xff)] as number) ^
          (t[map + 768 + (x >>> 24)] as number);
        zeros = 0;
      }
      const map = costMapsAt + zeros * mapSize;
      const firstTwo = (group * hundredth) >>> hundredthShift;
      register =
        (t[map + (register & 0xff)] as number) ^
        (t[map + 256 + ((register >>> 8) & 0xff)] as number) ^
        (t[map + 512 + ((register >>> 16) & 0xff)] as number) ^
        (t[map + 768 + (register >>> 24)] as number) ^
        (t[costEffectsAt + firstAt + firstTwo] as number) ^
        (t[costEffectsAt + lastAt + group - firstTwo * 100] as number) ^
        (t[costEffectsAt + leadingAt + zeros] as number);
    } else if (!folds)
      register =
        (t[middleAt + (register & 0xff)] as number) ^
        (t[middleAt + 256 + ((register >>> 8) & 0xff)] as number) ^
        (t[middleAt + 512 + ((register >>> 16) & 0xff)] as number) ^
        (t[middleAt + 768 + (register >>> 24)] as number) ^
        middleConstant;

    pending += beforeStart;
    let low = (start - high * tabled) | 0;
    if (low >= 0 && low < tabled) {
      // The first six digits are the same. Equal ones among the last four show as zero bytes.
      const text = t[textsAt + low] as number;
      const difference = text ^ lowText;
      const behind = Math.clz32(difference) >> 3;
      const digit = (31 - Math.clz32(difference & -difference)) >> 3;
      run = t[runsAt + pending + startDigits - 4 + digit] as number;
      near = t[nearAt + distance] as number;
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
        putRun(bits, codes, pending + startDigits - 4 + digit, distance);
        ({ view, at: byte, rest, restBits } = bits);
      }
      const ends = t[endsAt + low] as number;
      const from = (ends >>> (5 * digit)) & 31;
      count = ((ends >>> (5 * (4 - behind))) & 31) - from;
      rest |= (((t[codesAt + low] as number) >>> from) & ((1 << count) - 1)) << restBits;
      view.setInt32(byte, rest, true);
      restBits += count;
      byte += restBits >> 3;
      rest >>>= restBits & 24;
      restBits &= 7;
      pending = behind + afterStart;
      lowText = text;
    } else {
      bits.at = byte;
      bits.rest = rest;
      bits.restBits = restBits;
      pending = putStart(bits, codes, start, startBefore, pending, distance) + afterStart;
      ({ view, at: byte, rest, restBits } = bits);
      high = Math.floor(start / tabled);
      low = start - high * tabled;
      lowText = t[textsAt + low] as number;
      effect = highEffect(template, high);
    }
    startBefore = start;
    // None of it waits for the register.
    x = (low * hundredth) >>> hundredthShift;
    register ^=
      (t[startEffectsAt + firstAt + x] as number) ^
      (t[startEffectsAt + lastAt + low - x * 100] as number) ^
      effect;

    if (valuesHere !== undefined) {
      beforeEnd = register;
      const first = value < tabled ? value : (value / tabled) | 0;
      const entry = t[codesAt + first] as number;
      zeros = entry >>> 29;
      group = first;
      const differs = value !== valueBefore || !joins;
      if (differs) {
        run = t[runsAt + pending] as number;
        near = t[nearAt + distance] as number;
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
          putRun(bits, codes, pending, distance);
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
      } else pending += valueLength;
      if (value >= tabled) {
        group = value - first * tabled;
        if (differs) {
          const four = t[codesAt + group] as number;
          rest |= (four & mask) << restBits;
          view.setInt32(byte, rest, true);
          restBits += (four >>> 24) & 31;
          byte += restBits >> 3;
          rest >>>= restBits & 24;
          restBits &= 7;
        }
        x = register ^ ((t[textsAt + first] as number) >>> (8 * zeros));
        const map = fourMapAt - zeros * mapSize;
        register =
          (t[map + (x & 0xff)] as number) ^
          (t[map + 256 + ((x >>> 8) & 0xff)] as number) ^
          (t[map + 512 + ((x >>> 16) & 0xff)] as number) ^
          (t[map + 768 + (x >>> 24)] as number);
        zeros = 0;
      }
      const map = valueMapsAt + zeros * mapSize;
      const firstTwo = (group * hundredth) >>> hundredthShift;
      register =
        (t[map + (register & 0xff)] as number) ^
        (t[map + 256 + ((register >>> 8) & 0xff)] as number) ^
        (t[map + 512 + ((register >>> 16) & 0xff)] as number) ^
        (t[map + 768 + (register >>> 24)] as number) ^
        (t[valueEffectsAt + firstAt + firstTwo] as number) ^
        (t[valueEffectsAt + lastAt + group - firstTwo * 100] as number) ^
        (t[valueEffectsAt + leadingAt + zeros] as number);
    } else {
      beforeEnd = register;
      register =
        (t[gapAt + (register & 0xff)] as number) ^
        (t[gapAt + 256 + ((register >>> 8) & 0xff)] as number) ^
        (t[gapAt + 512 + ((register >>> 16) & 0xff)] as number) ^
        (t[gapAt + 768 + (register >>> 24)] as number) ^
        gapConstant;
    }

    pending += afterValue;
    size += fixed + costLength + valueLength;
    distance = fixed + costLength + valueLength;
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
  last.start = startBefore;
  if (costsHere !== undefined) last.cost = costBefore;
  if (valuesHere !== undefined) last.value = valueBefore;
  last.costLength = costLength;
  last.valueLength = valueLength;
  return i;
}
