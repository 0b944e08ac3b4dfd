import type { Content, Entry } from '../../espi/atom.ts';
import type { BlockContent } from '../../espi/block-content.ts';
import { createLinker, type LinkedEntry } from '../../espi/link-template.ts';
import { entryLinks, type Link } from '../../espi/links.ts';
import { entryPath, expandPath, type Noun, nouns, type PathParams } from '../../espi/resources.ts';
import type { ComplexValue, NamespaceName } from '../../espi/schema/define.ts';
import { uuidV5 } from '../../espi/uuid.ts';
import { contentType } from './content-type.ts';
import type { Wire } from './wire.ts';

/** A resource as it was read, before it is dressed as an Atom entry. */
export interface Loaded {
  readonly noun: Noun;
  /** Absent: the noun's own. LocalTimeParameters stands in feeds of both. */
  readonly namespace?: NamespaceName;
  /** Values of all parameters of its own path. */
  readonly params: PathParams;
  /** Milliseconds since 1970. */
  readonly published: number;
  readonly updated: number;
  /** Time of the data in seconds, by which `published-*` selects; absent: its `published`. */
  readonly time?: number;
  /** Its elements, or the stored readings of a block, of which the writer makes them. */
  readonly value: ComplexValue | { readonly block: BlockContent };
  /** Collections below it that exist for the reader. */
  readonly feeds?: readonly Noun[];
  /** Entries that it is related to. */
  readonly entries?: Readonly<Partial<Record<Noun, readonly PathParams[]>>>;
  /** Files that belong to it: uid below `/Non-ESPI` and media type. */
  readonly files?: readonly { readonly uid: string; readonly mediaType: string }[];
}

/** Relations of a block. */
export const relatedToMeterReading = { MeterReading: [{}] } as const;

function isBlock(value: Loaded['value']): value is { readonly block: BlockContent } {
  const { block } = value;
  return typeof block === 'object' && block !== null && 'rows' in block;
}

function contentOf(loaded: Loaded): Content {
  if (isBlock(loaded.value)) return loaded.value;
  const namespace = loaded.namespace ?? nouns[loaded.noun].namespace;
  return { element: loaded.noun, type: contentType(namespace, loaded.noun), value: loaded.value };
}

const fileLinks = (wire: Wire, files: NonNullable<Loaded['files']>): Link[] =>
  files.map(({ uid, mediaType }) => ({
    rel: 'related',
    type: mediaType,
    href: `${wire.base}/Non-ESPI/${uid}`,
  }));

const dress = (wire: Wire, loaded: Loaded, { path, links }: LinkedEntry): Entry => ({
  uuid: uuidV5(wire.uuidNamespace, path),
  links,
  published: loaded.published,
  updated: loaded.updated,
  title: loaded.noun,
  content: contentOf(loaded),
});

/**
 * Dresses a resource as an entry with a list of links. The id of an entry hashes the path below the resource root with the
 * namespace of the installation: it differs per Authorization where the path does, and outlives a change of the public URL.
 *
 * @param more links that follow its own.
 */
export function dressEntry(wire: Wire, loaded: Loaded, more: readonly Link[]): Entry {
  const path = expandPath(entryPath(loaded.noun), loaded.params);
  const links = [...entryLinks(wire.base, loaded), ...fileLinks(wire, loaded.files ?? []), ...more];
  return dress(wire, loaded, { path, links });
}

/** Dresses the resources of a feed as entries, likewise: those of a noun share the template of their links. */
export function createDresser(wire: Wire): (loaded: Loaded) => Entry {
  const link = createLinker(wire.base);
  return (loaded) =>
    loaded.files === undefined || loaded.files.length === 0
      ? dress(wire, loaded, link(loaded))
      : dressEntry(wire, loaded, []);
}
