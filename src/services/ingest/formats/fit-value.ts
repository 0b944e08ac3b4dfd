import type { ComplexType, ComplexValue, SchemaType } from '../../../espi/schema/define.ts';

function fitItem(type: SchemaType, value: unknown): unknown {
  if (type.kind === 'complex') return fitValue(type, value as ComplexValue);
  if (typeof value !== 'number') return value;
  return Math.min(
    Math.max(value, type.min ?? Number.NEGATIVE_INFINITY),
    type.max ?? Number.POSITIVE_INFINITY,
  );
}

/**
 * A value as the reader understood it, made fit to be written again: numbers beyond the range of their type, such
 * as agreements without end that last thousands of years, become the nearest that the type can hold.
 */
export function fitValue<V extends ComplexValue>(type: ComplexType, value: V): V {
  const fitted = Object.entries(value).map(([name, item]) => {
    const spec = type.elements[name];
    if (spec === undefined) return [name, item];
    return [
      name,
      Array.isArray(item) ? item.map((one) => fitItem(spec.type, one)) : fitItem(spec.type, item),
    ];
  });
  return Object.fromEntries(fitted) as V;
}
