import { afterText, applyMap, crcMap } from './crc32.ts';

const pairs = 100;
/** Where in the effects of a number stand those of its first two digits, of its last two, and of its zeros. */
export const firstPair = 0;
export const lastPair = pairs;
export const leading = 2 * pairs;
/** Entries for one number: two pairs of digits, and 0 … 3 leading zeros. */
export const effectsSize = 2 * pairs + 4;

/** What a digit makes of a register of 0. */
const digitRegisters = Int32Array.from({ length: 10 }, (_, digit) => afterText(0, String(digit)));

/**
 * What the four digits of a number do to the CRC's register by the end of the text that follows them: the effect of the
 * first two xor that of the last two. Leading zeros, which are not written, are taken out again by an entry for how many
 * they are, into which a constant is put as well.
 *
 * @param after bytes that follow the digits.
 */
export function digitEffects(after: number, constant: number): Int32Array {
  const effects = new Int32Array(effectsSize);
  /** The ten digits by how many others follow them: 0 … 3. */
  const single = new Int32Array(40);
  for (let followers = 0; followers < 4; followers++) {
    const map = crcMap(after + followers);
    for (let digit = 0; digit < 10; digit++)
      single[followers * 10 + digit] = applyMap(map, digitRegisters[digit] as number);
  }
  for (let pair = 0, tens = 0; tens < 10; tens++)
    for (let ones = 0; ones < 10; ones++, pair++) {
      effects[firstPair + pair] = (single[30 + tens] as number) ^ (single[20 + ones] as number);
      effects[lastPair + pair] = (single[10 + tens] as number) ^ (single[ones] as number);
    }
  let zeros = constant;
  for (let count = 0; count < 4; count++) {
    effects[leading + count] = zeros;
    zeros ^= single[(3 - count) * 10] as number;
  }
  return effects;
}
