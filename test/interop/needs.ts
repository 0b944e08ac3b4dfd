import {
  childrenNamed,
  type DocumentFact,
  type EntryFact,
  type Tree,
  textAt,
} from '../conformance/atom-document.ts';
import { addressOf, related } from '../conformance/atom-rules.ts';
import { entriesOf } from '../support/feed-facts.ts';

/** What a program in the field needs of a usage feed that it can read, and where a feed lacks it. */
export interface ReaderNeed {
  /** Who needs it. */
  readonly reader: string;
  readonly need: string;
  readonly faults: (feed: DocumentFact, xml: string) => readonly string[];
}

const lastSegment = (address: string): string => address.slice(address.lastIndexOf('/') + 1);

const addresses = (feed: DocumentFact, noun: string, rel: 'self' | 'up'): Set<string> =>
  new Set(entriesOf(feed, noun).map((entry) => addressOf(entry, rel)));

/** Entries for which something does not hold. */
const unless = (entries: readonly EntryFact[], holds: (entry: EntryFact) => boolean): readonly string[] =>
  entries.filter((entry) => !holds(entry)).map((entry) => addressOf(entry, 'self'));

const leaves = (tree: Tree): Tree[] => (tree.children.length === 0 ? [tree] : tree.children.flatMap(leaves));

const typesOf = (entry: EntryFact, ending: RegExp): string[] =>
  entry.links.filter(({ rel, href }) => rel === 'related' && ending.test(href)).map(({ type }) => type);

function wrongTypeBefore(feed: DocumentFact): readonly string[] {
  const faults: string[] = [];
  let last = '';
  const typeOf = new Map(
    entriesOf(feed, 'MeterReading').map((entry) => [
      `${addressOf(entry, 'self')}/IntervalBlock`,
      related(entry).find((href) => href.includes('/ReadingType/')),
    ]),
  );
  for (const entry of feed.entries) {
    if (entry.content.name === 'IntervalBlock' && typeOf.get(addressOf(entry, 'up')) !== last)
      faults.push(addressOf(entry, 'self'));
    last = related(entry).findLast((href) => href.includes('ReadingType')) ?? last;
  }
  return faults;
}

