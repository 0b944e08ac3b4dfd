/**
 * The loop over readings, in AssemblyScript: `npm run compile:kernel` makes `reading-kernel.wasm.ts` of it and its
 * neighbours, which `reading-kernel.ts` runs.
 */
import {
  afterStartAt,
  afterValueAt,
  aheadAt,
  beforeCostAt,
  beforeStartAt,
  behindAt,
  costAt,
  costLengthAt,
  costMapsAt,
  costsAt,
  digitCodesAt,
  digitMapsAt,
  distanceAt,
  effectAt,
  foldsAt,
  gapConstantAt,
  gapMapAt,
  hasCostAt,
  hasValueAt,
  joinsAt,
  mapBytes,
  mask,
  middleConstantAt,
  middleMapAt,
  most,
  mostOut,
  nearAt,
  numbersAt,
  oddStepAt,
  outAt,
  outLengthAt,
  pendingAt,
  registerAt,
  residueAt,
  restAt,
  restBitsAt,
  runAfterAt,
  runsAt,
  sizeAt,
  startAt,
  startsAt,
  stepAt,
  stepBytes,
  stepsAt,
  tabled,
  unitAt,
  valueAt,
  valueConstantAt,
  valueLengthAt,
  valueMapsAt,
  valuesAt,
  zeroBitsAt,
} from './kernel-memory.as.ts';
import { highEffect, makeStep } from './start-steps.as.ts';

/** Added to a whole number 0 … 2^52 - 1, it makes a float with the number in its lowest bits. */
const wholeFloat: f64 = 4503599627370496.0;
const wholeBits: u64 = 0x4330000000000000;

/** The number in a column; at least `most` where it is NaN, negative or that large. */
function whole(at: i32): u64 {
  return reinterpret<u64>(load<f64>(at) + wholeFloat) - wholeBits;
}

/** Applies a CRC map, as `applyMap` does. */
function mapped(at: i32, x: u32): u32 {
  return (
    load<u32>(at + ((x << 2) & 0x3fc)) ^
    load<u32>(at + ((x >> 6) & 0x3fc), 1024) ^
    load<u32>(at + ((x >> 14) & 0x3fc), 2048) ^
    load<u32>(at + ((x >> 22) & 0x3fc), 3072)
  );
}

/**
 * Writes readings that follow one another by what each has in common with the one before: a few runs at known
 * distances, and the digits that differ. Where value or cost repeat so do their digits, and runs join.
 *
 * Each reading is written in this order: where its start leads (a step that is ready, or one made anew), cost, start,
 * value. `pending` is the length of the run that ends with the next number which differs; `nearBits` are the code of the
 * distance to the reading before. Bits are joined in 64: a run, a distance and digits are at most 55, and 7 are left
 * of those before. Value and cost are written out: a function cannot give back all that they change.
 *
 * @param slot all distances, lengths and starts that may come up stand in its tables.
 * @returns the index of the first reading that was not written: `to`, the first for which there was no room, or one
 *   whose numbers are not 0 … 99,999,999 or whose start is that of the reading before.
 */
