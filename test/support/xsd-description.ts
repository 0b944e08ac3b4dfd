import { readFileSync } from 'node:fs';
import type { NamespaceName, SimpleBase } from '../../src/espi/schema/define.ts';
import { sharedPath } from './shared.ts';
import { type Description, describeSimple, elementLine, type SimpleFacts } from './table-description.ts';
import { childOf, childrenOf, parseTree, type XmlTree } from './xml-tree.ts';

/** What an official schema says, in the words of `Description`. */
export interface DescribedSchema {
  readonly types: ReadonlyMap<string, Description>;
  /** Names of the types of elements that may be a root. */
  readonly elements: ReadonlyMap<string, string>;
}

const number = (base: SimpleBase, min?: number, max?: number): SimpleFacts => ({
  base,
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});

/** The types of XML Schema that the official schemas use. Bounds that JavaScript cannot count to are left out. */
const builtIn: Readonly<Record<string, SimpleFacts>> = {
  string: { base: 'string' },
  anyURI: { base: 'uri' },
  hexBinary: { base: 'hex' },
  integer: number('integer'),
  long: number('integer'),
  short: number('integer', -(2 ** 15), 2 ** 15 - 1),
  unsignedByte: number('integer', 0, 2 ** 8 - 1),
  unsignedShort: number('integer', 0, 2 ** 16 - 1),
  unsignedInt: number('integer', 0, 2 ** 32 - 1),
  unsignedLong: number('integer', 0),
};

const localName = (name: string): string => name.replace(/^xs:/, '');

