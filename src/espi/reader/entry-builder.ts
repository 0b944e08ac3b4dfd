import type { ReadContent, ReadEntry, ReadLink } from './entry.ts';

/** An entry, or the head of a feed, while it is being read. */
export interface EntryBuilder {
  readonly kind: 'feed' | 'entry';
  readonly index: number;
  readonly line: number;
  /** Texts by element, for what may stand once. */
  readonly texts: Map<string, { readonly text: string; readonly line: number }>;
  readonly times: Map<string, number>;
  readonly links: ReadLink[];
  readonly contents: ReadContent[];
  /** Whether another element followed a link, and then a link again. */
  linksApart: boolean;
  lastWasLink: boolean;
  hasContent: boolean;
}

/** Begins an entry or a feed's head. */
export const buildEntry = (kind: 'feed' | 'entry', index: number, line: number): EntryBuilder => ({
  kind,
  index,
  line,
  texts: new Map(),
  times: new Map(),
  links: [],
  contents: [],
  linksApart: false,
  lastWasLink: false,
  hasContent: false,
});

/** Notes that a child begins, to see whether the links stay together. */
export function noteChild(builder: EntryBuilder, isLink: boolean): void {
  if (isLink && !builder.lastWasLink && builder.links.length > 0) builder.linksApart = true;
  builder.lastWasLink = isLink;
}

/** What is known so far; complete once the entry is closed. */
export function currentEntry(builder: EntryBuilder): ReadEntry {
  const { index, line, links, contents, texts, times } = builder;
  const id = texts.get('id')?.text;
  const title = texts.get('title')?.text;
  const published = times.get('published');
  const updated = times.get('updated');
  return {
    index,
    line,
    links,
    contents,
    ...(id === undefined ? {} : { id }),
    ...(title === undefined ? {} : { title }),
    ...(published === undefined ? {} : { published }),
    ...(updated === undefined ? {} : { updated }),
  };
}
