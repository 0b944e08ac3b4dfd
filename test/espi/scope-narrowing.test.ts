import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { functionBlocks } from '../../src/espi/function-block-table.ts';
import { type DataKind, dataKindsOf } from '../../src/espi/function-blocks.ts';
import { parseScope, type Scope, writeScope } from '../../src/espi/scope.ts';
import { historySeconds, narrow, within, withinRegistered } from '../../src/espi/scope-narrowing.ts';
import { parseScopeParameter } from '../../src/espi/scope-parameter.ts';
import type { ScopeTerms } from '../../src/espi/scope-terms.ts';

const kinds = ['intervals', 'usageSummaries', 'qualitySummaries', 'customer'] as const satisfies DataKind[];

const terms: fc.Arbitrary<ScopeTerms> = fc
  .record(
    {
      functionBlocks: fc.uniqueArray(fc.constantFrom(...functionBlocks.map(({ number }) => number)), {
        minLength: 1,
        maxLength: 12,
      }),
      historyLength: fc.oneof(fc.nat(40), fc.integer({ min: 1200, max: 200_000_000 })),
      preferredAuthEndDate: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4_000_000_000 })),
      additionalScope: fc.constantFrom(
        'noedit',
        'historical-2y_ongoing-1y_meters-all',
        'auth-test-test_empty',
      ),
    },
    { requiredKeys: ['functionBlocks'] },
  )
  .map((some) => ({ intervalDurations: [], blockDurations: [], br: [], extensions: [], ...some }));
const scopes: fc.Arbitrary<Scope> = terms.map((some) => parseScope(writeScope(some)));
const choices = fc.record(
  {
    kinds: fc.subarray([...kinds]).map((some): ReadonlySet<DataKind> => new Set(some)),
    historyLength: fc.oneof(fc.constant(0), fc.integer({ min: 3600, max: 200_000_000 })),
    endDate: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4_000_000_000 })),
  },
  { requiredKeys: [] },
);

