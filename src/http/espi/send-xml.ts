import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { renderDocument } from '../../espi/xml-writer.ts';
import type { DocumentAnswer, FeedAnswer } from '../../services/resource/answer.ts';
import { matchesEtag } from '../conditional.ts';
import type { HttpContext } from '../context.ts';
import { feedBytes } from './feed-bytes.ts';
import { watched } from './watched.ts';

const atomType = 'application/atom+xml; charset=utf-8';

/**
 * Sends XML. A feed is read as fast as the client takes it: the stream pulls a chunk when the one before has
 * left, and `signal` ends the reading. It compresses itself; documents are left to the compression of
 * all answers.
 */
export async function sendXml(
  context: Pick<HttpContext, 'log' | 'gzip' | 'gzipCheckEvery'>,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: FeedAnswer | DocumentAnswer,
  signal?: AbortSignal,
): Promise<FastifyReply> {
  reply.headers({ 'cache-control': 'private, no-cache', vary: 'accept-encoding' });
  if (answer.form === 'document') {
    reply.type('application/xml; charset=utf-8');
    return await reply.send(
      request.method === 'HEAD' ? undefined : renderDocument(answer.element, answer.type, answer.value),
    );
  }
  reply.header('etag', answer.etag);
  if (matchesEtag(request.headers['if-none-match'], answer.etag)) return await reply.code(304).send();
  reply.type(atomType);
  if (request.method === 'HEAD') return await reply.send();
  const { encoding, bytes } = feedBytes(context, request, answer, signal);
  if (encoding !== undefined) reply.header('content-encoding', encoding);
  return await reply.send(Readable.from(watched(bytes, request, context, signal), { objectMode: false }));
}
