import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { FeedHead, WireStyle } from '../../espi/atom.ts';
import { type Entries, writeFeedBytes } from '../../espi/atom-writer.ts';
import type { FeedSink } from '../../espi/feed-sink.ts';
import { createPlainSink } from '../../espi/plain-sink.ts';

/** Writes to both sinks, and hands on the bytes of the first; those of the second go to `take`. */
function pairedSink(first: FeedSink, second: FeedSink, take: (chunk: Uint8Array) => void): FeedSink {
  return {
    text(text) {
      first.text(text);
      second.text(text);
    },
    similar(kind, text) {
      first.similar(kind, text);
      second.similar(kind, text);
    },
    record(...record) {
      first.record(...record);
      second.record(...record);
    },
    readings(...readings) {
      first.readings(...readings);
      second.readings(...readings);
    },
    take() {
      for (let chunk = second.take(); chunk !== undefined; chunk = second.take()) take(chunk);
      return first.take();
    },
    end() {
      take(second.end());
      return first.end();
    },
  };
}

/** Unpacks a gzip member piece by piece; tells the hash of what is in it, or what is wrong with it. */
function unpacking() {
  const input = new PassThrough();
  const hash = createHash('sha256');
  const ended = pipeline(input, createGunzip(), async (unpacked: AsyncIterable<Buffer>) => {
    for await (const chunk of unpacked) hash.update(chunk);
  });
  const result = ended.then(
    () => ({ digest: hash.digest('hex') }),
    (error: Error) => ({ fault: error.message }),
  );
  return {
    /** Resolves when more may be written. After a fault nothing is. */
    async write(chunk: Uint8Array): Promise<void> {
      if (input.destroyed || input.write(chunk)) return;
      await Promise.race([once(input, 'drain').catch(() => undefined), result]);
    },
    async end(): Promise<{ readonly digest: string } | { readonly fault: string }> {
      if (!input.destroyed) input.end();
      return await result;
    },
    close: () => input.destroy(),
  };
}

/**
 * A feed written by a sink whose gzip is unpacked again as it leaves, and compared with the text at its end. Both
 * are hashed, so that memory stays flat. The answer has left by then: a difference can only be reported.
 */
export async function* checkedFeed(input: {
  readonly head: FeedHead;
  readonly entries: Entries;
  readonly style: WireStyle;
  readonly sink: FeedSink;
  readonly signal: AbortSignal | undefined;
  readonly report: (fault: string) => void;
}): AsyncGenerator<Uint8Array, void, undefined> {
  const expected = createHash('sha256');
  const sink = pairedSink(input.sink, createPlainSink(), (chunk) => expected.update(chunk));
  const unpacked = unpacking();
  try {
    const { head, entries, style, signal } = input;
    for await (const chunk of writeFeedBytes(head, entries, style, sink, signal)) {
      await unpacked.write(chunk);
      yield chunk;
    }
    if (signal?.aborted === true) return;
    const result = await unpacked.end();
    if ('fault' in result) input.report(result.fault);
    else if (result.digest !== expected.digest('hex'))
      input.report('the unpacked bytes differ from the text');
  } finally {
    unpacked.close();
  }
}
