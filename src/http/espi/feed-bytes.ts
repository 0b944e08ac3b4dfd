import type { FastifyRequest } from 'fastify';
import { writeFeedBytes } from '../../espi/atom-writer.ts';
import { createGzipSink } from '../../espi/deflate.ts';
import { createPlainSink } from '../../espi/plain-sink.ts';
import type { FeedAnswer } from '../../services/resource/answer.ts';
import { settleGzip } from '../accepts-gzip.ts';
import type { HttpContext } from '../context.ts';
import { checkedFeed } from './checked-feed.ts';

/** A feed as it leaves: its bytes, and how they are encoded; undefined: not yet at all. */
export interface FeedBytes {
  readonly encoding: 'gzip' | undefined;
  readonly bytes: AsyncIterable<Uint8Array>;
}

let written = 0;

/** One of `every` is chosen, the first included, so that a fault shows soon after a start. */
const isChosen = (every: number | undefined): boolean =>
  every !== undefined && every > 0 && written++ % every === 0;

/**
 * The bytes of a feed for a client: gzip written straight from the stored readings where it is accepted, else the
 * text, which may still be compressed on its way.
 */
export function feedBytes(
  { log, gzip = 'direct', gzipCheckEvery }: Pick<HttpContext, 'log' | 'gzip' | 'gzipCheckEvery'>,
  request: FastifyRequest,
  { head, entries, style }: FeedAnswer,
  signal: AbortSignal | undefined,
): FeedBytes {
  const direct = settleGzip(request) && gzip === 'direct';
  if (!direct)
    return { encoding: undefined, bytes: writeFeedBytes(head, entries, style, createPlainSink(), signal) };
  if (!isChosen(gzipCheckEvery))
    return { encoding: 'gzip', bytes: writeFeedBytes(head, entries, style, createGzipSink(), signal) };
  const sink = createGzipSink();
  const report = (fault: string): void =>
    log.error(
      { requestId: request.id, fault },
      'a directly written gzip is not the text it stands for; set gzip to zlib and report this',
    );
  return { encoding: 'gzip', bytes: checkedFeed({ head, entries, style, sink, signal, report }) };
}
