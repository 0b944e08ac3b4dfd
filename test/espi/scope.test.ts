import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { functionBlocks } from '../../src/espi/function-block-table.ts';
import { fullScope, parseScope, writeScope } from '../../src/espi/scope.ts';
import { frequencyNames, maxScopeLength, ScopeError, type ScopeTerms } from '../../src/espi/scope-terms.ts';

const empty = { intervalDurations: [], blockDurations: [], br: [], extensions: [] };

describe('parseScope', () => {
  it.each<[string, Partial<ScopeTerms>]>([
    ['FB=4', { functionBlocks: [4] }],
    ['FB=4_16_51;', { functionBlocks: [4, 16, 51] }],
    ['FB=51_4_04_16', { functionBlocks: [4, 16, 51] }],
    [
      'fb=4; blockDuration=Daily; HistoryLength= 34128000 ',
      { functionBlocks: [4], blockDurations: ['daily'], historyLength: 34_128_000 },
    ],
    ['HistoryLength=0;FB=4', { functionBlocks: [4], historyLength: 0 }],
    [
      'FB=1_3_4_5_8_13_14_18_19_31_32_35_37_38_39_40;IntervalDuration=900_3600;BlockDuration=BillingPeriod;HistoryLength=63072000;SubscriptionFrequency=Daily;AccountCollection=1;',
      {
        functionBlocks: [1, 3, 4, 5, 8, 13, 14, 18, 19, 31, 32, 35, 37, 38, 39, 40],
        intervalDurations: [900, 3600],
        blockDurations: ['billingPeriod'],
        historyLength: 63_072_000,
        subscriptionFrequency: 'daily',
        accountCollection: 1,
      },
    ],
    ['FB=35;BR=1;BR=ab-9', { functionBlocks: [35], br: ['1', 'ab-9'] }],
    ['FB=4;historyLength=32148000', { functionBlocks: [4], historyLength: 32_148_000 }],
    [
      'FB=4;PreferredAuthEndDate=0;AdditionalScope=historical-2y_ongoing-1y_meters-all',
      {
        functionBlocks: [4],
        preferredAuthEndDate: 0,
        additionalScope: 'historical-2y_ongoing-1y_meters-all',
      },
    ],
    ['FB=4;AdditionalScope=', { functionBlocks: [4], additionalScope: '' }],
    [
      'FB=4;Color=a=b;X=',
      {
        functionBlocks: [4],
        extensions: [
          { name: 'Color', value: 'a=b' },
          { name: 'X', value: '' },
        ],
      },
    ],
    ['FB=4;constructor=1', { functionBlocks: [4], extensions: [{ name: 'constructor', value: '1' }] }],
    ['FB=4;SubscriptionFrequency=30', { functionBlocks: [4], subscriptionFrequency: 30 }],
  ])('reads %s', (text, terms) => {
    expect(parseScope(text)).toEqual({ ...empty, ...terms, text });
  });

  it.each<[string, number, RegExp]>([
    ['', 0, /is not a term/],
    ['HistoryLength=1', 0, /function blocks are missing/],
    ['FB', 0, /"FB" is not a term/],
    ['FB=', 3, /"" is not the number/],
    ['FB=????', 3, /"\?\?\?\?" is not the number/],
    ['FB=4__16', 5, /"" is not the number/],
    ['FB=4_99', 5, /no function block 99/],
    ['FB=4_1000', 5, /"1000" is not the number/],
    ['FB=4;;BR=1', 5, /is not a term/],
    ['FB=4;=1', 5, /is not a term/],
    ['FB=4; FB=16', 6, /FB stands twice/],
    ['FB=4;X=1;x=2', 9, /x stands twice/],
    ['FB=4;HistoryLength=a', 19, /HistoryLength "a"/],
    ['FB=4;HistoryLength=-1', 19, /whole number/],
    ['FB=4;IntervalDuration=900_hourly', 26, /neither seconds nor one of billingPeriod/],
    ['FB=4;BR=a_b', 8, /bulk id/],
    ['FB=4;Color=red blue', 14, /Color holds a blank/],
    ['FB=4;Note=é', 10, /cannot stand/],
    ['FB=4;Note="', 10, /cannot stand/],
    ['FB=4\nBR=1', 4, /cannot stand/],
    ['FB=4 BR=1', 3, /"4 BR=1" is not the number/],
    [`FB=4;Note=${'x'.repeat(250)}`, 256, /260 characters/],
  ])('refuses %j at character %d', (text, position, reason) => {
    const parse = (): unknown => parseScope(text);
    expect(parse).toThrow(ScopeError);
    expect(parse).toThrow(reason);
    expect(parse).toThrow(expect.objectContaining({ position }));
  });

  it('takes 256 characters', () => {
    const text = `FB=4;Note=${'x'.repeat(maxScopeLength - 10)}`;
    expect(parseScope(text).text).toBe(text);
  });

  it('throws nothing but ScopeError', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((tail) => `FB=4;${tail}`),
        ),
        (text) => {
          try {
            parseScope(text);
          } catch (error) {
            expect(error).toBeInstanceOf(ScopeError);
          }
        },
      ),
    );
  });
});

