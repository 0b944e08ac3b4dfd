import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFeedReader } from '../../src/espi/reader/feed-reader.ts';
import type { Finding } from '../../src/espi/reader/finding.ts';
import { createReadingScanner } from '../../src/espi/reader/reading-scanner.ts';
import type { Reading } from '../../src/espi/reading.ts';

const plain =
  '<IntervalReading><cost>7</cost><ReadingQuality><quality>17</quality></ReadingQuality>' +
  '<timePeriod><duration>900</duration><start>1767243600</start></timePeriod><value>-5</value><tou>2</tou></IntervalReading>';
const reading = { start: 1_767_243_600, duration: 900, value: -5, cost: 7, tou: 2, quality: [17] };

describe('the scanner of readings', () => {
  it('takes all that are written in the plain way, and nothing behind them', () => {
    const { scan } = createReadingScanner('');
    const spaced = plain.replaceAll('><', '>\r\n  <').replace('</start>', '</start><!-- 5:00 AM --> <!---->');
    const text = `<a>${plain}\n${spaced} ${plain} <IntervalReading/>`;
    expect(scan(text, 3)).toEqual({ readings: [reading, reading, reading], end: text.lastIndexOf(' ') });
    expect(scan(text, 2)).toEqual({ readings: [], end: 2 });
    const prefixed = plain.replaceAll(/<(\/?)/g, '<$1e.-1:');
    expect(createReadingScanner('e.-1:').scan(prefixed, 0).readings).toEqual([reading]);
    expect(scan(prefixed, 0).readings).toEqual([]);
  });

  it.each([
    ['an attribute', plain.replace('<cost>', '<cost a="1">')],
    ['a comment with a hyphen', plain.replace('<cost>', '<!-- 2026-01-01 --><cost>')],
    ['a comment that does not end', plain.replace('<cost>', '<!-- -> <cost>')],
    ['a comment with markup', plain.replace('<quality>', '<!-- was <quality>14</quality> --><quality>')],
    ['a comment of other letters', plain.replace('<cost>', '<!-- é --><cost>')],
    ['another order', plain.replace('<cost>7</cost>', '').replace('<tou>', '<cost>7</cost><tou>')],
    ['no time', plain.replace(/<timePeriod>.*<\/timePeriod>/, '')],
    ['space around a number', plain.replace('>7<', '> 7<')],
    ['a value beyond Int48', plain.replace('>-5<', '>140737488355329<')],
    ['more digits than are exact', plain.replace('>7<', '>1234567890123456<')],
    ['a negative duration', plain.replace('>900<', '>-900<')],
    ['a duration beyond UInt32', plain.replace('>900<', '>4294967296<')],
    ['a time beyond the year 9999', plain.replace('>1767243600<', '>253402300800<')],
    ['a code beyond 16 bits', plain.replace('<tou>2<', '<tou>40000<')],
    ['a quality that is none', plain.replace('>17<', '>3<')],
    ['an entity', plain.replace('>7<', '>&#55;<')],
  ])('leaves one with %s to the schema', (_, text) => {
    expect(createReadingScanner('').scan(text, 0)).toEqual({ readings: [], end: 0 });
  });
});

const gap = fc.constantFrom('', '', '\n', '\r\n', '\r', '  ', '\n    ', '<!-- c -->', 'text', '&#32;');
const number = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 5000 }).map(String) },
  fc.constantFrom('-1', '-0', '+3', ' 4 ', '', 'x', '140737488355329', '4294967296', '1767243600000', '<b/>'),
);
const leaf = (name: string, text: fc.Arbitrary<string> = number) =>
  fc.tuple(text, gap).map(([content, behind]) => `<${name}>${content}</${name}>${behind}`);
const period = fc
  .tuple(gap, leaf('duration', fc.constantFrom('900', '900', '900', '-1')), leaf('start'), gap)
  .map((parts) => [parts[0], '<timePeriod>', parts[1], parts[2], '</timePeriod>', parts[3]].join(''));
const quality = leaf('quality', fc.constantFrom('17', '17', '8', '3', '70000')).map(
  (inner) => `<ReadingQuality>${inner}</ReadingQuality>`,
);
const parts = fc
  .tuple(
    fc.option(leaf('cost'), { nil: '' }),
    fc.array(quality, { maxLength: 2 }).map((all) => all.join('')),
    fc.option(period, { nil: '', freq: 9 }),
    fc.option(leaf('value'), { nil: '', freq: 6 }),
    fc.option(leaf('tou'), { nil: '' }),
    fc.option(leaf('uom'), { nil: '', freq: 1 }),
  )
  .chain((all) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant([...all]) },
      fc.shuffledSubarray([...all], { minLength: 4 }),
    ),
  );
