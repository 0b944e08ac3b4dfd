import type { FastifyReply, FastifyRequest } from 'fastify';
import { matchesEtag } from '../conditional.ts';

/** Sends an entry, or says that the reader has it already. It is left to the compression of all answers. */
export function sendEntry(
  request: FastifyRequest,
  reply: FastifyReply,
  etag: string,
  document: () => Uint8Array,
): FastifyReply {
  reply.headers({ 'cache-control': 'private, no-cache', vary: 'accept-encoding', etag });
  if (matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send();
  reply.type('application/atom+xml; charset=utf-8');
  return reply.send(request.method === 'HEAD' ? undefined : document());
}
