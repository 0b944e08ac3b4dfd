interface Accepted {
  readonly coding: string;
  readonly quality: number;
}

function parse(part: string): Accepted | undefined {
  const [coding = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
  if (coding === '') return undefined;
  const weight = parameters.find((parameter) => /^q\s*=/.test(parameter));
  const quality =
    weight === undefined ? 1 : Number(weight.slice(weight.indexOf('=') + 1).trim() || Number.NaN);
  return { coding: coding === 'x-gzip' ? 'gzip' : coding, quality };
}

/**
 * Whether an `Accept-Encoding` header lets an answer be gzip, and does not like plain bytes better. A weight that is
 * no number refuses. Without the header, plain bytes are what every client reads.
 *
 * @see RFC 9110 section 12.5.3
 */
export function acceptsGzip(header: string | undefined): boolean {
  const accepted = (header ?? '').split(',').map(parse);
  const qualityOf = (coding: string): number | undefined =>
    accepted.find((one) => one?.coding === coding)?.quality;
  const gzip = qualityOf('gzip') ?? qualityOf('*') ?? 0;
  return gzip > 0 && gzip >= (qualityOf('identity') ?? 0);
}