describe('writeScope', () => {
  it('writes one form for all spellings', () => {
    const spellings = [
      'FB=4_16;BlockDuration=daily;HistoryLength=1',
      'FB=16_4_4;BlockDuration=Daily;historyLength=01;',
      'HistoryLength= 1; BlockDuration=DAILY; FB= 4_16',
    ];
    for (const text of spellings) expect(writeScope(parseScope(text))).toBe(spellings[0]);
  });

  it('is read back as what was written', () => {
    const count = fc.nat(999_999_999);
    const duration = fc.oneof(count, fc.constantFrom(...frequencyNames));
    const value = fc.stringMatching(/^[!#-:<-[\]-~]{0,8}$/);
    const extension = fc.record({ name: fc.stringMatching(/^[A-Z][a-z0-9]{4,8}$/), value });
    const terms = fc.record(
      {
        functionBlocks: fc.uniqueArray(fc.constantFrom(...functionBlocks.map(({ number }) => number)), {
          minLength: 1,
          maxLength: 20,
        }),
        intervalDurations: fc.array(duration, { maxLength: 2 }),
        blockDurations: fc.array(duration, { maxLength: 2 }),
        historyLength: count,
        subscriptionFrequency: duration,
        accountCollection: count,
        br: fc.array(fc.stringMatching(/^[A-Za-z0-9-]{1,8}$/), { maxLength: 2 }),
        preferredAuthEndDate: count,
        additionalScope: value,
        extensions: fc.uniqueArray(extension, { maxLength: 2, selector: ({ name }) => name.toLowerCase() }),
      },
      { requiredKeys: ['functionBlocks', 'intervalDurations', 'blockDurations', 'br', 'extensions'] },
    );
    let written = 0;
    fc.assert(
      fc.property(terms, (input) => {
        const functionBlocks = input.functionBlocks.toSorted((a, b) => a - b);
        let text: string;
        try {
          text = writeScope(input);
        } catch (error) {
          expect(error).toEqual(expect.objectContaining({ position: maxScopeLength }));
          return;
        }
        written++;
        expect(parseScope(text)).toEqual({ ...input, functionBlocks, text });
        expect(writeScope(parseScope(text))).toBe(text);
      }),
    );
    expect(written).toBeGreaterThan(50);
  });

  it('refuses terms that make no scope', () => {
    expect(() => writeScope({ functionBlocks: [], ...empty })).toThrow(ScopeError);
    expect(() =>
      writeScope({ functionBlocks: [4], ...empty, extensions: [{ name: 'X', value: 'a;b' }] }),
    ).toThrow(ScopeError);
  });
});

describe('fullScope', () => {
  it('opens usage and customer data', () => {
    expect(fullScope).toMatch(/^FB=1_3_4_5_/);
    expect(parseScope(fullScope).functionBlocks).toEqual(
      functionBlocks.filter(({ served }) => served).map(({ number }) => number),
    );
  });
});
