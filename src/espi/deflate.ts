import { crc32 } from 'node:zlib';
import { createBitSink, endBits, putBits, takeChunk } from './deflate/bit-sink.ts';
import { putLastBlock } from './deflate/block-header.ts';
import { type CodeSet, findCodeSet } from './deflate/code-set.ts';
import { idShare } from './deflate/code-weights.ts';
import { startDigits } from './deflate/digit-effects.ts';
import type { LastReading, TextTotals } from './deflate/last-reading.ts';
import { firstRegister, memberHead } from './deflate/member.ts';
import { prepareTemplate } from './deflate/prepared-template.ts';
import { encodeReading, type ReadingNumbers } from './deflate/reading-encoder.ts';
import { writeRow } from './deflate/reading-loop.ts';
import {
  encodeRecord,
  isNearRecord,
  type KnownIds,
  keepRecord,
  type LastRecord,
  prepareRecord,
} from './deflate/record-encoder.ts';
import { createWords, isWithinReach, matchSimilar, type TextSpan } from './deflate/similar-text.ts';
import { closeBlock, createBlocks, encodeText, openBlock } from './deflate/text-encoder.ts';
import { matchText } from './deflate/text-matcher.ts';
import { hasTokenRoom } from './deflate/text-tokens.ts';
import { appendText, hasRoom, jumpTo, slide, waitingBytes } from './deflate/text-window.ts';
import { giveBackWorkspace, takeWorkspace } from './deflate/workspace.ts';
import type { FeedSink } from './feed-sink.ts';
import type { ReadingColumns } from './packed-columns.ts';
import { fillTemplate, type ReadingTemplate } from './reading-template.ts';
import { fillRecord, type RecordTemplate } from './text-record.ts';
import { textSlices } from './text-slices.ts';

/** Text that waits before it is looked at: more finds longer matches, and costs memory. */
const patience = 8192;
/** A reading that is farther back is not referred to; the longest record fits into the rest of the 32 KiB. */
const farthestReading = 30_000;
const leastStart = 10 ** (startDigits - 1);
const mostStart = 10 ** startDigits - 1;
const mostTemplates = 64;
/** Longer text is not compared with the one before. */
const longestSimilar = 8192;
/** So many readings lose by the codes of another template what the head of a block takes. */
const mostForeign = 192;
/** The entries with a new id lose by codes for another share of ids as much as so many readings. */
const readingsOfId = 16;
/** Readings after which those before count half as much. */
const lately = 2048;

const tellsStart = (start: number): boolean => start >= leastStart && start <= mostStart;

/** The first reading whose start is not of ten digits, from one that is. */
function endOfTold({ starts }: ReadingColumns, from: number, to: number): number {
  // Starts ascend: where the last is told, all between are.
  if (tellsStart(starts[to - 1] as number)) return to;
  let end = from + 1;
  while (end < to && tellsStart(starts[end] as number)) end++;
  return end;
}

const numbersAt = (template: ReadingTemplate, columns: ReadingColumns, i: number): ReadingNumbers => ({
  start: columns.starts[i] as number,
  value: template.hasValue ? (columns.values?.[i] ?? Number.NaN) : Number.NaN,
  cost: template.hasCost ? (columns.costs?.[i] ?? Number.NaN) : Number.NaN,
});

/**
 * A sink that makes one gzip member of a feed, without making its text first: readings become deflate symbols
 * straight from their integers, all other text is searched for what it repeats. What a reader unpacks is byte for
 * byte what `createPlainSink` gives.
 *
 * Takes about 0.5 MB whatever the feed. @see RFC 1951, RFC 1952
 */
