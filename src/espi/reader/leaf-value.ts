import { type Frame, type ReaderContext, reportIn } from './frame.ts';
import type { BadValue, Parsed } from './lexical.ts';
import type { Leaf } from './plan.ts';

/** Seconds at the end of the year 9999: no time that is meant lies behind it, and none as far before 1970. */
export const endOfTime = 253_402_300_799;

const isBad = (parsed: Parsed): parsed is BadValue => typeof parsed === 'object';

/** What the text is by the schema; import mode also doubts times that nobody can mean, but keeps them. */
function parse({ strict }: ReaderContext, { parse: bySchema, simple }: Leaf, text: string): Parsed {
  const parsed = bySchema(text);
  if (strict || simple.name !== 'TimeType' || typeof parsed !== 'number' || Math.abs(parsed) <= endOfTime)
    return parsed;
  const reason = 'should be seconds before the year 10000; are these milliseconds?';
  return { code: 'out-of-range', reason, usable: parsed };
}

/**
 * The value of an element with text; undefined, and reported, when there is none to use.
 *
 * @param text as it stands in the file, with the space around it.
 */
export function leafValue(
  context: ReaderContext,
  at: Frame,
  { child, text, line }: { child: Leaf; text: string; line: number },
): string | number | boolean | undefined {
  const { base } = child.simple;
  if (base === 'any') return text;
  const textual = base === 'string' || base === 'uri';
  const word = text.trim();
  if (!context.strict && word === '') {
    // Text that must be there may be empty; anything else without text says nothing.
    if (textual && child.min > 0 && child.simple.codes === undefined) return '';
    const message = child.min > 0 ? 'is empty but must have a value' : 'is empty; leave it out';
    reportIn(context, at, { line, code: 'empty-value', message, tolerated: child.min === 0 }, child.name);
    return undefined;
  }
  if (!context.strict && !textual && text !== word) {
    const message = 'has space around its value; remove it';
    reportIn(context, at, { line, code: 'surrounding-space', message, tolerated: true }, child.name);
  }
  const parsed = parse(context, child, text);
  if (!isBad(parsed)) return parsed;
  const tolerated = parsed.usable !== undefined;
  const found = word === '' ? 'it is empty' : `found ${JSON.stringify(word.slice(0, 60))}`;
  const message = `${parsed.reason}; ${found}`;
  reportIn(context, at, { line, code: parsed.code, message, value: word, tolerated }, child.name);
  return parsed.usable;
}
