import type { FastifyRequest } from 'fastify';

/** A weight between 0 and 1; what is none refuses. */
const weight = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

/** How much a coding of an `Accept-Encoding` header is liked: 1 where nothing is said. */
function qualityOf(parameters: readonly string[]): number {
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split('=', 2).map((text) => text.trim());
    if (name === 'q') return weight.test(value) ? Number(value) : 0;
  }
  return 1;
}

/**
 * Whether an `Accept-Encoding` header lets an answer be gzip, and does not like plain bytes better. Without the header,
 * plain bytes are what every client reads. What is said of a coding by its name goes before `*`, of which plain bytes are
 * part. White space around `=`, which the grammar does not know, is passed over.
 *
 * @see RFC 9110 sections 12.4.2 and 12.5.3
 */
export function acceptsGzip(header: string | undefined): boolean {
  const qualities = new Map<string, number>();
  for (const item of (header ?? '').toLowerCase().split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim());
    const coding = name === 'x-gzip' ? 'gzip' : name;
    if (!qualities.has(coding)) qualities.set(coding, qualityOf(parameters));
  }
  const others = qualities.get('*') ?? 0;
  const gzip = qualities.get('gzip') ?? others;
  return gzip > 0 && gzip >= (qualities.get('identity') ?? others);
}

/**
 * Whether the answer to a request is to be gzip, once for all that look at it on its way: what compresses answers in general
 * weighs the header by rules of its own.
 */
export function settleGzip({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const accepted = acceptsGzip(headers['accept-encoding']);
  headers['accept-encoding'] = accepted ? 'gzip' : 'identity';
  return accepted;
}