export function createGzipSink(): FeedSink {
  const bits = createBitSink();
  const blocks = createBlocks(bits);
  const totals: TextTotals = { register: firstRegister, size: 0 };
  const workspace = takeWorkspace();
  const { window, tokens } = workspace;
  /** Readings in a row that another set of codes would have been better for, and ids as so many. */
  let foreign = 0;
  /** New ids and readings of late, by which codes are chosen. */
  const late = { newIds: 0, readings: 0 };
  /** New ids since the last readings. */
  let idsSince = 0;
  const lasts = new Map<ReadingTemplate, LastReading>();
  const lastRecords = new Map<RecordTemplate, LastRecord>();
  const ids: KnownIds = new Map();
  const spans = new Map<string, TextSpan>();
  const words = createWords();
  for (const byte of memberHead) putBits(bits, byte, 8);

  /** Looks at the text that waits. */
  const match = (next: CodeSet | undefined): void => {
    const { done, end } = window;
    if (done === end) return;
    // The codes of a block cannot be chosen before its tokens are known: they wait until there are many.
    if (!hasTokenRoom(tokens, end - done)) encodeText(blocks, tokens, next);
    totals.register = ~crc32(waitingBytes(window), ~totals.register >>> 0);
    matchText(window, tokens);
  };
  const encode = (next: CodeSet | undefined): void => {
    match(next);
    encodeText(blocks, tokens, next);
  };

  const putText = (text: string): void => {
    for (const slice of textSlices(text)) {
      if (!hasRoom(window, slice.length * 3)) {
        match(undefined);
        slide(window);
      }
      totals.size += appendText(window, slice);
      if (window.end - window.done >= patience) match(undefined);
    }
  };

  /** Text of a kind is matched by the last one of its kind, and searched where that does not help. */
  const putSimilar = (kind: string, text: string): void => {
    if (text.length > longestSimilar) {
      putText(text);
      return;
    }
    match(undefined);
    if (!hasRoom(window, text.length * 3)) slide(window);
    const from = window.end;
    const last = spans.get(kind);
    totals.size += appendText(window, text);
    if (!hasTokenRoom(tokens, window.end - from)) encodeText(blocks, tokens, undefined);
    totals.register = ~crc32(waitingBytes(window), ~totals.register >>> 0);
    if (last !== undefined && isWithinReach(window, last)) matchSimilar(window, tokens, last, words);
    matchText(window, tokens);
    if (spans.size >= mostTemplates) spans.clear();
    spans.set(kind, { from, end: window.end });
  };

  const countReadings = (count: number): void => {
    late.readings += count;
    if (late.readings < lately) return;
    late.readings /= 2;
    late.newIds /= 2;
  };

  /** The codes for readings: those of the block that is open, as long as few readings would be better off with others. */
  const chooseSet = (best: CodeSet, readings: number): CodeSet => {
    const written = readings + idsSince * readingsOfId;
    idsSince = 0;
    foreign = blocks.open === undefined || blocks.open === best ? 0 : foreign + written;
    if (blocks.open === undefined || foreign < mostForeign) return blocks.open ?? best;
    foreign = 0;
    return best;
  };

  /** Writes a reading as text, to which later ones of its template can refer. */
  const putReading = (template: ReadingTemplate, { start, value, cost }: ReadingNumbers): void => {
    if (tellsStart(start)) {
      if (lasts.size >= mostTemplates) lasts.clear();
      const costLength = template.hasCost ? String(cost).length : 0;
      const valueLength = template.hasValue ? String(value).length : 0;
      lasts.set(template, { at: totals.size, start, value, valueLength, cost, costLength });
    }
    putText(fillTemplate(template, start, value, cost));
  };

  return {
    text: putText,
    similar: putSimilar,
    record(template, values) {
      const prepared = prepareRecord(template);
      if (prepared === undefined) {
        putSimilar(template.kind, fillRecord(template, values));
        return;
      }
      const last = lastRecords.get(template);
      const set = blocks.open;
      if (last !== undefined && set !== undefined && isNearRecord(last, totals)) {
        encode(set);
        if (blocks.open !== set) openBlock(blocks, set);
        const count = encodeRecord(
          bits,
          set.codes,
          totals,
          blocks.waiting,
          template,
          prepared,
          last,
          values,
          ids,
        );
        late.newIds += count;
        idsSince += count;
        jumpTo(window, totals.size);
        return;
      }
      if (lastRecords.size >= mostTemplates) lastRecords.clear();
      lastRecords.set(template, keepRecord(totals.size, values));
      putSimilar(template.kind, fillRecord(template, values));
    },
    readings(template, columns, from, to) {
      const prepared = prepareTemplate(template);
      countReadings(to - from);
      for (let at = from; at < to; ) {
        const last = lasts.get(template);
        const far = last === undefined ? Number.POSITIVE_INFINITY : totals.size - last.at;
        if (last === undefined || far > farthestReading || !tellsStart(columns.starts[at] as number)) {
          putReading(template, numbersAt(template, columns, at++));
          continue;
        }
        const set = chooseSet(findCodeSet(template, idShare(late.newIds, late.readings)), to - at);
        encode(set);
        openBlock(blocks, set);
        if (prepared !== undefined && far === prepared.fixed + last.costLength + last.valueLength) {
          const next = writeRow(bits, set, totals, prepared, last, columns, at, endOfTold(columns, at, to));
          if (next > at) {
            at = next;
            jumpTo(window, totals.size);
            continue;
          }
        }
        encodeReading(bits, set.codes, totals, template, last, numbersAt(template, columns, at++));
        jumpTo(window, totals.size);
      }
    },
    take: () => takeChunk(bits),
    end() {
      encode(undefined);
      closeBlock(blocks);
      putLastBlock(bits);
      giveBackWorkspace(workspace);
      return endBits(bits, ~totals.register, totals.size);
    },
  };
}
