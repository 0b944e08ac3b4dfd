import {
  afterStartAt,
  aheadAt,
  behindAt,
  digitCodesAt,
  digitsAt,
  effectAt,
  mask,
  most,
  numbersAt,
  runAfterAt,
  runsAt,
  startEffectsAt,
  tabled,
} from './kernel-memory.as.ts';

/** Digits of a start. */
const startDigits: i32 = 10;
/** Digits of a start that differ have at most so many bits together. */
const mostBits: u32 = 24;

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
export function makeStep(slot: i32, at: i32, start: u64, before: u64): bool {
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
export function highEffect(slot: i32, high: u32): u32 {
  const four = <i32>(high / 100);
  const two = four / 100;
  return (
    load<u32>(slot + 4 * two, startEffectsAt) ^
    load<u32>(slot + 4 * (100 + four - 100 * two), startEffectsAt) ^
    load<u32>(slot + 4 * (200 + <i32>high - 100 * four), startEffectsAt)
  );
}
