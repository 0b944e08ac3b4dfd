import type { Entry, WireStyle } from './atom.ts';
import type { Link } from './links.ts';
import { namespaces } from './schema/define.ts';
import type { RecordTemplate } from './text-record.ts';
import { formatTime } from './time.ts';
import { escapeAttribute, escapeText } from './xml-text.ts';

/** The links of an entry as text. Schemas of the field want them next to each other, right after the id. */
export function linksText(links: readonly Link[]): string {
  let text = '';
  for (const { rel, href, type } of links)
    text += `<link rel="${rel}" href="${escapeAttribute(href)}" type="${escapeAttribute(type)}"/>`;
  return text;
}

/** What stands behind the content of an entry. */
export const entryTail = '</content></entry>\n';

/** What stands before it. */
export const entryHead = (entry: Entry, style: WireStyle, attributes: string): string =>
  `<entry${attributes}><id>urn:uuid:${entry.uuid}</id>${linksText(entry.links)}` +
  `<published>${formatTime(entry.published)}</published><updated>${formatTime(entry.updated)}</updated>` +
  `<title>${escapeText(entry.title)}</title><content type="${style.contentType}">`;

const blockHead = `<IntervalBlock xmlns="${namespaces.espi}"><interval><duration>`;

/** The block's own interval: seconds. */
export interface Interval {
  readonly start: number;
  readonly duration: number;
}

/** A block's text before its first reading, and behind its last. */
export const blockHeadText = ({ start, duration }: Interval): string =>
  `${blockHead}${duration}</duration><start>${start}</start></interval>`;
export const blockTailText = '</IntervalBlock>';

/** The texts around the readings of blocks of one collection: they differ in a few places only. */
export interface BlockEntryTemplate {
  readonly style: WireStyle;
  readonly attributes: string;
  readonly title: string;
  readonly links: readonly Link[];
  /** Address of the collection with a slash: what stands before the uid in the self link, which is the first. */
  readonly collection: string;
  readonly head: RecordTemplate;
  readonly tail: RecordTemplate;
}

const plainUid = /^[\w-]{1,64}$/;

/** What stands before the uid of an entry in its first link; undefined when it is not to be found. */
function collectionOf({ links }: Entry): string | undefined {
  const href = links[0]?.href ?? '';
  const end = href.lastIndexOf('/') + 1;
  return end > 0 && plainUid.test(href.slice(end)) ? href.slice(0, end) : undefined;
}

function sameLinks(a: readonly Link[], b: readonly Link[], collection: string): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const one = a[i] as Link;
    const other = b[i] as Link;
    if (one.rel !== other.rel || one.type !== other.type) return false;
    if (i > 0 ? one.href !== other.href : !one.href.startsWith(collection)) return false;
  }
  return true;
}

function createTemplate(
  entry: Entry,
  style: WireStyle,
  attributes: string,
  collection: string,
): BlockEntryTemplate {
  const { links, title } = entry;
  const [self, ...others] = links;
  const selfHead = `<link rel="${self?.rel}" href="${escapeAttribute(collection)}`;
  const selfTail = `" type="${escapeAttribute(self?.type ?? '')}"/>`;
  const contentHead = `<title>${escapeText(title)}</title><content type="${style.contentType}">`;
  const pieces = [
    `<entry${attributes}><id>urn:uuid:`,
    `</id>${selfHead}`,
    `${selfTail}${linksText(others)}<published>`,
    '</published><updated>',
    `</updated>${contentHead}${blockHead}`,
    '</duration><start>',
    '</start></interval>',
  ];
  return {
    style,
    attributes,
    title,
    links,
    collection,
    head: { pieces },
    tail: { pieces: [blockTailText + entryTail] },
  };
}

/** Templates by their collection: several feeds are written at once, and take turns. */
const mostTemplates = 64;
const templates = new Map<string, BlockEntryTemplate>();
let last: BlockEntryTemplate | undefined;

const fits = (
  template: BlockEntryTemplate | undefined,
  entry: Entry,
  style: WireStyle,
  attributes: string,
): template is BlockEntryTemplate =>
  template !== undefined &&
  template.style.contentType === style.contentType &&
  template.attributes === attributes &&
  template.title === entry.title &&
  sameLinks(entry.links, template.links, template.collection) &&
  plainUid.test((entry.links[0]?.href ?? '').slice(template.collection.length));

/**
 * The template of an entry with a block; the same object as long as it is in use. Mostly it is the one asked for last.
 * Undefined where none fits.
 */
export function findBlockEntry(
  entry: Entry,
  style: WireStyle,
  attributes: string,
): BlockEntryTemplate | undefined {
  if (fits(last, entry, style, attributes)) return last;
  const collection = collectionOf(entry);
  if (collection === undefined) return undefined;
  const known = templates.get(collection);
  if (fits(known, entry, style, attributes)) {
    last = known;
    return known;
  }
  if (templates.size >= mostTemplates) templates.clear();
  last = createTemplate(entry, style, attributes, collection);
  templates.set(collection, last);
  return last;
}

/** What stands in the holes of `head`. */
export const headHoles = (
  { collection }: BlockEntryTemplate,
  entry: Entry,
  { start, duration }: Interval,
): string[] => [
  entry.uuid,
  (entry.links[0]?.href ?? '').slice(collection.length),
  formatTime(entry.published),
  formatTime(entry.updated),
  String(duration),
  String(start),
];
