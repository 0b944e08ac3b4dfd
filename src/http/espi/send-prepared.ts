import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PreparedAnswer } from '../../services/resource/answer.ts';
import { settleGzip } from '../accepts-gzip.ts';
import { byteRange } from '../byte-range.ts';
import { matchesEtag } from '../conditional.ts';
import type { HttpContext } from '../context.ts';
import { watched } from './watched.ts';

type SendContext = Pick<HttpContext, 'log'>;

/** The bytes of a range, and a note when its reader has had the last of the feed. */
async function* rangeOf(
  file: PreparedAnswer,
  { start, end }: { start: number; end: number },
): AsyncGenerator<Uint8Array> {
  yield* file.read(start, end);
  if (end === file.size) await file.onRead();
}

/** Sends the feed unpacked, for readers that do not take gzip: from its beginning, as fast as they read. */
async function sendIdentity(
  context: SendContext,
  request: FastifyRequest,
  reply: FastifyReply,
  file: PreparedAnswer,
): Promise<FastifyReply> {
  if (request.method === 'HEAD') return await reply.send();
  const packed = Readable.from(watched(rangeOf(file, { start: 0, end: file.size }), request, context));
  // What fails on the way is logged where it fails; a reader that goes away is no fault.
  const text = pipeline(packed, createGunzip(), () => undefined);
  return await reply.send(text);
}

/**
 * Sends a finished feed as it is stored: one gzip member, whole or the one range that was asked for; unpacked to
 * readers that do not take gzip. The two forms have validators of their own.
 *
 * @throws AppError `range_not_satisfiable`.
 */
export async function sendPrepared(
  context: SendContext,
  request: FastifyRequest,
  reply: FastifyReply,
  file: PreparedAnswer,
): Promise<FastifyReply> {
  const { headers, method } = request;
  const packed = settleGzip(request);
  const etag = packed ? file.etag : file.etag.replace(/"$/, '-text"');
  reply.headers({ etag, 'cache-control': 'private, no-cache', vary: 'accept-encoding' });
  if (matchesEtag(headers['if-none-match'], etag)) return await reply.code(304).send();
  reply.type('application/atom+xml; charset=utf-8');
  if (!packed) return await sendIdentity(context, request, reply, file);

  const current = headers['if-range'] === undefined || headers['if-range'] === etag;
  // The length stands in the answer of a range that cannot be satisfied, too.
  reply.headers({ 'accept-ranges': 'bytes', 'content-range': `bytes */${file.size}` });
  const range = current && method === 'GET' ? byteRange(headers.range, file.size) : undefined;
  if (range === undefined) reply.removeHeader('content-range');
  else reply.code(206).header('content-range', `bytes ${range.start}-${range.end - 1}/${file.size}`);
  const sent = range ?? { start: 0, end: file.size };
  reply.headers({ 'content-encoding': 'gzip', 'content-length': String(sent.end - sent.start) });
  if (method === 'HEAD') return await reply.send();
  return await reply.send(
    Readable.from(watched(rangeOf(file, sent), request, context), { objectMode: false }),
  );
}
