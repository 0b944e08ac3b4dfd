/** Complaints of the XML parser, and what to say instead; `$1` is what it names. */
const plain: readonly (readonly [RegExp, string])[] = [
  [
    /^unbound namespace prefix: "(.*)"\.$/,
    'the prefix $1 is used but not declared; add xmlns:$1="…" to the root element',
  ],
  [/^unclosed tag: (.*)$/, 'the file ends before </$1>; it is cut off or the end tag is missing'],
  [/^unexpected end\.$/, 'the file ends in the middle of the markup; it is cut off'],
  [/^unmatched closing tag: (.*)\.$/, 'there is an end tag </$1> without a start tag'],
  [/^unexpected close tag\.$/, 'an end tag does not match the element that is open'],
  [/^document must contain a root element\.$/, 'the file holds no XML element'],
  [/^documents may contain only one root\.$/, 'a second document follows the first; split the file'],
  [
    /^text data outside of root node\.$/,
    'there is text outside the root element; this is not an XML file, or not only',
  ],
  [
    /^undefined entity\.$/,
    'an entity such as &name; is used that XML does not define; write the character itself',
  ],
  [/^disallowed character\.$/, 'there is a character that XML does not allow'],
  [/^duplicate attribute: (.*)\.$/, 'the attribute $1 stands twice in one tag'],
  [
    /^an XML declaration must be at the start of the document\.$|^the XML declaration must appear at the start/,
    'something stands before <?xml …?>; it must be the very first thing in the file',
  ],
];

/** What the XML parser complains about, in plain words. */
export function explainParserMessage(message: string): string {
  const text = message.replace(/^\d+:\d+: /, '');
  for (const [pattern, words] of plain) {
    if (pattern.test(text)) return `not well-formed XML: ${text.replace(pattern, words)}`;
  }
  return `not well-formed XML: ${text.replace(/\.$/, '')}`;
}

/** Whether the complaint is of an end tag that does not belong to the element that it ends. */
export const isWrongEndTag = (message: string): boolean =>
  /(?:unexpected close|unmatched closing) tag/.test(message);
