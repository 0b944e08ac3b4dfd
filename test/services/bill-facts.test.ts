import { expect, test } from 'vitest';
import {
  type KnownFacts,
  matchesFact,
  parseAmount,
  parseBillDate,
  plainName,
} from '../../src/services/customer/bill-facts.ts';

const known: KnownFacts = {
  names: ['María de la Cruz', 'O’Neill & Sons Ltd.'],
  phones: ['5195550100', '+33 1 23 45 67 89'],
  postalCodes: ['K1A 0B1', '12345-6789'],
  meterNumbers: ['M-88 02/114'],
  billDates: ['2026-11-02', '2026-10-03'],
  billTotals: [8_420_000, -1_250_000],
};

test.each([
  ['postal_code', 'k1a0b1', true],
  ['postal_code', 'K1A-0B2', false],
  ['postal_code', '12345', true],
  ['postal_code', '12346', false],
  ['meter_number', 'm8802114', true],
  ['meter_number', '8802114', false],
  ['phone', '(519) 555-0100', true],
  ['phone', '+1 519 555 0100', true],
  ['phone', '555-0100', true],
  ['phone', '0100', false],
  ['phone', '01 23 45 67 89', true],
  ['last_name', 'cruz', true],
  ['last_name', 'DE LA CRUZ', true],
  ['last_name', 'Ruz', false],
  ['last_name', 'María', false],
  ['last_name', 'z', false],
  ['last_name', "O'Neill & Sons Ltd", true],
  ['bill_date', '2026/11/2', true],
  ['bill_date', '20261102', true],
  ['bill_date', '02/11/2026', false],
  ['bill_total', '$84.20', true],
  ['bill_total', '84,2', true],
  ['bill_total', '84', false],
  ['bill_total', '-12.50', true],
  ['bill_total', '—', false],
  ['bill_total', '', false],
] as const)('%s %j matches: %s', (fact, entered, expected) => {
  expect(matchesFact(fact, entered, known)).toBe(expected);
});

test.each([
  ['1,286.20', 128_620],
  ['1 286,20 $', 128_620],
  ['1.286,20', 128_620],
  ['1286', 128_600],
  ['1,286', 128_600],
  ['.5', 50],
  ['none', undefined],
] as const)('the amount %j', (text, expected) => {
  expect(parseAmount(text)).toBe(expected);
});

test('days have the year first', () => {
  expect(parseBillDate('2026 11 02')).toBe('2026-11-02');
  expect(parseBillDate('11-02-2026')).toBeUndefined();
});

test('names are compared without accents', () => {
  expect(plainName('  Élodie   ÉMOND ')).toBe('elodie emond');
});
