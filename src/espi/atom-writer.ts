import { atomNamespace, type Content, type Entry, type FeedHead, type WireStyle } from './atom.ts';
import { writeTextEntry } from './entry-writer.ts';
import type { FeedSink } from './feed-sink.ts';
import { writeBlock, writeRowBlock } from './interval-block-writer.ts';
import { linksText } from './links.ts';
import { createPlainSink } from './plain-sink.ts';
import { formatTime } from './time.ts';
import { takeTurn } from './turns.ts';
import { escapeText } from './xml-text.ts';
import { renameFor, renderElement, xmlDeclaration } from './xml-writer.ts';

const xmlns = ` xmlns="${atomNamespace}"`;
/** Readings after which others have their turn: a month of a meter that is read every 15 minutes. */
const turnReadings = 2976;
/** What writing an entry itself takes, in readings. */
const entryReadings = 16;

type ElementContent = Extract<Content, { readonly element: string }>;

/** A content as text. */
interface ContentText {
  readonly content: ElementContent;
  readonly style: WireStyle;
  readonly text: string;
}

/** The last two contents of each element: many entries of a feed hold the same object, or one of two in turn. */
const lastContents = new Map<string, readonly ContentText[]>();

function elementText(content: ElementContent, style: WireStyle): string {
  const lasts = lastContents.get(content.element) ?? [];
  for (const last of lasts)
    if (last.content.value === content.value && last.content.type === content.type && last.style === style)
      return last.text;
  const text = renderElement(content.element, content.type, content.value, { rename: renameFor(style) });
  lastContents.set(content.element, [{ content, style, text }, ...lasts.slice(0, 1)]);
  return text;
}

const contentText = (content: Exclude<Content, { readonly block: unknown }>, style: WireStyle): string =>
  'xml' in content ? content.xml : elementText(content, style);

/**
 * Writes an entry: at once, or, when it has a block of many rows, in steps as `writeBlock` does.
 *
 * @returns how many readings were written, or the steps.
 */
function writeEntry(
  sink: FeedSink,
  entry: Entry,
  style: WireStyle,
  attributes = '',
): number | Iterable<number> {
  const { content } = entry;
  const frame = { entry, style, attributes };
  if ('block' in content) {
    const isSingle = content.block.rows.length === 1;
    return (isSingle ? writeRowBlock : writeBlock)(sink, content.block, frame);
  }
  writeTextEntry(sink, frame, contentText(content, style));
  return 0;
}

const only = <T>(item: T): readonly T[] => [item];

/**
 * A document with one entry at its root.
 *
 * @see RFC 4287 2 Atom Documents
 */
export function renderEntryDocument(entry: Entry, style: WireStyle): string {
  const sink = createPlainSink();
  const chunks: Uint8Array[] = [];
  sink.text(xmlDeclaration);
  const steps = writeEntry(sink, entry, style, xmlns);
  for (const _ of typeof steps === 'number' ? only(steps) : steps) {
    for (let chunk = sink.take(); chunk !== undefined; chunk = sink.take()) chunks.push(chunk);
  }
  return Buffer.concat([...chunks, sink.end()]).toString();
}

const renderHead = ({ uuid, title, updated, links }: FeedHead): string =>
  `${xmlDeclaration}<feed${xmlns}><id>urn:uuid:${uuid}</id>${linksText(links)}` +
  `<title>${escapeText(title)}</title><updated>${formatTime(updated)}</updated>\n`;

/** The entries of a feed, one by one or those together that were read together: waiting for each costs more than many are. */
export type Entries = AsyncIterable<Entry | Iterable<Entry>> | Iterable<Entry | Iterable<Entry>>;

/**
 * A feed as the bytes that a sink makes of it, in pieces of at least 16 KiB (only the last may be smaller), the
 * head before the first entry, so that a reader knows the feed's `updated` when it meets the entries.
 *
 * Nothing but the current piece and entry is held; entries are asked for as fast as the pieces are taken, and no
 * more once the taker stops. Others have their turn at least once per month of quarter-hourly readings.
 *
 * @param signal ends the writing at the next entry: a piece may hold many, and nobody may wait for it any more.
 * @see RFC 4287 4.1.1 The "atom:feed" Element
 */
export async function* writeFeedBytes(
  head: FeedHead,
  entries: Entries,
  style: WireStyle,
  sink: FeedSink,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  let sinceTurn = 0;
  sink.text(renderHead(head));
  for await (const read of entries) {
    for (const entry of 'uuid' in read ? only(read) : read) {
      if (signal?.aborted === true) return;
      const written = writeEntry(sink, entry, style);
      for (const readings of typeof written === 'number' ? only(written) : written) {
        for (let chunk = sink.take(); chunk !== undefined; chunk = sink.take()) yield chunk;
        sinceTurn += readings;
        if (sinceTurn < turnReadings) continue;
        sinceTurn = 0;
        await takeTurn();
      }
      sinceTurn += entryReadings;
    }
  }
  sink.text('</feed>\n');
  yield sink.end();
}

/** `writeFeedBytes` as text, its pieces as they come. */
export async function* writeFeed(
  head: FeedHead,
  entries: Entries,
  style: WireStyle,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  for await (const chunk of writeFeedBytes(head, entries, style, createPlainSink()))
    yield decoder.decode(chunk, { stream: true });
}