const plainReading = fc
  .tuple(fc.nat(5000), fc.constantFrom('', '\n ', '\r\n', '\t', '<!-- a\nb -->', '\n<!-- -- -->'))
  .map(([value, space]) => plain.replace('-5', String(value)).replaceAll('><', `>${space}<`));
const anyReading = fc.oneof(
  { weight: 3, arbitrary: plainReading },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('', '', ' ', ' a="1"'), gap, parts)
      .map(
        ([attributes, before, all]) =>
          `<IntervalReading${attributes}>${before}${all.join('')}</IntervalReading>`,
      ),
  },
  fc.constantFrom(
    `<!-- ${plain} -->`,
    `<![CDATA[${plain}]]>`,
    `<${plain}`,
    '<IntervalReading/>',
    '<IntervalReading>',
    '</IntervalReading>',
    '<interval><duration>1</duration><start>0</start></interval>',
    `<other>${plain}</other>`,
    `<IntervalReading>${plain}</IntervalReading>`,
  ),
);
const block = fc
  .tuple(
    fc.constantFrom('http://naesb.org/espi', 'http://naesb.org/espi', 'http://naesb.org/espi', 'urn:x', ''),
    fc.array(
      fc.tuple(gap, anyReading).map((two) => two.join('')),
      { maxLength: 8 },
    ),
    gap,
    fc.boolean(),
  )
  .map(([uri, readings, behind, prefixed]) => {
    const text = `<IntervalBlock>${readings.join('')}${behind}</IntervalBlock>`;
    const named = prefixed ? text.replaceAll(/<(\/?)(?=\w)/g, '<$1e:') : text;
    return named.replace('IntervalBlock>', `IntervalBlock xmlns${prefixed ? ':e' : ''}="${uri}">`);
  });
const document = fc
  .array(block, { minLength: 1, maxLength: 3 })
  .map(
    (blocks) =>
      `<feed xmlns="http://www.w3.org/2005/Atom">${blocks.map((one) => `<entry>\n<content>${one}</content></entry>`).join('\n')}</feed>`,
  );

interface Read {
  readonly findings: readonly Finding[];
  readonly entries: readonly unknown[];
  readonly readings: readonly Reading[];
  readonly failed: boolean;
}

/** What a reader makes of a text that comes in pieces of these lengths, over and over. */
function read(text: string, lengths: readonly number[], mode: 'strict' | 'import'): Read {
  const findings: Finding[] = [];
  const entries: unknown[] = [];
  const readings: Reading[] = [];
  const reader = createFeedReader({
    mode,
    onFinding: (finding) => findings.push(finding),
    onEntry: (entry) => entries.push(entry),
    onReadings: (_entry, _block, some) => readings.push(...some),
  });
  for (let at = 0, i = 0; at < text.length; i++) {
    const length = lengths[i % lengths.length] ?? 1;
    reader.write(text.slice(at, at + length));
    at += length;
  }
  reader.close();
  return { findings, entries, readings, failed: reader.failed };
}

describe('a reader that scans', () => {
  it('understands and finds the same, at the same places, as one that sees every element', () => {
    let scanned = 0;
    fc.assert(
      fc.property(
        document,
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 4 }),
        fc.constantFrom('strict' as const, 'import' as const),
        (text, lengths, mode) => {
          // A reading that comes character by character is never whole in one piece.
          const slow = read(text, [1], mode);
          expect(read(text, [text.length], mode)).toEqual(slow);
          expect(read(text, lengths, mode)).toEqual(slow);
          scanned += slow.readings.length;
        },
      ),
      { numRuns: 500 },
    );
    expect(scanned).toBeGreaterThan(500);
  });

  it('knows the column behind readings on one line', () => {
    const head = '<IntervalBlock xmlns="http://naesb.org/espi">';
    const text = `${head}${plain}${plain}\n${plain} ${plain}<x></y>`;
    const [fault] = read(text, [text.length], 'strict').findings.filter(
      ({ code }) => code === 'not-well-formed',
    );
    expect(fault).toEqual(
      read(text, [1], 'strict').findings.filter(({ code }) => code === 'not-well-formed')[0],
    );
    expect(fault).toMatchObject({ line: 2, column: 2 * plain.length + 1 + '<x></y>'.length + 1 });
  });
});
