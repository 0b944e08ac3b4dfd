import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FileAnswer } from '../../services/resource/answer.ts';
import { byteRange } from '../byte-range.ts';
import { matchesEtag } from '../conditional.ts';

/** The header that offers a file for saving under its name, in ASCII and, where it differs, in full. */
function contentDisposition(fileName: string): string {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\/:;%]/g, '_').slice(-150);
  if (ascii === fileName) return `attachment; filename="${ascii}"`;
  const full = fileName.replace(/[\p{Surrogate}\p{Control}/\\]/gu, '_').slice(-150);
  const encoded = encodeURIComponent(full.replace(/\p{Surrogate}/gu, '_')).replace(/['()*]/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Sends a stored file, or the one range of it that was asked for. */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: FileAnswer,
): Promise<FastifyReply> {
  const { headers } = request;
  reply.headers({
    etag: file.etag,
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    'content-disposition': contentDisposition(file.fileName),
  });
  if (matchesEtag(headers['if-none-match'], file.etag)) return await reply.code(304).send();

  const whole = { start: 0, end: file.size };
  const current = headers['if-range'] === undefined || headers['if-range'] === file.etag;
  // The length stands in the answer of a range that cannot be satisfied, too.
  reply.header('content-range', `bytes */${file.size}`);
  const range = current && request.method === 'GET' ? byteRange(headers.range, file.size) : undefined;
  if (range === undefined) reply.removeHeader('content-range');
  else reply.code(206).header('content-range', `bytes ${range.start}-${range.end - 1}/${file.size}`);

  const { start, end } = range ?? whole;
  reply.header('content-length', String(end - start)).type(file.mediaType);
  if (request.method === 'HEAD') return await reply.send();
  return await reply.send(Buffer.from(await file.read(start, end)));
}