function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The schema has ${what}, which this reader does not understand`);
  return value;
}

/** Nothing that this reader does not look at may say something. */
function allow(tree: XmlTree, children: readonly string[]): void {
  const foreign = tree.children.find(({ name }) => name !== 'annotation' && !children.includes(name));
  if (foreign !== undefined) need(undefined, `${foreign.name} in ${tree.name} ${tree.attributes.name ?? ''}`);
}

const facetNames = ['maxLength', 'minInclusive', 'maxInclusive', 'pattern', 'enumeration'];

/** A schema while it is being read. */
interface Reading {
  readonly declared: ReadonlyMap<string, XmlTree>;
  readonly types: Map<string, Description>;
  readonly elements: Map<string, string>;
}

function factsOf(schema: Reading, name: string): SimpleFacts {
  if (name.startsWith('xs:')) return need(builtIn[localName(name)], `the type ${name}`);
  return simpleFacts(schema, need(schema.declared.get(name), `no type ${name}`));
}

function restricted(schema: Reading, tree: XmlTree): SimpleFacts {
  allow(tree, facetNames);
  const value = (name: string): string | undefined => childOf(tree, name)?.attributes.value;
  const limit = (facet: string, key: string): object =>
    value(facet) === undefined ? {} : { [key]: Number(value(facet)) };
  const pattern = value('pattern');
  const codes = childrenOf(tree, 'enumeration').map(({ attributes }) => attributes.value ?? '');
  return {
    ...factsOf(schema, need(tree.attributes.base, 'a restriction of nothing')),
    ...limit('maxLength', 'maxLength'),
    ...limit('minInclusive', 'min'),
    ...limit('maxInclusive', 'max'),
    ...(pattern === undefined ? {} : { pattern: new RegExp(`^${pattern}$`) }),
    ...(codes.length === 0 ? {} : { codes }),
  };
}

function simpleFacts(schema: Reading, tree: XmlTree): SimpleFacts {
  allow(tree, ['restriction', 'union']);
  const union = childOf(tree, 'union');
  if (union === undefined)
    return restricted(schema, need(childOf(tree, 'restriction'), 'an empty simpleType'));
  allow(union, ['simpleType']);
  const list = need(childOf(union, 'simpleType'), 'a union without codes');
  const restriction = need(childOf(list, 'restriction'), 'a list that restricts nothing');
  // The codes must be of the type that the union leaves them open to, or the list would say more.
  if (restriction.attributes.base !== union.attributes.memberTypes)
    need(undefined, 'a union of unlike types');
  return { ...restricted(schema, restriction), open: true };
}

function occurs({ attributes: { minOccurs = '1', maxOccurs = '1' } }: XmlTree): { min: number; max: number } {
  return { min: Number(minOccurs), max: maxOccurs === 'unbounded' ? Infinity : Number(maxOccurs) };
}

function elementOf(schema: Reading, tree: XmlTree): { name: string; type: string } {
  const { name, ref, type } = tree.attributes;
  if (ref !== undefined) return { name: ref, type: need(schema.elements.get(ref), `no element ${ref}`) };
  const own = need(name, 'an element without a name');
  allow(tree, ['complexType']);
  const inline = childOf(tree, 'complexType');
  if (inline === undefined) return { name: own, type: localName(type ?? 'xs:anyType') };
  // A type without a name goes by that of its element.
  schema.types.set(own, members(schema, inline));
  return { name: own, type: own };
}

function sequenceOf(schema: Reading, tree: XmlTree | undefined): Description {
  if (tree === undefined) return [];
  allow(tree, ['element']);
  const elements = childrenOf(tree, 'element');
  const repeats = 'minOccurs' in tree.attributes || 'maxOccurs' in tree.attributes;
  if (repeats && elements.length !== 1) need(undefined, 'a repeated sequence of several elements');
  const outer = occurs(tree);
  return elements.map((element) => {
    const inner = occurs(element);
    const { name, type } = elementOf(schema, element);
    return elementLine(name, type, outer.min * inner.min, outer.max * inner.max);
  });
}

/** The elements of a complex type, those of its base first. */
function members(schema: Reading, tree: XmlTree): Description {
  allow(tree, ['complexContent', 'sequence']);
  const content = childOf(tree, 'complexContent');
  if (content === undefined) return sequenceOf(schema, childOf(tree, 'sequence'));
  const extension = need(childOf(content, 'extension'), 'complexContent without extension');
  allow(extension, ['sequence']);
  const base = need(schema.declared.get(extension.attributes.base ?? ''), 'an unknown base');
  return [...members(schema, base), ...sequenceOf(schema, childOf(extension, 'sequence'))];
}

function describeType(schema: Reading, tree: XmlTree): Description {
  if (tree.name === 'simpleType') return describeSimple(simpleFacts(schema, tree));
  const content = childOf(tree, 'simpleContent');
  if (content === undefined) return members(schema, tree);
  allow(tree, ['simpleContent']);
  const extension = need(childOf(content, 'extension'), 'simpleContent without extension');
  allow(extension, []);
  return describeSimple(factsOf(schema, need(extension.attributes.base, 'an extension of nothing')));
}

const files = { espi: 'espi.xsd', customer: 'customer.xsd' } as const;

/** Reads an official schema. It knows no more of XML Schema than they use, and throws at anything else. */
export function describeXsd(version: '4.0' | '3.3', namespace: NamespaceName): DescribedSchema {
  const path = sharedPath('espi-schemas', version, files[namespace]);
  const root = parseTree(readFileSync(path, 'utf8'));
  allow(root, ['import', 'element', 'complexType', 'simpleType']);
  const named = (trees: readonly XmlTree[]): [string, XmlTree][] =>
    trees.map((tree) => [tree.attributes.name ?? '', tree]);
  const declared = new Map(named([...childrenOf(root, 'complexType'), ...childrenOf(root, 'simpleType')]));
  const elements = new Map(
    named(childrenOf(root, 'element')).map(([name, { attributes }]) => [name, attributes.type ?? '']),
  );
  const schema: Reading = { declared, types: new Map(), elements };
  for (const [name, tree] of declared) schema.types.set(name, describeType(schema, tree));
  return { types: schema.types, elements };
}
