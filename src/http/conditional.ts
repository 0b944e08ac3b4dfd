/**
 * Whether an `If-None-Match` header names the validator that the answer has: then 304 is enough. Weak and
 * strong validators of the same text are equal here.
 *
 * @see RFC 9110 section 13.1.2
 */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header === etag) return true;
  if (header.trim() === '*') return true;
  const bare = (tag: string): string => tag.replace(/^W\//, '');
  return (header.match(/(?:W\/)?"[^"]*"/g) ?? []).some((tag) => bare(tag) === bare(etag));
}
