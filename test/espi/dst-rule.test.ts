import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DstRule,
  DstRuleError,
  decodeDstRule,
  dstRuleInstant,
  encodeDstRule,
} from '../../src/espi/dst-rule.ts';
import { describeRule } from '../../src/espi/dst-rule-words.ts';
import { describeWithShared, hasShared, sharedPath } from '../support/shared.ts';

interface RuleVector extends DstRule {
  readonly hex: string;
  readonly uint32: number;
  readonly localTimeIn2026: string;
}

const vectors: RuleVector[] = hasShared
  ? JSON.parse(readFileSync(sharedPath('espi-schemas', 'dst-vectors.json'), 'utf8')).rules
  : [];

describeWithShared('the rules of dst-vectors.json', () => {
  it('are there', () => {
    expect(vectors.length).toBeGreaterThan(10);
  });

  it.each(vectors)('$hex', ({ hex, uint32, localTimeIn2026, ...vector }) => {
    const { month, operator, dayOfMonth, dayOfWeek, hour, second } = vector;
    const rule = { month, operator, dayOfMonth, dayOfWeek, hour, second };
    expect(encodeDstRule(rule)).toBe(hex);
    expect(Number.parseInt(encodeDstRule(rule), 16)).toBe(uint32);
    expect(decodeDstRule(hex)).toEqual(rule);
    expect(decodeDstRule(hex.toLowerCase())).toEqual(rule);
    expect(dstRuleInstant(rule, 2026, 0)).toBe(Date.parse(`${localTimeIn2026}Z`) / 1000);
    expect(dstRuleInstant(rule, 2026, -18_000)).toBe(Date.parse(`${localTimeIn2026}-05:00`) / 1000);
  });
});

describe('decodeDstRule', () => {
  it('knows the absence of daylight saving time', () => {
    expect(decodeDstRule('FFFFFFFF')).toBeUndefined();
    expect(decodeDstRule('ffffffff')).toBeUndefined();
  });

  it.each([
    ['', 'it must be 8 hex digits'],
    ['B40E', 'it must be 8 hex digits'],
    ['360E20000', 'it must be 8 hex digits'],
    ['360E200G', 'it must be 8 hex digits'],
    ['00000000', 'the month is 0'],
    ['D60E2000', 'the month is 13'],
    ['65ED5A70', 'the day of the month is 30'],
    ['67271F70', 'the day of the month is 18'],
    ['30000000', 'the day of the month is 0'],
    ['21E00000', 'the day of the month is 30'],
    ['36002000', 'the day of the week is 0'],
    ['360F8000', 'the hour is 24'],
    ['360E2E10', 'the seconds after the hour are 3600'],
  ])('refuses "%s"', (hex, reason) => {
    expect(() => decodeDstRule(hex)).toThrow(DstRuleError);
    expect(() => decodeDstRule(hex)).toThrow(reason);
  });

  it('reads back every rule that can be written', () => {
    const time = { month: fc.integer({ min: 1, max: 12 }), hour: fc.nat(23), second: fc.nat(3599) };
    const weekday = fc.integer({ min: 1, max: 7 });
    const rule = fc.oneof(
      fc.record({
        ...time,
        operator: fc.constant(0),
        dayOfMonth: fc.integer({ min: 1, max: 29 }),
        dayOfWeek: fc.nat(7),
      }),
      fc.record({
        ...time,
        operator: fc.constant(1),
        dayOfMonth: fc.integer({ min: 1, max: 29 }),
        dayOfWeek: weekday,
      }),
      fc.record({
        ...time,
        operator: fc.integer({ min: 2, max: 7 }),
        dayOfMonth: fc.constant(0),
        dayOfWeek: weekday,
      }),
    );
    fc.assert(
      fc.property(rule, (value) => {
        const hex = encodeDstRule(value);
        expect(hex).toMatch(/^[0-9A-F]{8}$/);
        expect(decodeDstRule(hex)).toEqual(value);
      }),
    );
  });
});

describe('encodeDstRule', () => {
  it.each([
    { month: 13 },
    { operator: 8 },
    { dayOfMonth: 3 },
    { dayOfWeek: 8 },
    { hour: 24 },
    { second: 3600 },
    { second: 0.5 },
  ])('refuses %j', (part) => {
    const rule = { month: 3, operator: 3, dayOfMonth: 0, dayOfWeek: 7, hour: 2, second: 0, ...part };
    expect(() => encodeDstRule(rule)).toThrow(DstRuleError);
  });
});

describe('dstRuleInstant', () => {
  const instant = (hex: string, year: number): string | undefined => {
    const rule = decodeDstRule(hex);
    const at = rule && dstRuleInstant(rule, year, 0);
    return at === undefined ? undefined : new Date(at * 1000).toISOString().slice(0, 16);
  };
  const hexOf = (operator: number, dayOfWeek: number, dayOfMonth = 0, month = 3): string =>
    encodeDstRule({ month, operator, dayOfMonth, dayOfWeek, hour: 2, second: 0 });

  it('counts weekdays from the first of the month', () => {
    // 1 March 2026 is a Sunday, and so is the 29th.
    expect([2, 3, 4, 5, 6, 7].map((operator) => instant(hexOf(operator, 7), 2026))).toEqual(
      ['01', '08', '15', '22', '29', '29'].map((day) => `2026-03-${day}T02:00`),
    );
  });

  it('has no fifth weekday in a month with four', () => {
    expect(instant(hexOf(6, 7), 2027)).toBeUndefined();
    expect(instant(hexOf(7, 7), 2027)).toBe('2027-03-28T02:00');
  });

  it('runs into the next month when the weekday comes after the last day', () => {
    expect(instant(hexOf(1, 5, 31, 10), 2026)).toBe('2026-11-06T02:00');
  });
});

describe('describeRule', () => {
  it.each([
    ['360E2000', 'second Sunday of March, 02:00'],
    ['B40E2000', 'first Sunday of November, 02:00'],
    ['AE0E3000', 'last Sunday of October, 03:00'],
    ['380A1A8C', 'third Friday of March, 01:45'],
    ['328E2000', 'Sunday on or after 8 March, 02:00'],
    ['30E0003C', '14 March, 00:01'],
    ['30E0003D', '14 March, 00:01:01'],
    ['FFFFFFFF', 'no daylight saving time'],
  ])('says what %s means', (hex, words) => {
    expect(describeRule(hex)).toBe(words);
  });
});
