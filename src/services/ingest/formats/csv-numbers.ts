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

const digit = (code: number): boolean => code >= 48 && code <= 57;

/** A number of digits, with a sign and a point at most: nearly all are. Undefined for all others. */
function parsePlain(text: string): Decimal | undefined {
  const negative = text.charCodeAt(0) === 45;
  const first = negative ? 1 : 0;
  let point = -1;
  for (let at = first; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (digit(code)) continue;
    if (code !== 46 || point >= 0) return undefined;
    point = at;
  }
  const whole = text.slice(first, point < 0 ? text.length : point);
  const fraction = point < 0 ? '' : text.slice(point + 1);
  return whole === '' && fraction === ''
    ? undefined
    : { negative, digits: whole + fraction, decimals: fraction.length };
}

/** A number with at most a sign, a currency sign, groups of three and a decimal mark; undefined for anything else. */
export function parseDecimal(text: string, decimal: '.' | ',' = '.'): Decimal | undefined {
  const asPlain = decimal === '.' ? parsePlain(text) : undefined;
  if (asPlain !== undefined) return asPlain;
  const match = plain.exec(normal(text, decimal));
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  return { negative: sign === '-', digits: whole + fraction, decimals: fraction.length };
}

const largest = 2 ** 47;
/** Numbers of more digits are not exact. */
const exactDigits = 15;
const powersOfTen = Array.from({ length: exactDigits + 1 }, (_, i) => Number(`1e${i}`));

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
  const scale = powersOfTen[Math.abs(shift)];
  if (scale !== undefined && digits.length + Math.max(shift, 0) <= exactDigits) {
    const exact = Number(digits);
    const whole = shift < 0 ? Math.floor(exact / scale) : exact * scale;
    const rounded = shift < 0 && 2 * (exact - whole * scale) >= scale ? whole + 1 : whole;
    if (!(rounded < largest)) return undefined;
    return negative && rounded !== 0 ? -rounded : rounded;
  }
  const kept = shift >= 0 ? digits + '0'.repeat(shift) : digits.slice(0, Math.max(digits.length + shift, 0));
  const next = shift < 0 ? (digits[digits.length + shift] ?? '0') : '0';
  const size = Number(kept === '' ? '0' : kept) + (next >= '5' ? 1 : 0);
  if (!(size < largest)) return undefined;
  return negative && size !== 0 ? -size : size;
}
