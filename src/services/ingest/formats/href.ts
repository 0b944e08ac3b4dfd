/**
 * The name that an href is to a resource: host and path of an absolute URL, the path as it stands of a relative
 * one; without scheme, query, fragment and slashes at the end, because sources are not consistent in these.
 */
export function hrefName(href: string): string {
  const bare = href
    .trim()
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '');
  const match = /^[a-z][a-z0-9+.-]*:\/\/([^/]*)(.*)$/i.exec(bare);
  return match === null ? bare : `${match[1]?.toLowerCase()}${match[2]}`;
}

/** Whether an href names its host, so that it means the same in every file. */
export const isAbsolute = (href: string): boolean => /^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(href.trim());

/** The names of everything that the path of a name lies below, itself first: `a/b/c`, `a/b`, `a`. */
export function* withAncestors(name: string): Generator<string> {
  for (let end = name.length; end > 0; end = name.lastIndexOf('/', end - 1)) yield name.slice(0, end);
}

/** The part of a name that ends in the identifier of a noun: of `…/UsagePoint/7/MeterReading/1` for UsagePoint `…/UsagePoint/7`. */
export function nameOfNoun(name: string, noun: string): string | undefined {
  return new RegExp(`^((?:.*/)?${noun}/[^/]+)(?:/|$)`).exec(name)?.[1];
}
