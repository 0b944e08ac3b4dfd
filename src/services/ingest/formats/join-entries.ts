import type { Noun } from '../../../espi/resources.ts';
import type { EntryLinks, IndexedEntry } from './file-index.ts';
import { nameOfNoun, withAncestors } from './href.ts';
import { nearest } from './places.ts';

/** Where a thing stands in the file, and what its links say. */
export interface Placed extends EntryLinks {
  readonly index: number;
}

/** To which entry of a noun something belongs. */
export type Joined =
  | { readonly kind: 'entry'; readonly entry: IndexedEntry }
  /** It is named by a link, but not in the file. */
  | { readonly kind: 'named'; readonly name: string }
  /** Nothing says it. */
  | { readonly kind: 'none' };

/** Finds the entries of one noun to which others belong. */
export interface Joiner {
  readonly entries: readonly IndexedEntry[];
  /** By links alone, in both directions. */
  readonly byLinks: (child: EntryLinks) => IndexedEntry | undefined;
  /** By links, then by the path of a link, then by the place in the file. */
  readonly join: (child: Placed) => Joined;
}

/**
 * Makes the joiner of a noun. Sources link in several ways, and some not at all; in this order:
 * a related link to the parent; an up link to a collection that the parent names as related; a related link of
 * the parent to the child; the path of up or self that lies below the parent's.
 *
 * @param noun of the parents.
 */
export function createJoiner(all: readonly IndexedEntry[], noun: Noun): Joiner {
  const entries = all.filter((entry) => entry.noun === noun);
  const bySelf = new Map<string, IndexedEntry>();
  const byRelated = new Map<string, IndexedEntry>();
  for (const entry of entries) {
    if (entry.self !== undefined) bySelf.set(entry.self, entry);
    for (const name of entry.related) byRelated.set(name, entry);
  }
  const byPath = (name: string | undefined): IndexedEntry | undefined => {
    if (name === undefined) return undefined;
    for (const ancestor of withAncestors(name)) {
      const entry = bySelf.get(ancestor);
      if (entry !== undefined) return entry;
    }
    return undefined;
  };
  const byLinks = ({ related, up, self }: EntryLinks): IndexedEntry | undefined => {
    for (const name of related) {
      const entry = bySelf.get(name);
      if (entry !== undefined) return entry;
    }
    return (
      (up === undefined ? undefined : byRelated.get(up)) ??
      (self === undefined ? undefined : byRelated.get(self)) ??
      byPath(up) ??
      byPath(self)
    );
  };
  return {
    entries,
    byLinks,
    join(child) {
      const entry = byLinks(child);
      if (entry !== undefined) return { kind: 'entry', entry };
      for (const name of [child.up, child.self, ...child.related]) {
        const named = name === undefined ? undefined : nameOfNoun(name, noun);
        if (named !== undefined) return { kind: 'named', name: named };
      }
      const near = nearest(entries, child.index);
      return near === undefined ? { kind: 'none' } : { kind: 'entry', entry: near };
    },
  };
}
