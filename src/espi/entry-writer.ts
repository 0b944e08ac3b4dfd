import type { Entry, WireStyle } from './atom.ts';
import type { FeedSink } from './feed-sink.ts';
import { entryLinksText, type LinkTemplate, type TemplateLinks } from './link-template.ts';
import { namespaces } from './schema/define.ts';
import { fillRecord, longestValue, type RecordTemplate, type RecordValues } from './text-record.ts';
import { formatTime } from './time.ts';
import { escapeText } from './xml-text.ts';

/** What stands behind the content of an entry. */
const entryTail = '</content></entry>\n';

const blockHead = `<IntervalBlock xmlns="${namespaces.espi}"><interval><duration>`;
const blockMiddle = '</duration><start>';
const blockBegin = '</start></interval>';

/** The block's own interval: seconds. */
export interface Interval {
  readonly start: number;
  readonly duration: number;
}

/** A block's text before its first reading, and behind its last. */
export const blockHeadText = ({ start, duration }: Interval): string =>
  `${blockHead}${duration}${blockMiddle}${start}${blockBegin}`;
export const blockTailText = '</IntervalBlock>';

/** What is around the content of an entry: the entry, and attributes of its root where it is a document. */
export interface EntryFrame {
  readonly entry: Entry;
  readonly style: WireStyle;
  readonly attributes: string;
}

/** The records that are made of the entries with the same template of links, whatever their content. */
interface EntryRecords {
  readonly title: string;
  /** All before the content. */
  head?: RecordTemplate;
  /** All before the first reading of a block. */
  block?: RecordTemplate;
}

type ByContentType = Partial<Record<WireStyle['contentType'], EntryRecords>>;
const known = new WeakMap<LinkTemplate, ByContentType>();

function recordsOf(template: LinkTemplate, { title }: Entry, { contentType }: WireStyle): EntryRecords {
  let byType = known.get(template);
  if (byType === undefined) {
    byType = {};
    known.set(template, byType);
  }
  let records = byType[contentType];
  if (records?.title !== title) {
    records = { title };
    byType[contentType] = records;
  }
  return records;
}

/** The content that the last entry with such a head had in a feed, and the record of such entries as a whole. */
interface WholeEntry {
  text: string;
  record: RecordTemplate | undefined;
}

/** Of each feed by itself: what it consists of must not tell what others have read. */
const wholes = new WeakMap<FeedSink, Map<EntryRecords, WholeEntry>>();

function wholeOf(sink: FeedSink, records: EntryRecords): WholeEntry {
  let ofSink = wholes.get(sink);
  if (ofSink === undefined) {
    ofSink = new Map();
    wholes.set(sink, ofSink);
  }
  let whole = ofSink.get(records);
  if (whole === undefined) {
    whole = { text: '', record: undefined };
    ofSink.set(records, whole);
  }
  return whole;
}

/** The template of records that end with these texts, between which there are holes. Their values are `valuesOf`. */
function createRecord(
  { template, values }: TemplateLinks,
  { entry: { title }, style, attributes }: EntryFrame,
  [end = '', ...ends]: readonly string[],
): RecordTemplate {
  const [first, ...others] = template.pieces;
  const ids = values.length;
  const links = [`</id>${first}`, ...others];
  const afterLinks = `${links.pop()}<published>`;
  return {
    kind: title,
    ids,
    pieces: [
      `<entry${attributes}><id>urn:uuid:`,
      ...links,
      afterLinks,
      '</published><updated>',
      `</updated><title>${escapeText(title)}</title><content type="${style.contentType}">${end}`,
      ...ends,
    ],
    holes: [ids, ...template.holes, ids + 1, ids + 2, ...ends.map((_, i) => ids + 3 + i)],
  };
}

function valuesOf({ values }: TemplateLinks, { uuid, published, updated }: Entry): string[] {
  const all: string[] = [];
  for (let i = 0; i < values.length; i++) all.push(values[i] as string);
  all.push(uuid, formatTime(published), formatTime(updated));
  return all;
}

/** What such a record is as text, of an entry that shares no template. */
function recordText(frame: EntryFrame, ends: readonly string[]): string {
  const { entry } = frame;
  const links = { template: { pieces: [entryLinksText(entry.links)], holes: [] }, values: [] };
  return fillRecord(createRecord(links, frame, ends), valuesOf(links, entry));
}

/** The links of an entry that can be written as a record. */
function templateLinks({ entry: { links, uuid }, attributes }: EntryFrame): TemplateLinks | undefined {
  return 'template' in links && attributes === '' && uuid.length <= longestValue ? links : undefined;
}

/**
 * Writes an entry with this text as its content. Where it is that of the entry before with such links, the entries
 * differ in their ids and stamps alone.
 */
export function writeTextEntry(sink: FeedSink, frame: EntryFrame, text: string): void {
  const { entry, style } = frame;
  const links = templateLinks(frame);
  if (links === undefined) {
    sink.similar(entry.title, recordText(frame, [text + entryTail]));
    return;
  }
  const records = recordsOf(links.template, entry, style);
  const whole = wholeOf(sink, records);
  if (whole.text === text) {
    whole.record ??= createRecord(links, frame, [text + entryTail]);
    sink.record(whole.record, valuesOf(links, entry));
    return;
  }
  whole.text = text;
  whole.record = undefined;
  records.head ??= createRecord(links, frame, ['']);
  sink.record(records.head, valuesOf(links, entry));
  sink.similar(`content of ${entry.title}`, text + entryTail);
}

/** Writes what stands before the first reading of a block, its own head included. */
export function openBlockEntry(sink: FeedSink, frame: EntryFrame, interval: Interval): void {
  const { entry, style } = frame;
  const links = templateLinks(frame);
  if (links === undefined) {
    sink.similar(entry.title, recordText(frame, [blockHeadText(interval)]));
    return;
  }
  const records = recordsOf(links.template, entry, style);
  records.block ??= createRecord(links, frame, [blockHead, blockMiddle, blockBegin]);
  const values = valuesOf(links, entry);
  values.push(String(interval.duration), String(interval.start));
  sink.record(records.block, values);
}

const tail: RecordTemplate = { kind: blockTailText, ids: 0, pieces: [blockTailText + entryTail], holes: [] };
const noValues: RecordValues = [];

/** Writes what follows the last. */
export const closeBlockEntry = (sink: FeedSink): void => sink.record(tail, noValues);
