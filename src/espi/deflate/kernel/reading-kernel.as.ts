/**
 * The loop over readings, in AssemblyScript: `npm run compile:kernel` makes `reading-kernel.wasm.ts` of it, which
 * `reading-kernel.ts` runs. All numbers below that end in `At` are places in bytes; those of a slot count from its
 * beginning. Nothing is kept from call to call but what the caller puts into memory.
 */

/** Numbers below this are told by tables, four digits at once. */
export const tabled: i32 = 10_000;
/** Distances up to this have all their bits in one entry. */
export const nearest: i32 = 512;
/** Readings that the columns hold. */
export const mostReadings: i32 = 4096;
/** Bytes of the longest row whose numbers are unpacked here. */
export const mostRowBytes: i32 = 32_768;
/** Slots: each has the tables of the codes of a block, and of the template that was written last with them. */
export const slots: i32 = 16;
/** A reading is only begun before this many bytes: there is room for the longest behind. */
const mostOut: i32 = 8192;
const longestReading: i32 = 64;

/** What is told about a piece of a row and what is told back: places of 32-bit integers. */
export const registerAt: i32 = 0;
export const costAt: i32 = 4;
export const valueAt: i32 = 8;
export const costLengthAt: i32 = 12;
export const valueLengthAt: i32 = 16;
export const restAt: i32 = 20;
export const restBitsAt: i32 = 24;
export const outLengthAt: i32 = 28;
export const pendingAt: i32 = 32;
export const distanceAt: i32 = 36;
export const sizeAt: i32 = 40;
/** A 64-bit float: the start before the first reading. */
export const startAt: i32 = 48;

/** The bytes of a row, and its columns as 64-bit floats. */
export const rowAt: i32 = 64;
export const startsAt: i32 = rowAt + mostRowBytes + 64;
export const valuesAt: i32 = startsAt + 8 * mostReadings;
export const costsAt: i32 = valuesAt + 8 * mostReadings;
/** One more, for numbers that are kept elsewhere. */
export const spareAt: i32 = costsAt + 8 * mostReadings;
/** The bytes that were made. */
export const outAt: i32 = spareAt + 8 * mostReadings;
export const firstSlotAt: i32 = outAt + mostOut + longestReading;

const mapBytes: i32 = 4096;
/**
 * In a slot: for each number below 10,000 two integers. First the codes of its four digits, leading zeros included;
 * from bit 24 on how many bits these are; from bit 29 on how many zeros lead. Then the four digits as ASCII, the first
 * in the lowest byte.
 */
export const numbersAt: i32 = 0;
/** The CRC maps of four digits, three, two and one. */
export const digitMapsAt: i32 = numbersAt + 8 * tabled;
/** Code and extra bits of each length, and of each near distance. */
export const runsAt: i32 = digitMapsAt + 4 * mapBytes;
export const nearAt: i32 = runsAt + 4 * 259;
/** The codes of the ten digits, and how many bits that of `0` has. */
export const digitsAt: i32 = nearAt + 4 * (nearest + 1);
export const zeroBitsAt: i32 = digitsAt + 4 * 10;
/** The maps of a number's last group of digits with all that follows it: of four digits, three, two and one. */
export const costMapsAt: i32 = zeroBitsAt + 4;
export const valueMapsAt: i32 = costMapsAt + 4 * mapBytes;
export const middleMapAt: i32 = valueMapsAt + 4 * mapBytes;
export const gapMapAt: i32 = middleMapAt + mapBytes;
/** What the pairs of digits of a start do to the register, a hundred for each pair. */
export const startEffectsAt: i32 = gapMapAt + mapBytes;
/** Of the template, integers in this order. */
export const traitsAt: i32 = startEffectsAt + 4 * 500;
const hasCostAt: i32 = traitsAt;
const hasValueAt: i32 = traitsAt + 4;
const joinsAt: i32 = traitsAt + 8;
const foldsAt: i32 = traitsAt + 12;
const beforeCostAt: i32 = traitsAt + 16;
const beforeStartAt: i32 = traitsAt + 20;
const afterStartAt: i32 = traitsAt + 24;
const afterValueAt: i32 = traitsAt + 28;
const middleConstantAt: i32 = traitsAt + 32;
const valueConstantAt: i32 = traitsAt + 36;
const gapConstantAt: i32 = traitsAt + 40;
/**
 * A *step* is what it takes to write a start by the one before. Starts that are equally far apart share their steps,
 * which are found by the last four digits: those of quarters of an hour are a hundred. Integers: seconds from start to
 * start, or 0 where no steps are kept; the last four digits of a start are `residue` plus multiples of `unit`.
 */
export const stepAt: i32 = traitsAt + 44;
export const residueAt: i32 = stepAt + 4;
export const unitAt: i32 = stepAt + 8;
export const mostSteps: i32 = 500;
/** Steps that are kept, made when they are needed, and the one of starts that are not in step. */
export const stepsAt: i32 = stepAt + 12;
export const stepBytes: i32 = 20;
const oddStepAt: i32 = stepsAt + mostSteps * stepBytes;
export const slotBytes: i32 = oddStepAt + stepBytes;

