import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/espi/reading.ts';
import { nouns } from '../../src/espi/resources.ts';
import { type ComplexType, type ComplexValue, namespaces } from '../../src/espi/schema/define.ts';
import { findElement } from '../../src/espi/schema/registry.ts';
import { renderDocument } from '../../src/espi/xml-writer.ts';
import { readText } from '../support/read-feed.ts';
import { complexValue } from '../support/schema-values.ts';
import { describeWithShared, hasShared } from '../support/shared.ts';
import { validateXsd } from '../support/xsd.ts';

const elements: [keyof typeof namespaces, string][] = [
  ...Object.entries(nouns).map(([name, { namespace }]): [keyof typeof namespaces, string] => [
    namespace,
    name,
  ]),
  ['customer', 'LocalTimeParameters'],
  ['espi', 'ElectricPowerUsageSummary'],
  ['espi', 'ServiceStatus'],
  ['espi', 'BatchList'],
];

const asReading = ({ extension: _, timePeriod, ReadingQuality, ...rest }: ComplexValue) => {
  const { start, duration } = timePeriod as { start: number; duration: number };
  const qualities = ReadingQuality as { quality: number }[] | undefined;
  return { ...rest, start, duration, ...(qualities && { quality: qualities.map(({ quality }) => quality) }) };
};

/** The value without its readings, and they in the flat form; one without a time cannot be had. */
function split(value: ComplexValue): { rest: ComplexValue; readings: ComplexValue[] } {
  const { IntervalReading, ...rest } = value;
  const readings = ((IntervalReading ?? []) as ComplexValue[])
    .filter(({ timePeriod }) => timePeriod !== undefined)
    .map(asReading);
  return { rest, readings };
}

/** One fault, or none, somewhere in a document: an element dropped, doubled, moved, renamed or given other text. */
const mutations: readonly ((leaf: string) => string)[] = [
  () => '',
  (leaf) => leaf + leaf,
  (leaf) => leaf.replaceAll(name(leaf), 'colour'),
  (leaf) => leaf.replace('>', ' lang="en">'),
  ...[
    '',
    ' 5 ',
    '5.0',
    '-1',
    '+7',
    '007',
    'abc',
    'TRUE',
    '1',
    '70000',
    '140737488355329',
    'ABC',
    'http://[',
    'a%zz',
  ].map((text) => (leaf: string) => `<${name(leaf)}>${text}</${name(leaf)}>`),
  (leaf) => `text${leaf}`,
  (leaf) => `<!-- comment -->${leaf.replace(/>([^<]*)</, '><![CDATA[$1]]><')}`,
];
const leaves = /<([A-Za-z_0-9]+)>[^<]*<\/\1>/g;
function name(leaf: string): string {
  return /^<(\w+)/.exec(leaf)?.[1] ?? '';
}

describe('what is written reads back the same, strictly', () => {
  it.each(elements)('%s %s', async (namespace, name) => {
    const found = findElement(namespaces[namespace], name);
    expect(found?.element).toBe(name);
    const type = found?.type as ComplexType;
    await fc.assert(
      fc.asyncProperty(complexValue(type), fc.integer({ min: 1, max: 200 }), async (value, chunk) => {
        const xml = renderDocument(name, type, value);
        const { entries, findings, readings } = await readText(xml, 'strict', chunk);
        expect(findings).toEqual([]);
        const content = entries[0]?.contents[0];
        expect(content?.type).toBe(type);
        expect(content?.complete).toBe(true);
        const all: readonly Reading[] = readings.get('0/0') ?? [];
        const expected = name === 'IntervalBlock' ? split(value) : { rest: value, readings: [] };
        expect(content?.value).toEqual(expected.rest);
        expect(all).toEqual(expected.readings);
        if (hasShared) expect(validateXsd(xml, '4.0-closed')).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describeWithShared('a document with one fault is judged as the schema judges it', () => {
  it.each(elements)('%s %s', async (namespace, element) => {
    const type = findElement(namespaces[namespace], element)?.type as ComplexType;
    await fc.assert(
      fc.asyncProperty(
        complexValue(type),
        fc.nat(),
        fc.constantFrom(...mutations),
        async (value, at, mutate) => {
          const xml = renderDocument(element, type, value);
          const places = [...xml.matchAll(leaves)];
          const place = places[at % Math.max(1, places.length)];
          fc.pre(place !== undefined);
          const faulty =
            xml.slice(0, place.index) + mutate(place[0]) + xml.slice(place.index + place[0].length);
          const { findings } = await readText(faulty, 'strict');
          const theirs = validateXsd(faulty, '4.0-closed');
          expect(findings.length === 0, `${faulty}\n${theirs.join()}\n${JSON.stringify(findings)}`).toBe(
            theirs.length === 0,
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});
