import type { ReadContent, ReadEntry } from '../../../espi/reader/entry.ts';
import type { Noun } from '../../../espi/resources.ts';
import type { ComplexValue } from '../../../espi/schema/define.ts';
import { fitValue } from './fit-value.ts';
import { hrefName, isAbsolute } from './href.ts';

/** What links say of an entry. */
export interface EntryLinks {
  /** Names as `hrefName` makes them. */
  readonly self: string | undefined;
  readonly up: string | undefined;
  readonly related: readonly string[];
  /** Whether its names mean the same in every file. */
  readonly absolute: boolean;
}

/** An entry that is remembered by itself. */
export interface IndexedEntry extends EntryLinks {
  readonly index: number;
  readonly line: number;
  readonly noun: Noun;
  readonly id: string | undefined;
  /** Kept only for what others depend on: UsagePoint, ReadingType, LocalTimeParameters. */
  readonly value: ComplexValue | undefined;
}

/** IntervalBlock entries with the same links but for their own name. */
interface BlockGroup extends EntryLinks {
  readonly line: number;
}

/** What the blocks of one entry hold. */
interface BlockEntry {
  readonly index: number;
  readonly group: number;
  /** In seconds; Infinity and -Infinity when there are no readings. */
  readonly start: number;
  readonly end: number;
}

/** Everything that must be known of a file before its readings can be placed. */
export interface FileIndex {
  readonly entries: readonly IndexedEntry[];
  readonly groups: readonly BlockGroup[];
  readonly blocks: readonly BlockEntry[];
  /** Elements of the ReadingType that blocks of a group stated themselves. */
  readonly stated: ReadonlyMap<number, Readonly<Record<string, number>>>;
  readonly readings: number;
  readonly rejected: number;
  /** How many resources there are that are not imported, by name. */
  readonly ignored: ReadonlyMap<string, number>;
}

/** Collects the index in a pass over the file. */
export interface IndexBuilder {
  readonly add: (entry: ReadEntry) => void;
  readonly index: FileIndex;
}

const renamed: Readonly<Record<string, Noun>> = { ElectricPowerUsageSummary: 'UsageSummary' };
const kept: ReadonlySet<Noun> = new Set(['UsagePoint', 'ReadingType', 'LocalTimeParameters']);
const ignoredElements = new Set([
  'Authorization',
  'ApplicationInformation',
  'ServiceStatus',
  'BatchList',
  'ProgramIdMappings',
]);

/** Whether an element, given with its path, is part of a resource that is not imported. */
export const isOfIgnored = (element: string): boolean => ignoredElements.has(element.split('/')[0] ?? '');

/** The noun under which a resource of a file is stored; undefined for one that is not imported. */
export function nounOf({ element, namespace }: ReadContent): Noun | undefined {
  if (ignoredElements.has(element)) return undefined;
  // Those of the customer namespace repeat what the usage feed says.
  if (element === 'LocalTimeParameters' && namespace === 'customer') return undefined;
  return renamed[element] ?? (element as Noun);
}

/** The links of an entry, as names. */
export function linksOf({ links }: Pick<ReadEntry, 'links'>): EntryLinks {
  const self = links.find(({ rel }) => rel === 'self')?.href;
  const up = links.find(({ rel }) => rel === 'up')?.href;
  return {
    self: self === undefined ? undefined : hrefName(self),
    up: up === undefined ? undefined : hrefName(up),
    related: links.filter(({ rel }) => rel === 'related').map(({ href }) => hrefName(href)),
    absolute: isAbsolute(self ?? up ?? ''),
  };
}

/** Texts that a block states in the place of its ReadingType, where it states one only. */
function statedNumbers(content: ReadContent): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [element, texts] of content.readings?.stated ?? []) {
    const [text = ''] = texts;
    if (texts.length === 1 && /^-?\d+$/.test(text)) numbers[element] = Number(text);
  }
  return numbers;
}

/**
 * Makes the index of a file. It holds links and parents, no readings: an IntervalBlock takes a few numbers,
 * because the links of all blocks of a series are kept once.
 */
export function createIndex(): IndexBuilder {
  const entries: IndexedEntry[] = [];
  const groups: BlockGroup[] = [];
  const groupOf = new Map<string, number>();
  const blocks: BlockEntry[] = [];
  const stated = new Map<number, Readonly<Record<string, number>>>();
  const ignored = new Map<string, number>();
  const totals = { readings: 0, rejected: 0 };

  const findGroup = (entry: ReadEntry, links: EntryLinks): number => {
    const { up, related, self } = links;
    // Without other links its own name must say where it belongs; without any, its place in the file.
    const key =
      up === undefined && related.length === 0 && self === undefined
        ? `#${entries.length}`
        : [up ?? self?.replace(/\/[^/]*$/, ''), ...related.filter((name) => name !== self)].join('\n');
    const known = groupOf.get(key);
    if (known !== undefined) return known;
    groupOf.set(key, groups.length);
    groups.push({ ...links, line: entry.line });
    return groups.length - 1;
  };

  const addBlocks = (entry: ReadEntry, contents: readonly ReadContent[]): void => {
    const group = findGroup(entry, linksOf(entry));
    let [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const content of contents) {
      totals.readings += content.readings?.count ?? 0;
      totals.rejected += content.readings?.rejected ?? 0;
      start = Math.min(start, content.readings?.extent?.start ?? start);
      end = Math.max(end, content.readings?.extent?.end ?? end);
      stated.set(group, { ...stated.get(group), ...statedNumbers(content) });
    }
    blocks.push({ index: entry.index, group, start, end });
  };

  return {
    index: {
      entries,
      groups,
      blocks,
      stated,
      ignored,
      get readings() {
        return totals.readings;
      },
      get rejected() {
        return totals.rejected;
      },
    },
    add(entry) {
      const blockContents = entry.contents.filter(({ element }) => element === 'IntervalBlock');
      if (blockContents.length > 0) addBlocks(entry, blockContents);
      for (const content of entry.contents) {
        if (content.element === 'IntervalBlock') continue;
        const noun = nounOf(content);
        if (noun === undefined) {
          ignored.set(content.element, (ignored.get(content.element) ?? 0) + 1);
          continue;
        }
        if (!content.complete && noun !== 'UsagePoint' && noun !== 'ReadingType') continue;
        const { index, line, id } = entry;
        const value = kept.has(noun) ? fitValue(content.type, content.value) : undefined;
        entries.push({ ...linksOf(entry), index, line, noun, id, value });
      }
    },
  };
}