/** @see interoperability.md 3 */
export const readerNeeds: readonly ReaderNeed[] = [
  {
    reader: 'cityssm',
    need: 'the up of a block is a related link of a MeterReading',
    faults: (feed) => {
      const linked = new Set(entriesOf(feed, 'MeterReading').flatMap(related));
      return unless(entriesOf(feed, 'IntervalBlock'), (entry) => linked.has(addressOf(entry, 'up')));
    },
  },
  {
    reader: 'cityssm',
    need: 'a related link of a MeterReading is the self of its one ReadingType',
    faults: (feed) => {
      const types = addresses(feed, 'ReadingType', 'self');
      return unless(
        entriesOf(feed, 'MeterReading'),
        (entry) => related(entry).filter((href) => types.has(href)).length === 1,
      );
    },
  },
  {
    reader: 'cityssm',
    need: 'the up of a MeterReading and of a UsageSummary is a related link of a UsagePoint',
    faults: (feed) => {
      const linked = new Set(entriesOf(feed, 'UsagePoint').flatMap(related));
      const children = [...entriesOf(feed, 'MeterReading'), ...entriesOf(feed, 'UsageSummary')];
      return unless(children, (entry) => linked.has(addressOf(entry, 'up')));
    },
  },
  {
    reader: 'go-greenbutton',
    need: 'the last link to a ReadingType before a block is that of its own MeterReading',
    faults: wrongTypeBefore,
  },
  {
    reader: 'go-greenbutton',
    need: 'flowDirection of a ReadingType is not zero',
    faults: (feed) =>
      unless(entriesOf(feed, 'ReadingType'), ({ content }) => Number(textAt(content, 'flowDirection')) > 0),
  },
  {
    reader: 'Verdigris',
    need: 'identifiers are word characters',
    faults: (feed) => unless(feed.entries, (entry) => /^\w+$/.test(lastSegment(addressOf(entry, 'self')))),
  },
  {
    reader: 'Verdigris',
    need: 'no namespace prefix at all',
    faults: (_, xml) => xml.match(/<\/?\w+:\w+|xmlns:\w+/g) ?? [],
  },
  {
    reader: 'Verdigris',
    need: 'one resource in a content',
    faults: (_, xml) => xml.match(/<\/IntervalBlock>\s*<IntervalBlock/g) ?? [],
  },
  {
    reader: 'rhounsell',
    need: 'currency of a ReadingType is 124 or 840',
    faults: (feed) =>
      unless(entriesOf(feed, 'ReadingType'), ({ content }) =>
        ['124', '840'].includes(textAt(content, 'currency') ?? ''),
      ),
  },
  {
    reader: 'rhounsell',
    need: 'no space around a value',
    faults: (feed) =>
      unless(feed.entries, ({ content }) => leaves(content).every(({ text }) => text === text.trim())),
  },
  {
    reader: 'vqvu',
    need: 'a UsagePoint links to each of its MeterReadings',
    faults: (feed) => {
      const linked = new Set(entriesOf(feed, 'UsagePoint').flatMap(related));
      return unless(entriesOf(feed, 'MeterReading'), (entry) => linked.has(addressOf(entry, 'self')));
    },
  },
  {
    reader: 'Open Green Button',
    need: 'links to a ReadingType and to a UsagePoint have exactly their types',
    faults: (feed) => [
      ...unless(
        entriesOf(feed, 'MeterReading'),
        (entry) => typesOf(entry, /\/ReadingType\/\w+$/).join() === 'espi-entry/ReadingType',
      ),
      ...unless(
        [...entriesOf(feed, 'MeterReading'), ...entriesOf(feed, 'UsageSummary')],
        (entry) => typesOf(entry, /\/UsagePoint\/\w+$/).join() === 'espi-entry/UsagePoint',
      ),
    ],
  },
  {
    reader: 'Open Green Button',
    need: 'identifiers are cut out of nested addresses',
    faults: (_, xml) => (xml.indexOf('<updated>') < xml.indexOf('<entry') ? [] : ['feed']),
  },
  {
    reader: 'Open Green Button',
    need: 'what is owed stands in billLastPeriod, and the lines that are charges add up to it',
    faults: (feed) =>
      unless(entriesOf(feed, 'UsageSummary'), ({ content }) => {
        const lines = childrenNamed(content, 'costAdditionalDetailLastPeriod')
          .filter((line) => Number(textAt(line, 'itemKind')) <= 8)
          .map((line) => Number(textAt(line, 'amount')));
        return lines.reduce((sum, amount) => sum + amount, 0) === Number(textAt(content, 'billLastPeriod'));
      }),
  },
  {
    reader: 'EDDIE',
    need: 'the title of an entry is the name of its resource, its content has a type',
    faults: (feed) =>
      unless(
        feed.entries,
        ({ titles, content, contentType }) => titles.join() === content.name && contentType.trim() !== '',
      ),
  },
  {
    reader: 'EDDIE',
    need: 'every entry has self and up',
    faults: (feed) =>
      unless(feed.entries, (entry) => addressOf(entry, 'self') !== '' && addressOf(entry, 'up') !== ''),
  },
  {
    reader: 'EDDIE',
    need: "the first related link of a ReadingType is its MeterReading, with which its blocks' self begins",
    faults: (feed) => {
      const readings = addresses(feed, 'MeterReading', 'self');
      const firsts = entriesOf(feed, 'ReadingType').map((entry) => related(entry)[0] ?? '');
      return [
        ...firsts.filter((first) => !readings.has(first)),
        ...unless(entriesOf(feed, 'IntervalBlock'), (entry) =>
          firsts.some((first) => addressOf(entry, 'self').startsWith(`${first}/`)),
        ),
      ];
    },
  },
  {
    reader: 'EDDIE',
    need: 'intervals are whole minutes, in flow direction 1, 4 or 19',
    faults: (feed) =>
      unless(
        entriesOf(feed, 'ReadingType'),
        ({ content }) =>
          Number(textAt(content, 'intervalLength')) % 60 === 0 &&
          ['1', '4', '19'].includes(textAt(content, 'flowDirection') ?? ''),
      ),
  },
  {
    reader: 'certification QRY001',
    need: 'blocks of a MeterReading stand in the order of their start',
    faults: (feed) => {
      const last = new Map<string, number>();
      return unless(entriesOf(feed, 'IntervalBlock'), (entry) => {
        const series = addressOf(entry, 'up');
        const start = Number(textAt(entry.content, 'interval', 'start'));
        const ordered = start > (last.get(series) ?? -1);
        last.set(series, start);
        return ordered;
      });
    },
  },
];
