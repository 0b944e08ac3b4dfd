import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scaleValue } from '../../src/espi/reading-value.ts';

it.each([
  [64_170, -3, '64.17'],
  [5, -1, '0.5'],
  [-5, -12, '-0.000000000005'],
  [1_234_567, -5, '12.34567'],
  [1_200_000, -5, '12'],
  [3, 3, '3000'],
  [-7, 0, '-7'],
  [0, -3, '0'],
  [-0, 12, '0'],
  [140_737_488_355_328, 12, '140737488355328000000000000'],
  [-140_737_488_355_328, -14, '-1.40737488355328'],
])('%d times 10^%d is %s', (value, power, text) => {
  expect(scaleValue(value, power)).toBe(text);
});

it('loses no digit', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.integer({ min: -20, max: 20 }), (value, power) => {
      const [whole = '', fraction = ''] = scaleValue(value, power).split('.');
      const shift = 20n + BigInt(power);
      return BigInt(whole + fraction.padEnd(20, '0')) === BigInt(value) * 10n ** shift;
    }),
  );
});

it('refuses what is not an integer', () => {
  expect(() => scaleValue(1.5, 0)).toThrow(RangeError);
  expect(() => scaleValue(2 ** 53, 0)).toThrow(RangeError);
  expect(() => scaleValue(1, Number.NaN)).toThrow(RangeError);
});
