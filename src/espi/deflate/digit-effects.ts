import { afterText, applyMap, crcMap } from './crc32.ts';

/** What a digit makes of a register of 0. */
const digitRegisters = Int32Array.from({ length: 10 }, (_, digit) => afterText(0, String(digit)));

/** Digits of a start: those of every moment from 2001 to 2286. Others take the way of text. */
export const startDigits = 10;

/**
 * What the ten digits of a start do to the CRC's register by the end of the text that follows them: a hundred effects for
 * each pair of digits, the first pair first.
 */
export function startEffects(after: number): Int32Array {
  const effects = new Int32Array(50 * startDigits);
  const single = digitRegisters.map((register) => applyMap(crcMap(after), register));
  const further = crcMap(1);
  for (let at = effects.length - 100; at >= 0; at -= 100) {
    const tens = single.map((register) => applyMap(further, register));
    for (let pair = 0; pair < 100; pair++)
      effects[at + pair] = (tens[Math.floor(pair / 10)] as number) ^ (single[pair % 10] as number);
    tens.forEach((register, digit) => {
      single[digit] = applyMap(further, register);
    });
  }
  return effects;
}

/** The effect of the first six digits of a start. */
export function highEffect(effects: Int32Array, high: number): number {
  const four = (high / 100) | 0;
  const two = (four / 100) | 0;
  return (
    (effects[two] as number) ^
    (effects[100 + four - two * 100] as number) ^
    (effects[200 + high - four * 100] as number)
  );
}

/** The effect of the last four. */
export function lowEffect(effects: Int32Array, low: number): number {
  const two = (low / 100) | 0;
  return (effects[300 + two] as number) ^ (effects[400 + low - two * 100] as number);
}
