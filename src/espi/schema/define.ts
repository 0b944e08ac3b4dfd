/**
 * The notation of the schema tables: a type of the standard is a table of elements, in the order of the
 * schema, and the TypeScript type of its values is inferred from the table (`ValueOf`).
 */

/** The two XML namespaces of the standard, by the short name that the tables use. */
export const namespaces = {
  espi: 'http://naesb.org/espi',
  customer: 'http://naesb.org/espi/customer',
} as const;

/** `espi` is the usage schema, `customer` the retail customer schema. */
export type NamespaceName = keyof typeof namespaces;

/** The versions of the standard that the tables are for. */
export const espiVersions = ['4.0', '3.3'] as const;
export type EspiVersion = (typeof espiVersions)[number];

/** What the text of a simple element is: how it is parsed, and what a value looks like in TypeScript. */
export type SimpleBase = 'string' | 'integer' | 'hex' | 'boolean' | 'uri' | 'float' | 'any';

/** Codes of an enumeration with their meaning in plain words; numbers ascending. */
type Codes = ReadonlyMap<string, string>;

/**
 * A type whose value is text.
 *
 * @typeParam V the TypeScript type of a parsed value: `string`, `number` or `boolean`.
 */
export interface SimpleType<V extends string | number | boolean = string | number | boolean> {
  readonly kind: 'simple';
  /** Name of the type in the schema, such as `Int48` or `UnitSymbolKind`. */
  readonly name: string;
  readonly base: SimpleBase;
  /** Longest text in characters; for `hex`, the most octets. */
  readonly maxLength?: number;
  /** Smallest and largest number, both allowed. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly codes?: Codes;
  /** True when the schema is a union of the codes with a plain type, so that other values validate too. */
  readonly open?: boolean;
  /** The version of the standard that brought the type; absent when 3.3 has it too. */
  readonly since?: '4.0';
  /** Never present: carries `V` for inference. */
  readonly phantom?: V;
}

/** How often an element may stand: `max` is `Infinity` for unbounded. */
export interface ElementSpec<
  T extends SchemaType = SchemaType,
  Min extends number = number,
  Many extends boolean = boolean,
> {
  readonly type: T;
  readonly min: Min;
  readonly many: Many;
}

/** Elements by name; the order of the keys is the order of the schema. */
export type Elements = Readonly<Record<string, ElementSpec>>;

/** A type whose value is a sequence of elements. `elements` holds the inherited ones first. */
export interface ComplexType<E extends Elements = Elements> {
  readonly kind: 'complex';
  /** Name of the type in the schema, which may differ from the element's (`TimeConfiguration`). */
  readonly name: string;
  readonly namespace: NamespaceName;
  readonly elements: E;
  /** The version of the standard that brought the type; absent when 3.3 has it too. */
  readonly since?: '4.0';
}

export type SchemaType = SimpleType | ComplexType;

type Single<T> =
  T extends SimpleType<infer V> ? V : T extends ComplexType<infer E> ? ValueOfElements<E> : never;
type Item<S> =
  S extends ElementSpec<infer T, number, infer M>
    ? M extends true
      ? readonly Single<T>[]
      : Single<T>
    : never;
type RequiredKeys<E extends Elements> = { [K in keyof E]: E[K]['min'] extends 0 ? never : K }[keyof E];
type ValueOfElements<E extends Elements> = { readonly [K in RequiredKeys<E>]: Item<E[K]> } & {
  readonly [K in Exclude<keyof E, RequiredKeys<E>>]?: Item<E[K]>;
};

/** The TypeScript type of a value of a schema type: `ValueOf<typeof usageSummary>`. */
export type ValueOf<T extends SchemaType> = Single<T>;

/** A value whose type is only known at run time. */
export type ComplexValue = { readonly [element: string]: unknown };

/** Exactly one. */
export const one = <T extends SchemaType>(type: T): ElementSpec<T, 1, false> => ({
  type,
  min: 1,
  many: false,
});

/** Zero or one. */
export const optional = <T extends SchemaType>(type: T): ElementSpec<T, 0, false> => ({
  type,
  min: 0,
  many: false,
});

/** Zero or more. */
export const many = <T extends SchemaType>(type: T): ElementSpec<T, 0, true> => ({
  type,
  min: 0,
  many: true,
});

/** At least `min`, without an upper bound. */
export const atLeast = <T extends SchemaType, Min extends 1 | 2>(
  min: Min,
  type: T,
): ElementSpec<T, Min, true> => ({
  type,
  min,
  many: true,
});

/** Defines a complex type; spread the elements of a base type first: `{ ...identifiedObject.elements, … }`. */
export const complex = <const E extends Elements>(
  namespace: NamespaceName,
  name: string,
  elements: E,
  version: { since?: '4.0' } = {},
): ComplexType<E> => ({ kind: 'complex', name, namespace, elements, ...version });

/** Defines a text type. */
export const text = (
  name: string,
  facets: { maxLength?: number; base?: 'string' | 'uri' | 'any' } = {},
): SimpleType<string> => ({
  kind: 'simple',
  name,
  base: 'string',
  ...facets,
});

/** Defines an integer type; both bounds are allowed values. */
export const integer = (name: string, min?: number, max?: number): SimpleType<number> => ({
  kind: 'simple',
  name,
  base: 'integer',
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});

/** Defines a list of numeric codes. `open` codes accept any other number within `min … max` too. */
export const numericCodes = (
  name: string,
  codes: Readonly<Record<number, string>>,
  range: { open: boolean; min?: number; max?: number },
): SimpleType<number> => ({
  kind: 'simple',
  name,
  base: 'integer',
  codes: new Map(Object.entries(codes)),
  ...range,
});

/** Defines a list of words. `open` lists accept any other text up to `maxLength` too. */
export const wordCodes = (
  name: string,
  codes: Readonly<Record<string, string>>,
  facets: { open: boolean; maxLength?: number; since?: '4.0' },
): SimpleType<string> => ({
  kind: 'simple',
  name,
  base: 'string',
  codes: new Map(Object.entries(codes)),
  ...facets,
});
