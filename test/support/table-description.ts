import type { ComplexType, ElementSpec, SchemaType, SimpleType } from '../../src/espi/schema/define.ts';

/** A type as lines of text: one for each element or facet, in an order that is the same for equal types. */
export type Description = readonly string[];

export const elementLine = (name: string, type: string, min: number, max: number): string =>
  `${name} ${min}..${max === Infinity ? '*' : max} ${type}`;

/** What there is to know of a simple type. */
export type SimpleFacts = Omit<SimpleType, 'kind' | 'name' | 'codes' | 'phantom' | 'since'> & {
  readonly codes?: Iterable<string>;
};

export function describeSimple({
  base,
  maxLength,
  min,
  max,
  pattern,
  codes,
  open,
}: SimpleFacts): Description {
  const facet = (name: string, value: unknown): string[] => (value === undefined ? [] : [`${name} ${value}`]);
  return [
    `base ${base}`,
    ...facet('maxLength', maxLength),
    ...facet('min', min),
    ...facet('max', max),
    ...facet('pattern', pattern?.source),
    ...(codes === undefined ? [] : [open === true ? 'open' : 'closed']),
    ...[...(codes ?? [])].toSorted().map((code) => `code ${code}`),
  ];
}

const describeElement = ([name, { type, min, many }]: [string, ElementSpec]): string =>
  elementLine(name, type.name, min, many ? Infinity : 1);

/** The lines of a table. */
export function describeTable(type: SchemaType): Description {
  if (type.kind === 'complex') return Object.entries((type as ComplexType).elements).map(describeElement);
  const { codes, ...facts } = type;
  return describeSimple({ ...facts, ...(codes === undefined ? {} : { codes: codes.keys() }) });
}

/** Where two descriptions of a type differ; none where they agree. */
export function differences(name: string, ours: Description, theirs: Description): string[] {
  const found: string[] = [];
  for (let at = 0; at < Math.max(ours.length, theirs.length); at += 1) {
    const [mine, schema] = [ours[at] ?? 'nothing', theirs[at] ?? 'nothing'];
    if (mine !== schema) found.push(`${name}, line ${at + 1}: the table has ${mine}, the schema ${schema}`);
  }
  return found;
}
