import type { Noun } from '../../espi/resources.ts';
import { type ComplexType, type NamespaceName, namespaces } from '../../espi/schema/define.ts';
import { findElement } from '../../espi/schema/registry.ts';

/** The schema table of a noun's element. */
export function contentType(namespace: NamespaceName, noun: Noun): ComplexType {
  const found = findElement(namespaces[namespace], noun);
  if (found === undefined || found.type.kind !== 'complex')
    throw new RangeError(`The schema tables have no element ${noun} in ${namespaces[namespace]}`);
  return found.type;
}
