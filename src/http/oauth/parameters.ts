import { Busboy } from '@fastify/busboy';
import type { FastifyRequest } from 'fastify';
import { RefusedError } from '../../services/authorization/refusal.ts';
import { type TokenParameters, tokenParameters } from '../../services/authorization/token-parameters.ts';

const unreadable = (words: string): RefusedError =>
  new RefusedError('invalid_request', words, { refusal: { code: 'parameter_invalid', parameter: 'body' } });

/** Content types as they came: what decides how a body is read is put aside before the HTTP library judges it. */
const contentTypes = new WeakMap<FastifyRequest, string>();

/** Puts the content type of a request aside, so that no body is refused for its type. */
export function setContentTypeAside(request: FastifyRequest): void {
  contentTypes.set(request, request.headers['content-type'] ?? '');
  if (request.headers['content-type'] !== undefined)
    request.headers['content-type'] = 'application/octet-stream';
}

/** Reads fields of multipart/form-data; files are no parameters. */
async function readMultipart(body: Buffer, contentType: string): Promise<[string, string][]> {
  const pairs: [string, string][] = [];
  await new Promise<void>((resolve, reject) => {
    const busboy = new Busboy({
      headers: { 'content-type': contentType },
      limits: { fields: 50, fieldSize: 4096, fieldNameSize: 100, files: 0, parts: 50, headerPairs: 20 },
    });
    busboy.on('field', (name, value) => pairs.push([name, value]));
    busboy.on('error', reject);
    busboy.on('finish', () => resolve());
    busboy.end(body);
  });
  return pairs;
}

/** Reads form encoding. `URLSearchParams` would forget a `?` at the beginning, which is part of a name here. */
const readForm = (text: string): [string, string][] => [...new URLSearchParams(`&${text}`)];

/**
 * The parameters in the body of a request: multipart/form-data when it says so, otherwise form encoding, whatever
 * its content type says.
 *
 * @throws RefusedError `invalid_request`.
 */
export async function bodyParameters(request: FastifyRequest): Promise<TokenParameters> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const contentType = contentTypes.get(request) ?? '';
  if (!/^multipart\/form-data/i.test(contentType)) return tokenParameters(readForm(body.toString('utf8')));
  const pairs = await readMultipart(body, contentType).catch(() => {
    throw unreadable('The body is not multipart/form-data, as its content type says.');
  });
  return tokenParameters(pairs);
}

/** Whether a request has no body at all. */
export const hasNoBody = (request: FastifyRequest): boolean =>
  !Buffer.isBuffer(request.body) || request.body.length === 0;

/** The parameters in the query of a request, for registrations that may send them there; never the secret. */
export function queryParameters(request: FastifyRequest): TokenParameters {
  const at = request.url.indexOf('?');
  const pairs = at < 0 ? [] : readForm(request.url.slice(at + 1));
  return tokenParameters(pairs.filter(([name]) => name !== 'client_secret'));
}
