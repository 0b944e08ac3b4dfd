import { type DocumentFact, type EntryFact, textAt } from '../conformance/atom-document.ts';
import { addressOf } from '../conformance/atom-rules.ts';

/** Entries of a noun. */
export const entriesOf = ({ entries }: DocumentFact, noun: string): EntryFact[] =>
  entries.filter(({ content }) => content.name === noun);

/** How many entries of each noun a feed holds. */
export function countNouns({ entries }: DocumentFact): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { content } of entries) counts[content.name] = (counts[content.name] ?? 0) + 1;
  return counts;
}

/** All readings of a feed, `start value`, in its order. */
export const readingsOf = (feed: DocumentFact): string[] =>
  entriesOf(feed, 'IntervalBlock').flatMap(({ content }) =>
    content.children
      .filter(({ name }) => name === 'IntervalReading')
      .map((reading) => `${textAt(reading, 'timePeriod', 'start')} ${textAt(reading, 'value')}`),
  );

/** The `updated` of a feed: where a client goes on. */
export const cursorOf = ({ head }: DocumentFact): string => head?.updated[0] ?? '';

/** An entry in the version that it has: its address and its `updated`. */
export const versionOf = (entry: EntryFact): string => `${addressOf(entry, 'self')} ${entry.updated[0]}`;
