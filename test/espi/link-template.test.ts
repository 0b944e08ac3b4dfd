import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLinker, type EntryLinks, entryLinksText } from '../../src/espi/link-template.ts';
import { entryLinks, type LinkInput, linksText } from '../../src/espi/links.ts';
import { entryPath, expandPath, type Noun, nouns } from '../../src/espi/resources.ts';

const base = 'https://custodian.example/DataCustodian/espi/1_1/resource';
const allNouns = Object.keys(nouns) as Noun[];
const allParams = ['auth_uid', ...Object.values(nouns).map(({ param }) => param)];

const uid = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[\w-]{1,22}$/) },
  { weight: 1, arbitrary: fc.constantFrom('a b', 'a/b', '"', '~3~', 'Zähler', '😀', 'x'.repeat(65), '.') },
);
/** Parameters of these names, in an order that differs from time to time. */
const params = (names: readonly string[]): fc.Arbitrary<Record<string, string>> =>
  fc
    .record({ uids: fc.array(uid, { minLength: names.length, maxLength: names.length }), turn: fc.nat(2) })
    .map(({ uids, turn }) => {
      const pairs = names.map((name, i) => [name, uids[i] ?? ''] as const);
      return Object.fromEntries([...pairs.slice(turn), ...pairs.slice(0, turn)]);
    });
const related = fc.dictionary(
  fc.constantFrom(...allNouns),
  fc.array(
    fc.subarray(allParams, { maxLength: 2 }).chain((names) => params(names)),
    { maxLength: 3 },
  ),
  { maxKeys: 4 },
) as fc.Arbitrary<NonNullable<LinkInput['entries']>>;
const input: fc.Arbitrary<LinkInput> = fc.record(
  {
    noun: fc.constantFrom(...allNouns),
    namespace: fc.constantFrom('espi' as const, 'customer' as const),
    params: params(allParams),
    feeds: fc.subarray(allNouns),
    entries: related,
  },
  { requiredKeys: ['noun', 'params'] },
);

const templateOf = (links: EntryLinks): unknown => ('template' in links ? links.template : undefined);

const point = (meter: string, more: Partial<LinkInput> = {}): LinkInput => ({
  noun: 'UsagePoint',
  params: { auth_uid: 'a1', meter_uid: meter },
  feeds: ['MeterReading'],
  entries: { MeterReading: [{ reading_uid: `${meter}-r` }], LocalTimeParameters: [{ tz_uid: 'tz' }] },
  ...more,
});

describe('createLinker', () => {
  it('gives the path and the links of every entry, whatever stood before', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 12 }), (inputs) => {
        const link = createLinker(base);
        // Each twice, so that the second may find the template of the first.
        for (const one of inputs.flatMap((each) => [each, { ...each }])) {
          const { path, links } = link(one);
          expect(path).toBe(expandPath(entryPath(one.noun), one.params));
          expect(entryLinksText(links)).toBe(linksText(entryLinks(base, one)));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('shares the template of entries that differ in their uids alone, in other feeds too', () => {
    const first = createLinker(base)(point('m1'));
    const link = createLinker(base);
    const [second, third] = [
      link(point('m2')),
      link(point('m3', { params: { auth_uid: 'b', meter_uid: 'm3' } })),
    ];
    expect(templateOf(first.links)).toBeDefined();
    expect(templateOf(second.links)).toBe(templateOf(first.links));
    expect(templateOf(third.links)).toBe(templateOf(first.links));
  });

  it.each<[string, Partial<LinkInput>]>([
    ['other collections', { feeds: ['MeterReading', 'UsageSummary'] }],
    ['one related entry more', { entries: { MeterReading: [{ reading_uid: 'a' }, { reading_uid: 'b' }] } }],
    [
      'a related entry with one name more',
      { entries: { MeterReading: [{ reading_uid: 'a', meter_uid: 'b' }] } },
    ],
    ['none', { entries: {} }],
    ['the other namespace', { namespace: 'customer' }],
  ])('has another template for %s', (_, more) => {
    const link = createLinker(base);
    const usual = link(point('m1'));
    const other = link(point('m2', more));
    expect(templateOf(other.links)).not.toBe(templateOf(usual.links));
    expect(templateOf(link(point('m3')).links)).toBe(templateOf(usual.links));
  });

  it.each(['a b', '"><', 'x'.repeat(65)])(
    'writes out the links where a uid must be looked at: %s',
    (meter) => {
      const { links } = createLinker(base)(point(meter));
      expect(templateOf(links)).toBeUndefined();
      expect(links).toEqual(entryLinks(base, point(meter)));
    },
  );

  it('writes them out for an entry that is related to very many, and below an address with a mark in it', () => {
    const many = Array.from({ length: 17 }, (_, i) => ({ reading_uid: `r${i}` }));
    expect(
      templateOf(createLinker(base)(point('m', { entries: { MeterReading: many } })).links),
    ).toBeUndefined();
    const odd = 'https://example.org/~0~';
    expect(createLinker(odd)(point('m')).links).toEqual(entryLinks(odd, point('m')));
  });

  it('throws as the path does where a parameter is missing', () => {
    expect(() => createLinker(base)(point('m', { params: { auth_uid: 'a' } }))).toThrow(/needs meter_uid/);
  });
});
