import type { Noun } from '../../espi/resources.ts';
import { type ComplexType, type NamespaceName, namespaces } from '../../espi/schema/define.ts';
import { findElement } from '../../espi/schema/registry.ts';

function find(namespace: NamespaceName, noun: Noun): ComplexType {
  const found = findElement(namespaces[namespace], noun);
  if (found === undefined || found.type.kind !== 'complex')
    throw new RangeError(`The schema tables have no element ${noun} in ${namespaces[namespace]}`);
  return found.type;
}

/** Every entry of a feed asks for its table. */
const known: Record<NamespaceName, Partial<Record<Noun, ComplexType>>> = { espi: {}, customer: {} };

/** The schema table of a noun's element. */
export function contentType(namespace: NamespaceName, noun: Noun): ComplexType {
  const types = known[namespace];
  types[noun] ??= find(namespace, noun);
  return types[noun];
}