/** In a step: codes of the digits that differ, 0 where it is not made yet. */
const digitCodesAt: i32 = 0;
/** Code of the run that begins with the equal digits behind and ends before the value. */
const runAfterAt: i32 = 4;
/** How many digits in front are equal, and how many behind. */
const aheadAt: i32 = 8;
const behindAt: i32 = 12;
/** What the last four digits do to the CRC's register by the end of what follows the start. */
const effectAt: i32 = 16;

/** Digits of a start. */
const startDigits: i32 = 10;
/** Digits of a start that differ have at most so many bits together. */
const mostBits: u32 = 24;
/** The bits of a packed code without their count, which is above them. */
const mask: u32 = 0xffffff;
/** Numbers below this have at most eight digits, in two groups of four. */
const most: u64 = 100_000_000;
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
 * Unpacks numbers, of which each is told by the one before: signed varints of at most seven bytes.
 *
 * @param from,end the bytes of the row from the first number on.
 * @param to the column.
 * @returns where the next column begins; 0 where a number is longer, or ends after the row.
 */
export function unpackNumbers(from: i32, end: i32, count: i32, to: i32): i32 {
  const toEnd = to + 8 * count;
  let at = from;
  let number: i64 = 0;
  while (to < toEnd && at < end) {
    // Eight bytes hold four short numbers. Which of them take one byte and which two nobody can foretell: a branch would
    // often be taken wrongly.
    let word = load<u64>(at);
    const fourth = min(to + 32, toEnd);
    while (to < fourth && (word & 0x8080) !== 0x8080) {
      const longer = word & 0x80;
      const zigzag = (word & 0x7f) | ((word >> 1) & ((longer << 7) - longer));
      number += <i64>(zigzag >> 1) ^ -(<i64>(zigzag & 1));
      store<f64>(to, <f64>number);
      to += 8;
      at += 1 + <i32>(longer >> 7);
      word >>= 8 + (longer >> 4);
    }
    if (to >= fourth) continue;
    let zigzag: u64 = 0;
    let shift: u64 = 0;
    let byte: u64 = 0x80;
    for (; byte > 0x7f; shift += 7) {
      if (shift === 49) return 0;
      byte = <u64>load<u8>(at++);
      zigzag |= (byte & 0x7f) << shift;
    }
    number += <i64>(zigzag >> 1) ^ -(<i64>(zigzag & 1));
    store<f64>(to, <f64>number);
    to += 8;
  }
  return to < toEnd || at > end ? 0 : at;
}

/** The last eight digits of a start as ASCII, the first in the lowest byte. */
function lastDigits(slot: i32, eight: u32): u64 {
  const first = eight / tabled;
  const four = <u64>load<u32>(slot + 8 * <i32>(eight - first * tabled), numbersAt + 4);
  return <u64>load<u32>(slot + 8 * <i32>first, numbersAt + 4) | (four << 32);
}

/**
 * Makes a step between two starts that differ.
 *
 * @returns whether it could be made: not where more digits differ than are put at once, or one of the first two.
 */
function makeStep(slot: i32, at: i32, start: u64, before: u64): bool {
  const first = start / most;
  if (before / most !== first) return false;
  const eight = <u32>(start - first * most);
  const text = lastDigits(slot, eight);
  // Equal digits show as zero bytes.
  const difference = text ^ lastDigits(slot, <u32>(before - first * most));
  const equal = <i32>(ctz(difference) >> 3);
  const behind = <i32>(clz(difference) >> 3);
  let left = text >> (8 * <u64>equal);
  let bits: u32 = 0;
  let count: u32 = 0;
  for (let differing = 8 - equal - behind; differing > 0; differing--) {
    const code = load<u32>(slot + 4 * <i32>(left & 15), digitsAt);
    if (count + (code >> 24) > mostBits) return false;
    bits |= (code & mask) << count;
    count += code >> 24;
    left >>= 8;
  }
  store<u32>(at, bits | (count << 24), digitCodesAt);
  store<u32>(at, load<u32>(slot + 4 * (behind + load<i32>(slot, afterStartAt)), runsAt), runAfterAt);
  store<i32>(at, startDigits - 8 + equal, aheadAt);
  store<i32>(at, behind, behindAt);
  const low = eight % tabled;
  const two = <i32>(low / 100);
  const effect = load<u32>(slot + 4 * (300 + two), startEffectsAt);
  store<u32>(at, effect ^ load<u32>(slot + 4 * (400 + <i32>low - 100 * two), startEffectsAt), effectAt);
  return true;
}

/** The effect of the first six digits of a start. */
function highEffect(slot: i32, high: u32): u32 {
  const four = <i32>(high / 100);
  const two = four / 100;
  return (
    load<u32>(slot + 4 * two, startEffectsAt) ^
    load<u32>(slot + 4 * (100 + four - 100 * two), startEffectsAt) ^
    load<u32>(slot + 4 * (200 + <i32>high - 100 * four), startEffectsAt)
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