describe('within', () => {
  it.each([
    ['FB=4', 'FB=4_16', true],
    ['FB=4_16', 'FB=4', false],
    ['FB=46', 'FB=51', true],
    ['FB=51', 'FB=46', true],
    ['FB=4_31_39', 'FB=4', true],
    ['FB=4;HistoryLength=13', 'FB=4;HistoryLength=34164000', true],
    ['FB=4;HistoryLength=14', 'FB=4;HistoryLength=34164000', false],
    ['FB=4;HistoryLength=999999999', 'FB=4', true],
    ['FB=4', 'FB=4;HistoryLength=0', true],
    ['FB=4;HistoryLength=1', 'FB=4;HistoryLength=0', false],
    ['FB=4;PreferredAuthEndDate=100', 'FB=4;PreferredAuthEndDate=100', true],
    ['FB=4;PreferredAuthEndDate=101', 'FB=4;PreferredAuthEndDate=100', false],
    ['FB=4;PreferredAuthEndDate=0', 'FB=4;PreferredAuthEndDate=100', false],
    ['FB=4;PreferredAuthEndDate=100', 'FB=4;PreferredAuthEndDate=0', true],
    ['FB=4;Colour=blue', 'FB=4', true],
  ])('%s within %s: %s', (scope, allowed, expected) => {
    expect(within(parseScope(scope), parseScope(allowed))).toBe(expected);
  });

  it('is reflexive', () => {
    fc.assert(fc.property(scopes, (scope) => within(scope, scope)));
  });

  it('is transitive among scopes that have every bound', () => {
    const bounded = scopes.map((scope) =>
      parseScope(writeScope({ historyLength: 24, preferredAuthEndDate: 0, ...scope })),
    );
    const chain = fc.tuple(bounded, choices, choices);
    let seen = 0;
    fc.assert(
      fc.property(chain, ([a, first, second]) => {
        const b = narrow(a, first);
        const c = b && narrow(b, second);
        if (b === undefined || c === undefined) return;
        seen++;
        expect([within(c, b), within(b, a), within(c, a)]).toEqual([true, true, true]);
      }),
      { numRuns: 500 },
    );
    expect(seen).toBeGreaterThan(50);
    fc.assert(
      fc.property(bounded, bounded, bounded, (a, b, c) => {
        if (within(a, b) && within(b, c)) expect(within(a, c)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('narrow', () => {
  it.each<[string, Parameters<typeof narrow>[1], string | undefined]>([
    ['FB=4_16_51;HistoryLength=13;X=y', {}, 'FB=4_16_51;HistoryLength=13;X=y'],
    ['fb=16_4; HistoryLength= 13', { kinds: new Set(kinds) }, 'fb=16_4; HistoryLength= 13'],
    ['FB=1_4_16_51', { kinds: new Set(['intervals']) }, 'FB=1_4'],
    ['FB=1_4_16_51', { kinds: new Set([]) }, undefined],
    ['FB=1_3_39', { kinds: new Set(kinds) }, undefined],
    ['FB=4_46', { kinds: new Set(['customer']) }, 'FB=46'],
    ['FB=4;HistoryLength=13', { historyLength: 7_884_000 }, 'FB=4;HistoryLength=7884000'],
    ['FB=4;HistoryLength=13', { historyLength: 34_164_000 }, 'FB=4;HistoryLength=13'],
    ['FB=4;HistoryLength=13', { historyLength: 999_999_999 }, 'FB=4;HistoryLength=13'],
    ['FB=4', { historyLength: 0 }, 'FB=4;HistoryLength=0'],
    ['FB=4', { endDate: 5 }, 'FB=4;PreferredAuthEndDate=5'],
    ['FB=4', { endDate: 0 }, 'FB=4'],
    ['FB=4;PreferredAuthEndDate=5', { endDate: 0 }, 'FB=4;PreferredAuthEndDate=5'],
    [
      'FB=4;AdditionalScope=historical-2y_ongoing-1y_sou-a_b',
      { endDate: 5, historyLength: 86_400 },
      'FB=4;HistoryLength=86400;PreferredAuthEndDate=5;AdditionalScope=sou-a_b',
    ],
    ['FB=4;AdditionalScope=ongoing-1y', { endDate: 5 }, 'FB=4;PreferredAuthEndDate=5'],
  ])('%s by %j: %s', (text, choice, expected) => {
    expect(narrow(parseScope(text), choice)?.text).toBe(expected);
  });

  it('gives a scope within the one that it narrows, and no kind that was not chosen', () => {
    fc.assert(
      fc.property(scopes, choices, (scope, choice) => {
        const narrowed = narrow(scope, choice);
        if (narrowed === undefined) return;
        expect(within(narrowed, scope)).toBe(true);
        const opened = dataKindsOf(narrowed);
        for (const block of narrowed.functionBlocks) {
          const its = dataKindsOf({ functionBlocks: [block] });
          if (its.size > 0 && choice.kinds !== undefined)
            expect([...its].some((kind) => choice.kinds?.has(kind))).toBe(true);
        }
        expect(opened.size).toBeGreaterThan(0);
        if (choice.historyLength !== undefined && narrowed.historyLength !== undefined)
          expect(historySeconds(narrowed.historyLength)).toBeLessThanOrEqual(
            Math.max(
              choice.historyLength,
              scope.historyLength === undefined ? 0 : historySeconds(scope.historyLength),
            ),
          );
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps a scope of full length within 256 characters', () => {
    const text = `FB=4_16;Note=${'x'.repeat(243)}`;
    const narrowed = narrow(parseScope(text), { endDate: 1_900_000_000 });
    expect(narrowed?.text).toBe('FB=4_16;PreferredAuthEndDate=1900000000');
  });
});

describe('withinRegistered', () => {
  it.each([
    ['FB=4_16', ['FB=4_16_51'], 'FB=4_16'],
    ['FB=4_13_39', ['FB=4_16_51'], 'FB=4_13_39'],
    ['FB=4_51', ['FB=4_16'], 'FB=4'],
    ['FB=51', ['FB=4_16'], undefined],
    ['FB=13', ['FB=4_16'], undefined],
    ['FB=4_16_51', ['FB=4', 'FB=16_51'], 'FB=16_51'],
    ['FB=4;HistoryLength=24', ['FB=4;HistoryLength=12'], 'FB=4;HistoryLength=31536000'],
    ['FB=4', ['FB=4;HistoryLength=12'], 'FB=4'],
    ['FB=46', ['FB=4_51'], 'FB=46'],
  ])('%s of %j: %s', (text, registered, expected) => {
    expect(withinRegistered(parseScope(text), registered.map(parseScope))?.text).toBe(expected);
  });
});

describe('parseScopeParameter', () => {
  it.each([
    [
      'FB=4;BlockDuration=Daily; HistoryLength= 34128000',
      'FB=4;BlockDuration=Daily; HistoryLength= 34128000',
    ],
    ['FB=4;HistoryLength=12 FB=16;HistoryLength=1', 'FB=4_16;HistoryLength=12'],
    ['FB=4 FB=16_4 FB=51', 'FB=4_16_51'],
  ])('%s: %s', (text, expected) => {
    expect(parseScopeParameter(text).text).toBe(expected);
  });

  it.each(['', ' ', 'openid', 'FB=????', 'FB=4 openid', 'FB=read/write'])('refuses %j', (text) => {
    expect(() => parseScopeParameter(text)).toThrow(/^Scope, character/);
  });
});
