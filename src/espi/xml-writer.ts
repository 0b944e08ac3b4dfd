import type { WireStyle } from './atom.ts';
import {
  type ComplexType,
  type ComplexValue,
  namespaces,
  type SchemaType,
  type SimpleType,
} from './schema/define.ts';
import { escapeText } from './xml-text.ts';

/** Elements that are written under another name than the schema's. */
export type Rename = Readonly<Record<string, string>>;

/** How an element is written. */
export interface RenderOptions {
  /** Whether the element declares its namespace; on unless told otherwise. */
  readonly namespaceOnRoot?: boolean;
  /** Pass the same object every time: what is compiled for it is kept with it. */
  readonly rename?: Rename;
}

const unchanged: Rename = {};
const capital: Rename = { serviceDeliveryPoint: 'ServiceDeliveryPoint' };

/** The names that a wire style changes. */
export const renameFor = (style: WireStyle): Rename =>
  style.capitalServiceDeliveryPoint ? capital : unchanged;

type Write = (value: unknown) => string;
const compiled = new WeakMap<Rename, WeakMap<ComplexType, Write>>();
const longestUInt32 = 4_294_967_295;

function fault(type: string, element: string, problem: string): never {
  throw new RangeError(`${type}.${element} ${problem}`);
}

function simpleText(type: SimpleType, owner: string, element: string): Write {
  if (type.base === 'integer') {
    // A period that files give as "for ever" may be longer than the schema can say.
    const most = type.name === 'UInt32' ? longestUInt32 : Number.MAX_SAFE_INTEGER;
    return (value) => {
      if (!Number.isSafeInteger(value)) fault(owner, element, `must be an integer, not ${String(value)}`);
      return String(Math.min(value as number, most));
    };
  }
  if (type.base === 'float') {
    return (value) => {
      if (typeof value !== 'number') fault(owner, element, `must be a number, not ${typeof value}`);
      return String(value).replace('Infinity', 'INF');
    };
  }
  if (type.base === 'boolean') {
    return (value) =>
      typeof value === 'boolean' ? String(value) : fault(owner, element, 'must be true or false');
  }
  return (value) => (typeof value === 'string' ? escapeText(value) : fault(owner, element, 'must be text'));
}

const empty = (body: string, name: string): string =>
  body === '' ? `<${name}/>` : `<${name}>${body}</${name}>`;

function element(type: SchemaType, owner: string, key: string, rename: Rename): Write {
  const name = rename[key] ?? key;
  if (type.kind === 'simple') {
    const text = simpleText(type, owner, key);
    const open = `<${name}>`;
    const close = `</${name}>`;
    return (value) => open + text(value) + close;
  }
  let body: Write | undefined;
  return (value) => {
    body ??= compile(type, rename);
    return empty(body(value), name);
  };
}

function members(type: ComplexType, rename: Rename): Write {
  const parts = Object.entries(type.elements).map(([key, { type: itsType, min, many }]) => ({
    key,
    min,
    many,
    write: element(itsType, type.name, key, rename),
  }));
  const known = new Set(parts.map(({ key }) => key));
  return (value) => {
    if (typeof value !== 'object' || value === null) throw new RangeError(`${type.name} must be an object`);
    const record = value as ComplexValue;
    for (const key in record) if (!known.has(key)) fault(type.name, key, 'is no element of the schema');
    let xml = '';
    for (const { key, min, many, write } of parts) {
      const item = record[key];
      if (item === undefined) {
        if (min > 0) fault(type.name, key, 'is required');
        continue;
      }
      if (!many) {
        xml += write(item);
        continue;
      }
      if (!Array.isArray(item) || item.length < min)
        fault(type.name, key, `must be a list of at least ${min}`);
      for (const one of item) xml += write(one);
    }
    return xml;
  };
}

function compile(type: ComplexType, rename: Rename): Write {
  const types = compiled.get(rename) ?? new WeakMap<ComplexType, Write>();
  compiled.set(rename, types);
  const write = types.get(type) ?? members(type, rename);
  types.set(type, write);
  return write;
}

/**
 * One element with everything in it, in the order of the table whatever the order of the value's keys. The
 * namespace stands as the default on the element itself, so that no prefix is ever needed.
 *
 * A type is compiled once; after that the cost is that of joining the strings.
 *
 * @param name name of the element, which may differ from the type's.
 * @throws RangeError, a fault of the program, naming type and key: for a key that the table does not know, a
 *   required one that is missing, and a value of the wrong JavaScript type. Facets are not checked here. A
 *   UInt32 that is too large is written as the largest.
 */
export function renderElement(
  name: string,
  type: ComplexType,
  value: ComplexValue,
  { namespaceOnRoot = true, rename = unchanged }: RenderOptions = {},
): string {
  const tag = rename[name] ?? name;
  const attribute = namespaceOnRoot ? ` xmlns="${namespaces[type.namespace]}"` : '';
  const body = compile(type, rename)(value);
  return body === '' ? `<${tag}${attribute}/>` : `<${tag}${attribute}>${body}</${tag}>`;
}

/** The declaration that every document of ours begins with. */
export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A whole document whose root is one element: ReadServiceStatus, BatchList. */
export const renderDocument = (name: string, type: ComplexType, value: ComplexValue): string =>
  `${xmlDeclaration}${renderElement(name, type, value)}\n`;
