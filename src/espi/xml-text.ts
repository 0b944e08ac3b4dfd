const special = /[&<>\r]|[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const attributeSpecial = /[&<>"\t\n\r]|[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Most text has none of these, which this finds out sooner than the exact patterns do. */
const suspect = /[^ !#-%'-;=?-~]/;

/** A character that XML 1.0 cannot carry, not even as a reference, becomes U+FFFD. */
const replace = (character: string): string =>
  named[character] ?? (/[\t\n\r]/.test(character) ? `&#${character.charCodeAt(0)};` : '\uFFFD');

/**
 * Text as element content. Control characters and lone surrogates, which XML has no way to write, are replaced
 * by U+FFFD, so that whatever text comes in the document stays well-formed; a carriage return is written as a
 * reference, because readers would turn it into a line feed.
 *
 * @see XML 1.0, 2.2 Characters and 2.11 End-of-Line Handling
 */
export const escapeText = (text: string): string =>
  suspect.test(text) ? text.replace(special, replace) : text;

/** Text as an attribute value between double quotes; the replacements of `escapeText`, and no line breaks. */
export const escapeAttribute = (text: string): string =>
  suspect.test(text) ? text.replace(attributeSpecial, replace) : text;
