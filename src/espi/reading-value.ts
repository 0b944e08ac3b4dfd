/**
 * The exact decimal number that a stored integer stands for: `value × 10^powerOfTenMultiplier`, as text
 * without exponent and without idle zeros (`64.17`, `-0.5`, `3000`).
 *
 * Money takes -5: costs are integers in 1/100,000 of the currency.
 *
 * @param value a safe integer, such as `IntervalReading.value`.
 * @param powerOfTenMultiplier usually -12 … 12; any integer works, real bills hold -14.
 * @throws RangeError when one of them is not an integer.
 * @see espi.xsd ReadingType.powerOfTenMultiplier, UnitMultiplierKind
 */
export function scaleValue(value: number, powerOfTenMultiplier = 0): string {
  if (!Number.isSafeInteger(value) || !Number.isSafeInteger(powerOfTenMultiplier)) {
    throw new RangeError(`Cannot scale ${value} by 10^${powerOfTenMultiplier}: both must be integers`);
  }
  if (value === 0) return '0';
  const sign = value < 0 ? '-' : '';
  const digits = String(Math.abs(value));
  if (powerOfTenMultiplier >= 0) return sign + digits + '0'.repeat(powerOfTenMultiplier);
  const padded = digits.padStart(1 - powerOfTenMultiplier, '0');
  const fraction = padded.slice(powerOfTenMultiplier).replace(/0+$/, '');
  return sign + padded.slice(0, powerOfTenMultiplier) + (fraction === '' ? '' : `.${fraction}`);
}
