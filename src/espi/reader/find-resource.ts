import type { SaxesTagNS } from 'saxes';
import { atomNamespace } from '../atom.ts';
import { type ComplexType, namespaces } from '../schema/define.ts';
import { findElement } from '../schema/registry.ts';
import type { ReaderContext } from './frame.ts';

/** A resource of the standard. */
export interface FoundResource {
  readonly element: string;
  readonly type: ComplexType;
}

/**
 * The resource that an element is; undefined when it is none. In import mode a resource that forgot its
 * namespace, and so stands in none or in Atom's, is understood and reported.
 */
export function findResource(
  { strict, reporter, version }: ReaderContext,
  tag: SaxesTagNS,
  line: number,
): FoundResource | undefined {
  const found = findElement(tag.uri, tag.local);
  if (found?.type.since === '4.0' && version === '3.3') {
    const message = 'came with version 4.0 of the standard; readers of 3.3 do not know it';
    reporter.report({ line, element: tag.local, code: 'unknown-element', message, tolerated: true });
  }
  if (found !== undefined || strict || (tag.uri !== '' && tag.uri !== atomNamespace)) return found;
  const guess = findElement(namespaces.espi, tag.local) ?? findElement(namespaces.customer, tag.local);
  if (guess === undefined) return undefined;
  const message = `must be in the namespace ${namespaces[guess.type.namespace]}`;
  reporter.report({ line, element: tag.local, code: 'wrong-namespace', message, tolerated: true });
  return guess;
}
