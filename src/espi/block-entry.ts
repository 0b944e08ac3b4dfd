import type { Entry, WireStyle } from './atom.ts';
import type { FeedSink } from './feed-sink.ts';
import type { Link } from './links.ts';
import { namespaces } from './schema/define.ts';
import {
  createHoles,
  fillText,
  fillTime,
  noHoles,
  type RecordHoles,
  type RecordTemplate,
} from './text-record.ts';
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
interface BlockEntryTemplate {
  readonly style: WireStyle;
  readonly attributes: string;
  readonly title: string;
  readonly links: readonly Link[];
  /** Address of the collection with a slash: what stands before the uid in the self link, which is the first. */
  readonly collection: string;
  readonly head: RecordTemplate;
}

const tail: RecordTemplate = { kind: blockTailText, pieces: [blockTailText + entryTail] };

const longestUuid = 64;
/** Letters that a uid may have to be written without being escaped. */
const plainLetters = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w-]/.test(String.fromCharCode(code)) ? 1 : 0,
);
const longestUid = 64;

/** Whether what stands in a text from a place on is such a uid. */
function isPlainUid(text: string, from: number): boolean {
  const { length } = text;
  if (length === from || length - from > longestUid) return false;
  for (let i = from; i < length; i++) if (plainLetters[text.charCodeAt(i)] !== 1) return false;
  return true;
}

/** What stands before the uid of an entry in its first link; undefined when it is not to be found. */
function collectionOf({ links }: Entry): string | undefined {
  const href = links[0]?.href ?? '';
  const end = href.lastIndexOf('/') + 1;
  return end > 0 && isPlainUid(href, end) ? href.slice(0, end) : undefined;
}

const sameLink = (a: Link, b: Link): boolean =>
  a === b || (a.href === b.href && a.rel === b.rel && a.type === b.type);

/** Whether links are the same but for the uid in the first. */
function sameLinks(a: readonly Link[], b: readonly Link[], collection: string): boolean {
  const [self] = a;
  const [other] = b;
  if (a.length !== b.length || self === undefined || other === undefined) return false;
  if (self.rel !== other.rel || self.type !== other.type || !self.href.startsWith(collection)) return false;
  for (let i = 1; i < a.length; i++) if (!sameLink(a[i] as Link, b[i] as Link)) return false;
  return isPlainUid(self.href, collection.length);
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
  return { style, attributes, title, links, collection, head: { kind: title, pieces } };
}

/**
 * Templates by their collection: several feeds are written at once, and take turns. A collection has one from its second
 * block on: in a feed of many meters it often has a single block.
 */
const mostTemplates = 64;
const templates = new Map<string, BlockEntryTemplate | undefined>();
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
  entry.uuid.length <= longestUuid &&
  sameLinks(entry.links, template.links, template.collection);

/**
 * The template of an entry with a block; the same object as long as it is in use. Mostly it is the one asked for last.
 * Undefined where none fits.
 */
function findTemplate(entry: Entry, style: WireStyle, attributes: string): BlockEntryTemplate | undefined {
  if (fits(last, entry, style, attributes)) return last;
  const collection = collectionOf(entry);
  if (collection === undefined || entry.uuid.length > longestUuid) return undefined;
  const known = templates.get(collection);
  if (fits(known, entry, style, attributes)) {
    last = known;
    return known;
  }
  const isFirst = known === undefined && !templates.has(collection);
  if (templates.size >= mostTemplates) templates.clear();
  const template = isFirst ? undefined : createTemplate(entry, style, attributes, collection);
  templates.set(collection, template);
  last = template ?? last;
  return template;
}

/** All that stands around the readings of a block. */
export interface BlockEntry {
  readonly entry: Entry;
  readonly style: WireStyle;
  readonly attributes: string;
  readonly template: BlockEntryTemplate | undefined;
}

export const findBlockEntry = (entry: Entry, style: WireStyle, attributes: string): BlockEntry => ({
  entry,
  style,
  attributes,
  template: findTemplate(entry, style, attributes),
});

const holes = createHoles();

/** What stands in the holes of `head`, until it is asked for again. */
function headHoles(
  { collection }: BlockEntryTemplate,
  entry: Entry,
  { start, duration }: Interval,
): RecordHoles {
  holes.count = 0;
  fillText(holes, entry.uuid);
  fillText(holes, (entry.links[0]?.href ?? '').slice(collection.length));
  fillTime(holes, entry.published);
  fillTime(holes, entry.updated);
  fillText(holes, String(duration));
  fillText(holes, String(start));
  return holes;
}

/** Writes what stands before the first reading of a block, its own head included. */
export function openBlockEntry(
  sink: FeedSink,
  { entry, style, attributes, template }: BlockEntry,
  interval: Interval,
): void {
  if (template === undefined)
    sink.similar(entry.title, entryHead(entry, style, attributes) + blockHeadText(interval));
  else sink.record(template.head, headHoles(template, entry, interval));
}

/** Writes what follows the last. */
export const closeBlockEntry = (sink: FeedSink): void => sink.record(tail, noHoles);
