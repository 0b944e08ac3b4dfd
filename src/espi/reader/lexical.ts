import type { SimpleType } from '../schema/define.ts';
import type { FindingCode } from './finding.ts';

/** Text that is not a value of the type, with the reason in words that complete "uom …". */
export interface BadValue {
  readonly code: FindingCode;
  readonly reason: string;
  /** What to take it for where quirks are tolerated; absent when it is not usable. */
  readonly usable?: string | number | boolean;
}

export type Parsed = string | number | boolean | BadValue;
export type ParseText = (text: string) => Parsed;

const collapse = (text: string): string => text.trim().replace(/\s+/g, ' ');
const show = (number: number): string => number.toLocaleString('en-US');

function range({ min, max }: SimpleType): string {
  if (min !== undefined && max !== undefined) return `from ${show(min)} to ${show(max)}`;
  return max === undefined ? `of at least ${show(min ?? 0)}` : `of at most ${show(max)}`;
}

function parseInteger(type: SimpleType): ParseText {
  const { min = -Infinity, max = Infinity, codes, open } = type;
  const reason = `must be a whole number${min === -Infinity && max === Infinity ? '' : ` ${range(type)}`}`;
  return (text) => {
    const digits = text.trim();
    if (!/^[+-]?\d+$/.test(digits)) return { code: 'bad-value', reason };
    // Adding 0 turns the -0 of "-0" into 0.
    const value = Number(digits) + 0;
    if (!Number.isSafeInteger(value)) return { code: 'out-of-range', reason };
    if (value < min || value > max) {
      // Ends of time, written as durations of thousands of years, are common and harmless.
      const usable = type.name === 'UInt32' && value > max ? { usable: value } : {};
      return { code: 'out-of-range', reason, ...usable };
    }
    if (codes !== undefined && !codes.has(String(value))) {
      return {
        code: 'unlisted-code',
        reason: `has no code ${value} in ${type.name}`,
        ...(open ? { usable: value } : {}),
      };
    }
    return value;
  };
}

function parseHex({ maxLength = Infinity }: SimpleType): ParseText {
  const reason =
    maxLength === Infinity
      ? 'must be pairs of hexadecimal digits'
      : `must be pairs of hexadecimal digits, at most ${2 * maxLength}`;
  return (text) => {
    const digits = text.trim();
    return /^(?:[0-9a-f]{2})*$/i.test(digits) && digits.length <= 2 * maxLength
      ? digits
      : { code: 'bad-value', reason };
  };
}

const booleans = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

const parseBoolean: ParseText = (text) => {
  const word = text.trim();
  const guess = booleans.get(word.toLowerCase());
  return (
    booleans.get(word) ?? {
      code: 'bad-value',
      reason: 'must be true, false, 1 or 0',
      ...(guess === undefined ? {} : { usable: guess }),
    }
  );
};

const parseFloatText: ParseText = (text) => {
  const digits = text.trim();
  if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(digits)) return Number(digits);
  if (digits === 'INF' || digits === '-INF') return Number(digits.replace('INF', 'Infinity'));
  return digits === 'NaN' ? Number.NaN : { code: 'bad-value', reason: 'must be a number' };
};

/** Characters that XML Schema lets an anyURI hold although a URI does not; they count as percent-encoded. */
const beyondUri = /[^!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]/gu;
const character = String.raw`(?:[\w\-.~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})`;
const uriReference = new RegExp(
  String.raw`^(?:[A-Za-z][A-Za-z0-9+.\-]*:)?(?://(?:${character}*@)?(?:\[[0-9A-Fa-f:.]+\]|(?:(?!:)${character})*)(?::\d*)?(?=[/?#]|$)|(?!//))` +
    String.raw`(?:${character}|/)*(?:\?(?:${character}|[/?])*)?(?:#(?:${character}|[/?])*)?$`,
);

function parseString(type: SimpleType): ParseText {
  const { base, codes, open, maxLength, pattern } = type;
  return (text) => {
    const value = base === 'uri' ? collapse(text) : text;
    if (base === 'uri' && !uriReference.test(value.replace(beyondUri, '_'))) {
      return { code: 'bad-value', reason: 'must be a URI' };
    }
    if (codes !== undefined && !codes.has(value)) {
      const word = value.trim();
      const usable =
        codes.has(word) || (open === true && word.length <= (maxLength ?? Infinity)) ? { usable: word } : {};
      return { code: 'unlisted-code', reason: `must be one of: ${[...codes.keys()].join(', ')}`, ...usable };
    }
    if (maxLength !== undefined && value.length > maxLength && [...value].length > maxLength) {
      return {
        code: 'value-too-long',
        reason: `must have at most ${maxLength} characters`,
        usable: [...value].slice(0, maxLength).join(''),
      };
    }
    if (pattern !== undefined && !pattern.test(value)) {
      return { code: 'bad-value', reason: `must match ${pattern.source}` };
    }
    return value;
  };
}

/**
 * The parser of a simple type: text to value, by the lexical rules and facets of the schema, lists of codes
 * taken as closed even where the schema leaves them open.
 *
 * @see XML Schema 1.0 part 2
 */
export function compileParser(type: SimpleType): ParseText {
  switch (type.base) {
    case 'integer':
      return parseInteger(type);
    case 'hex':
      return parseHex(type);
    case 'boolean':
      return parseBoolean;
    case 'float':
      return parseFloatText;
    default:
      return parseString(type);
  }
}