export function writeReadings(slot: i32, from: i32, to: i32): i32 {
  const hasCost = load<bool>(slot, hasCostAt);
  const hasValue = load<bool>(slot, hasValueAt);
  const joins = load<bool>(slot, joinsAt);
  const folds = load<bool>(slot, foldsAt);
  const beforeCost = load<i32>(slot, beforeCostAt);
  const beforeStart = load<i32>(slot, beforeStartAt);
  const afterStart = load<i32>(slot, afterStartAt);
  const afterValue = load<i32>(slot, afterValueAt);
  const middleConstant = load<u32>(slot, middleConstantAt);
  const valueConstant = load<u32>(slot, valueConstantAt);
  const zeroBits = load<u32>(slot, zeroBitsAt);
  const step = load<i32>(slot, stepAt);
  const residue = load<i32>(slot, residueAt);
  const unit = load<i32>(slot, unitAt);
  const stride = step === 0 ? 0 : (step / unit) * stepBytes;

  let register = load<u32>(registerAt);
  let costBefore = load<i32>(costAt);
  let valueBefore = load<i32>(valueAt);
  let costLength = load<i32>(costLengthAt);
  let valueLength = load<i32>(valueLengthAt);
  let startBefore = <u64>load<f64>(startAt);
  let rest = <u64>load<u32>(restAt);
  let restBits = <u64>load<u32>(restBitsAt);
  let out = outAt;
  let distance = load<i32>(distanceAt);
  const near = load<u32>(slot + 4 * distance, nearAt);
  let nearBits = near & mask;
  let nearCount = near >> 24;
  let size = 0;
  let pending = 0;
  /** The step after this one, and how many follow in the table. */
  let next = 0;
  let left = 0;
  let effect: u32 = 0;
  let beforeEnd = register;
  let i = from;

  for (; i < to && out < outAt + mostOut; i++) {
    const wholeCost = hasCost ? whole(costsAt + 8 * i) : 0;
    const wholeValue = hasValue ? whole(valuesAt + 8 * i) : 0;
    if (wholeCost >= most || wholeValue >= most) break;
    const cost = <i32>wholeCost;
    const value = <i32>wholeValue;
    let at = next;
    if (left > 0) {
      left--;
      if (load<u32>(at, digitCodesAt) === 0) {
        const low = residue + ((at - slot - stepsAt) / stepBytes) * unit;
        if (!makeStep(slot, at, low, low - step)) break;
      }
    } else {
      const start = <u64>load<f64>(startsAt + 8 * i);
      if (i > from) startBefore = <u64>load<f64>(startsAt + 8 * i - 8);
      if (start === startBefore) break;
      at = slot + oddStepAt;
      if (!makeStep(slot, at, start, startBefore)) break;
      const high = <u32>(start / tabled);
      const low = <i32>(start % tabled);
      effect = highEffect(slot, high);
      if (step !== 0) {
        left = (tabled - 1 - low) / step;
        next = slot + stepsAt + ((low - residue) / unit) * stepBytes;
      }
    }
    next += stride;

    pending += beforeCost;
    if (hasCost) {
      const large = cost >= tabled;
      const first = large ? cost / tabled : cost;
      const entry = load<u32>(slot + 8 * first, numbersAt);
      const zeros = entry >> 29;
      const text = load<u32>(slot + 8 * first, numbersAt + 4) >> (8 * zeros);
      const differs = cost !== costBefore || !joins;
      if (differs) {
        const run = load<u32>(slot + 4 * pending, runsAt);
        const toNear = run >> 24;
        const toDigits = toNear + nearCount;
        const skipped = zeros * zeroBits;
        const codes = <u64>((entry & mask) >> skipped);
        rest |= (<u64>((run & mask) | (nearBits << toNear)) | (codes << (<u64>toDigits))) << restBits;
        restBits += <u64>(toDigits + ((entry >> 24) & 31) - skipped);
        store<u64>(out, rest);
        out += <i32>(restBits >> 3);
        rest >>= restBits & 56;
        restBits &= 7;
        pending = 0;
        const length = (large ? 8 : 4) - <i32>zeros;
        distance += length - costLength;
        costLength = length;
        costBefore = cost;
        const near = load<u32>(slot + 4 * distance, nearAt);
        nearBits = near & mask;
        nearCount = near >> 24;
      } else pending += costLength;
      if (large) {
        const group = cost - first * tabled;
        if (differs) {
          const four = load<u32>(slot + 8 * group, numbersAt);
          rest |= (<u64>(four & mask)) << restBits;
          restBits += <u64>((four >> 24) & 31);
          store<u64>(out, rest);
          out += <i32>(restBits >> 3);
          rest >>= restBits & 56;
          restBits &= 7;
        }
        register = mapped(slot + digitMapsAt + <i32>zeros * mapBytes, register ^ text);
        register ^= load<u32>(slot + 8 * group, numbersAt + 4);
        register = mapped(slot + costMapsAt, register) ^ middleConstant;
      } else register = mapped(slot + costMapsAt + <i32>zeros * mapBytes, register ^ text) ^ middleConstant;
    } else if (!folds) register = mapped(slot + middleMapAt, register) ^ middleConstant;

    pending += beforeStart;
    const run = load<u32>(slot + 4 * (pending + load<i32>(at, aheadAt)), runsAt);
    const toNear = run >> 24;
    const toDigits = toNear + nearCount;
    const digits = load<u32>(at, digitCodesAt);
    const codes = <u64>(digits & mask);
    rest |= (<u64>((run & mask) | (nearBits << toNear)) | (codes << (<u64>toDigits))) << restBits;
    restBits += <u64>(toDigits + (digits >> 24));
    store<u64>(out, rest);
    out += <i32>(restBits >> 3);
    rest >>= restBits & 56;
    restBits &= 7;
    register ^= load<u32>(at, effectAt) ^ effect;
    beforeEnd = register;

    if (hasValue) {
      const large = value >= tabled;
      const first = large ? value / tabled : value;
      const entry = load<u32>(slot + 8 * first, numbersAt);
      const zeros = entry >> 29;
      const text = load<u32>(slot + 8 * first, numbersAt + 4) >> (8 * zeros);
      const differs = value !== valueBefore || !joins;
      if (differs) {
        const run = load<u32>(at, runAfterAt);
        const toNear = run >> 24;
        const toDigits = toNear + nearCount;
        const skipped = zeros * zeroBits;
        const codes = <u64>((entry & mask) >> skipped);
        rest |= (<u64>((run & mask) | (nearBits << toNear)) | (codes << (<u64>toDigits))) << restBits;
        restBits += <u64>(toDigits + ((entry >> 24) & 31) - skipped);
        store<u64>(out, rest);
        out += <i32>(restBits >> 3);
        rest >>= restBits & 56;
        restBits &= 7;
        pending = 0;
        const length = (large ? 8 : 4) - <i32>zeros;
        distance += length - valueLength;
        valueLength = length;
        valueBefore = value;
        const near = load<u32>(slot + 4 * distance, nearAt);
        nearBits = near & mask;
        nearCount = near >> 24;
      } else pending = load<i32>(at, behindAt) + afterStart + valueLength;
      if (large) {
        const group = value - first * tabled;
        if (differs) {
          const four = load<u32>(slot + 8 * group, numbersAt);
          rest |= (<u64>(four & mask)) << restBits;
          restBits += <u64>((four >> 24) & 31);
          store<u64>(out, rest);
          out += <i32>(restBits >> 3);
          rest >>= restBits & 56;
          restBits &= 7;
        }
        register = mapped(slot + digitMapsAt + <i32>zeros * mapBytes, register ^ text);
        register ^= load<u32>(slot + 8 * group, numbersAt + 4);
        register = mapped(slot + valueMapsAt, register) ^ valueConstant;
      } else register = mapped(slot + valueMapsAt + <i32>zeros * mapBytes, register ^ text) ^ valueConstant;
    } else {
      pending = load<i32>(at, behindAt) + afterStart;
      register = mapped(slot + gapMapAt, register) ^ load<u32>(slot, gapConstantAt);
    }
    pending += afterValue;
    size += distance;
  }

  store<u32>(registerAt, beforeEnd);
  store<i32>(costAt, costBefore);
  store<i32>(valueAt, valueBefore);
  store<i32>(costLengthAt, costLength);
  store<i32>(valueLengthAt, valueLength);
  store<u32>(restAt, <u32>rest);
  store<u32>(restBitsAt, <u32>restBits);
  store<i32>(outLengthAt, out - outAt);
  store<i32>(pendingAt, pending);
  store<i32>(distanceAt, distance);
  store<i32>(sizeAt, size);
  return i;
}
