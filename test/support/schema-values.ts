import fc from 'fast-check';
import type { ComplexType, ComplexValue, SchemaType, SimpleType } from '../../src/espi/schema/define.ts';

const characters = [
  'a',
  'Z',
  '0',
  ' ',
  '\n',
  '\t',
  '\r',
  '<',
  '>',
  '&',
  '"',
  "'",
  ']',
  'é',
  '水',
  '😀',
  '-',
  '\u0085',
];

function textOf(maxLength = 30): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...characters), { maxLength: Math.min(maxLength, 30) })
    .map((parts) => parts.join(''));
}

function simpleValue({
  base,
  codes,
  min,
  max,
  maxLength = 16,
}: SimpleType): fc.Arbitrary<string | number | boolean> {
  if (codes !== undefined) {
    const words = [...codes.keys()];
    return base === 'integer' ? fc.constantFrom(...words.map(Number)) : fc.constantFrom(...words);
  }
  switch (base) {
    case 'integer':
      return fc.integer({ min: min ?? Number.MIN_SAFE_INTEGER, max: max ?? Number.MAX_SAFE_INTEGER });
    case 'boolean':
      return fc.boolean();
    case 'float':
      return fc.float({ noNaN: true }).map((value) => value + 0);
    case 'hex':
      return fc
        .array(fc.constantFrom('00', '7F', 'A5', 'FF'), { maxLength })
        .map((octets) => octets.join(''));
    case 'uri':
      return fc.webUrl({ withQueryParameters: true, withFragments: true });
    default:
      return textOf(maxLength);
  }
}

function schemaValue(type: SchemaType, depth: number): fc.Arbitrary<unknown> {
  return type.kind === 'simple' ? simpleValue(type) : complexValue(type, depth + 1);
}

/** Values of a type, everything that it allows: optional elements now there and now not, lists of one to three. */
export function complexValue(type: ComplexType, depth = 0): fc.Arbitrary<ComplexValue> {
  const members: Record<string, fc.Arbitrary<unknown>> = {};
  const required: string[] = [];
  for (const [name, { type: itsType, min, many }] of Object.entries(type.elements)) {
    if (min === 0 && depth > 3) continue;
    const item = schemaValue(itsType, depth);
    members[name] = many ? fc.array(item, { minLength: Math.max(1, min), maxLength: 3 }) : item;
    if (min > 0) required.push(name);
  }
  return fc.record(members, { requiredKeys: required });
}
