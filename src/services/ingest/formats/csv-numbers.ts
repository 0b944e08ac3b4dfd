/** A decimal number as text says it, without rounding. */
export interface Decimal {
  readonly negative: boolean;
  /** Its digits without a point. */
  readonly digits: string;
  /** How many of them stand behind the point. */
  readonly decimals: number;
}

const plain = /^(-?)(\d*)(?:\.(\d*))?$/;
const grouped = /^-?\d{1,3}(?:[, '\u00a0\u202f]\d{3})+(?:\.\d*)?$/;

function normal(text: string, decimal: '.' | ','): string {
  let number = text.trim().replace(/^\u2212/, '-');
  // Bookkeepers write a negative amount in parentheses, others with the sign behind.
  if (/^\(.*\)$/.test(number)) number = `-${number.slice(1, -1)}`;
  if (/\d-$/.test(number)) number = `-${number.slice(0, -1)}`;
  number = number
    .replace(/[$€£]/g, '')
    .replace(/^(-?)\s+/, '$1')
    .replace(/^\+/, '')
    .trim();
  if (decimal === ',') number = number.replace(/[.,]/g, (mark) => (mark === ',' ? '.' : ','));
  return grouped.test(number) ? number.replace(/[, '\u00a0\u202f]/g, '') : number;
}

/** A number with at most a sign, a currency sign, groups of three and a decimal mark; undefined for anything else. */
export function parseDecimal(text: string, decimal: '.' | ',' = '.'): Decimal | undefined {
  const match =
    plain.exec(text) !== null && decimal === '.' ? plain.exec(text) : plain.exec(normal(text, decimal));
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  return { negative: sign === '-', digits: whole + fraction, decimals: fraction.length };
}

const largest = 2 ** 47;

/**
 * The integer that counts 10^power of a decimal that counts 10^exponent. What is finer is rounded, halves away from
 * zero.
 *
 * @returns undefined when it does not fit Int48.
 */
export function toInteger(
  { negative, digits, decimals }: Decimal,
  exponent: number,
  power: number,
): number | undefined {
  const shift = exponent - power - decimals;
  const kept = shift >= 0 ? digits + '0'.repeat(shift) : digits.slice(0, Math.max(digits.length + shift, 0));
  const next = shift < 0 ? (digits[digits.length + shift] ?? '0') : '0';
  const size = Number(kept === '' ? '0' : kept) + (next >= '5' ? 1 : 0);
  if (!(size < largest)) return undefined;
  return negative && size !== 0 ? -size : size;
}
