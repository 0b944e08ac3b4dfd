import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockInterval, renderIntervalBlock } from '../../src/espi/interval-block-writer.ts';
import type { Reading } from '../../src/espi/reading.ts';
import { atLeast, complex, integer, many, one, optional, text } from '../../src/espi/schema/define.ts';
import { intervalBlock } from '../../src/espi/schema/usage.ts';
import { renameFor, renderDocument, renderElement } from '../../src/espi/xml-writer.ts';

const inner = complex('espi', 'Inner', { a: optional(text('String8')), b: optional(integer('Int48')) });
const outer = complex('espi', 'Outer', {
  first: optional(text('String8')),
  needed: one(integer('UInt32', 0, 4_294_967_295)),
  inner: optional(inner),
  list: many(inner),
  flag: optional({ kind: 'simple' as const, name: 'boolean', base: 'boolean' as const }),
  ratio: optional({ kind: 'simple' as const, name: 'float', base: 'float' as const }),
});
const render = (value: Record<string, unknown>) =>
  renderElement('Thing', outer, value, { namespaceOnRoot: false });

describe('renderElement', () => {
  it.each([
    [
      'order of the table',
      { flag: true, needed: 1, first: 'x' },
      '<first>x</first><needed>1</needed><flag>true</flag>',
    ],
    ['undefined is left out', { needed: 1, first: undefined }, '<needed>1</needed>'],
    ['empty structures', { needed: 1, inner: {} }, '<needed>1</needed><inner/>'],
    ['empty text', { needed: 1, first: '' }, '<first></first><needed>1</needed>'],
    ['empty lists', { needed: 1, list: [] }, '<needed>1</needed>'],
    [
      'lists',
      { needed: 1, list: [{ b: -5 }, { a: 'y' }] },
      '<needed>1</needed><list><b>-5</b></list><list><a>y</a></list>',
    ],
    ['floats', { needed: 1, ratio: 0.5 }, '<needed>1</needed><ratio>0.5</ratio>'],
    ['infinite floats', { needed: 1, ratio: -Infinity }, '<needed>1</needed><ratio>-INF</ratio>'],
    [
      'large integers',
      { needed: 1, inner: { b: 140737488355328 } },
      '<needed>1</needed><inner><b>140737488355328</b></inner>',
    ],
    ['periods without end', { needed: 251_700_000_000 }, '<needed>4294967295</needed>'],
    [
      'markup in text',
      { needed: 1, first: 'a<b>&"c\r\n' },
      '<first>a&lt;b&gt;&amp;"c&#13;\n</first><needed>1</needed>',
    ],
    [
      'what XML cannot hold',
      { needed: 1, first: '\u0000\uD800\uFFFE😀' },
      '<first>\uFFFD\uFFFD\uFFFD😀</first><needed>1</needed>',
    ],
  ])('%s', (_, value, body) => {
    expect(render(value)).toBe(`<Thing>${body}</Thing>`);
  });

  it.each([
    ['an unknown key', { needed: 1, colour: 'red' }, 'Outer.colour is no element'],
    ['an unknown key below', { needed: 1, inner: { colour: 'red' } }, 'Inner.colour is no element'],
    ['a missing one', {}, 'Outer.needed is required'],
    ['a fraction', { needed: 1.5 }, 'Outer.needed must be an integer'],
    ['not a number', { needed: Number.NaN }, 'Outer.needed must be an integer'],
    ['digits as text', { needed: '1' }, 'Outer.needed must be an integer'],
    ['a number as text', { needed: 1, first: 5 }, 'Outer.first must be text'],
    ['a word as flag', { needed: 1, flag: 'true' }, 'Outer.flag must be true or false'],
    ['one for a list', { needed: 1, list: {} }, 'Outer.list must be a list'],
    ['text for a structure', { needed: 1, inner: 'x' }, 'Inner must be an object'],
  ])('refuses %s', (_, value, message) => {
    expect(() => render(value)).toThrow(RangeError);
    expect(() => render(value)).toThrow(message);
  });

  it('refuses too short a list', () => {
    const pair = complex('espi', 'Pair', { item: atLeast(2, text('String8')) });
    expect(renderElement('Pair', pair, { item: ['a', 'b'] })).toContain('<item>a</item><item>b</item>');
    expect(() => renderElement('Pair', pair, { item: ['a'] })).toThrow(
      'Pair.item must be a list of at least 2',
    );
  });

  it('declares the namespace of the type on the root', () => {
    const customer = complex('customer', 'C', { a: optional(text('String8')) });
    expect(renderElement('C', customer, {})).toBe('<C xmlns="http://naesb.org/espi/customer"/>');
    expect(renderElement('Thing', outer, { needed: 1 })).toBe(
      '<Thing xmlns="http://naesb.org/espi"><needed>1</needed></Thing>',
    );
  });

  it('renames one element where the style asks for it', () => {
    const point = complex('espi', 'UsagePoint', { serviceDeliveryPoint: optional(inner) });
    const style = { contentType: 'application/xml' as const, capitalServiceDeliveryPoint: true };
    const value = { serviceDeliveryPoint: { a: 'x' } };
    const options = { namespaceOnRoot: false };
    expect(renderElement('UsagePoint', point, value, { ...options, rename: renameFor(style) })).toBe(
      '<UsagePoint><ServiceDeliveryPoint><a>x</a></ServiceDeliveryPoint></UsagePoint>',
    );
    expect(renderElement('UsagePoint', point, value, options)).toContain('<serviceDeliveryPoint>');
  });

  it('writes a document', () => {
    expect(renderDocument('Thing', outer, { needed: 1 })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Thing xmlns="http://naesb.org/espi"><needed>1</needed></Thing>\n',
    );
  });
});

describe('renderIntervalBlock', () => {
  const int48 = fc.integer({ min: -140_737_488_355_328, max: 140_737_488_355_328 });
  const code = fc.integer({ min: -32_768, max: 32_767 });
  const reading: fc.Arbitrary<Reading> = fc.record(
    {
      start: fc.integer({ min: -2_000_000_000, max: 5_000_000_000 }),
      duration: fc.integer({ min: 0, max: 4_294_967_295 }),
      value: int48,
      cost: int48,
      quality: fc.array(fc.constantFrom(0, 7, 8, 17, 19), { maxLength: 3 }),
      tou: code,
      cpp: code,
      consumptionTier: code,
    },
    { requiredKeys: ['start', 'duration'] },
  );
  const asValue = (readings: readonly Reading[]) => ({
    interval: blockInterval(readings),
    IntervalReading: readings.map(({ start, duration, quality, ...rest }) => ({
      ...rest,
      timePeriod: { start, duration },
      ReadingQuality: (quality ?? []).map((item) => ({ quality: item })),
    })),
  });

  it('writes the same bytes as the tables', () => {
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 20 }), (readings) => {
        const sorted = readings.toSorted((a, b) => a.start - b.start);
        const last = sorted.at(-1);
        // A block's own duration is a UInt32, like any other.
        fc.pre(last !== undefined && last.start + last.duration - (sorted[0]?.start ?? 0) <= 4_294_967_295);
        expect(renderIntervalBlock(sorted)).toBe(
          renderElement('IntervalBlock', intervalBlock, asValue(sorted)),
        );
      }),
    );
  });

  it('takes another interval', () => {
    const xml = renderIntervalBlock([{ start: 100, duration: 60, value: 1 }], { start: 0, duration: 3600 });
    expect(xml).toContain('<interval><duration>3600</duration><start>0</start></interval>');
  });

  it('has nothing to say without readings', () => {
    expect(() => renderIntervalBlock([])).toThrow(RangeError);
  });
});
