import { createHash } from 'node:crypto';
import type { Entry } from '../../espi/atom.ts';
import { writeFeedBytes } from '../../espi/atom-writer.ts';
import { createGzipSink } from '../../espi/deflate.ts';
import type { Queryable } from '../../storage/database.ts';
import { insertFeedPart } from '../../storage/feed-parts.ts';
import type { LargeFeed } from '../../storage/large-feeds.ts';
import type { FeedAnswer } from '../resource/answer.ts';

/** Bytes in pieces of one size; only the last is smaller. */
async function* inParts(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let part = new Uint8Array(size);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const taken = Math.min(chunk.length - at, size - filled);
      part.set(chunk.subarray(at, at + taken), filled);
      at += taken;
      filled += taken;
      if (filled < size) continue;
      yield part;
      part = new Uint8Array(size);
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}

/** What was written. */
export interface WrittenFeed {
  readonly entries: number;
  /** Strong validator: of the bytes themselves. */
  readonly etag: string;
}

/**
 * Writes a feed as one gzip member into the parts of a large feed.
 *
 * @returns undefined when the large feed is gone, or another worker has begun it anew.
 * @throws what `signal` was aborted with.
 */
export async function writeParts(
  db: Queryable,
  input: { readonly feed: LargeFeed; readonly answer: FeedAnswer; readonly signal?: AbortSignal | undefined },
): Promise<WrittenFeed | undefined> {
  const { feed, answer, signal } = input;
  let entries = 0;
  function* counted(piece: Iterable<Entry>): Generator<Entry> {
    for (const entry of piece) {
      entries++;
      yield entry;
    }
  }
  async function* pieces(): AsyncGenerator<Iterable<Entry>> {
    for await (const piece of answer.entries) yield counted(piece);
  }
  const hash = createHash('sha256');
  let no = 0;
  const bytes = writeFeedBytes(answer.head, pieces(), answer.style, createGzipSink());
  for await (const part of inParts(bytes, feed.partBytes)) {
    signal?.throwIfAborted();
    hash.update(part);
    const claim = { feedId: feed.id, attempt: feed.attempt };
    if (!(await insertFeedPart(db, { ...claim, no, bytes: part, entriesDone: entries }))) return undefined;
    no++;
  }
  return { entries, etag: `"${hash.digest('hex').slice(0, 32)}"` };
}
