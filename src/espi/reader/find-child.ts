import type { SaxesTagNS } from 'saxes';
import { namespaces } from '../schema/define.ts';
import { type Frame, type ReaderContext, reportIn } from './frame.ts';
import type { Child } from './plan.ts';

/** Elements of ReadingType that some custodians repeat inside blocks and readings. */
export const readingTypeElements: ReadonlySet<string> = new Set([
  'powerOfTenMultiplier',
  'uom',
  'currency',
  'flowDirection',
  'commodity',
  'kind',
]);

/**
 * What the schema says of an element that begins inside `at`; undefined, and reported, when it is to be passed
 * over.
 *
 * @param inBlock whether it stands somewhere inside an IntervalBlock.
 */
export function findChild(
  context: ReaderContext,
  at: Frame,
  { tag, line, inBlock }: { tag: SaxesTagNS; line: number; inBlock: boolean },
): Child | undefined {
  const { strict } = context;
  const name = tag.local;
  const { children, otherCase, type } = at.plan;
  const expected = namespaces[type.namespace];
  const ours = tag.uri === expected;
  const child = children.get(name);
  if (child !== undefined && ours) return child;
  if (child !== undefined && !strict) {
    const message = `must be in the namespace ${expected}, not in ${tag.uri || 'none'}`;
    reportIn(context, at, { line, code: 'wrong-namespace', message, tolerated: true }, name);
    return child;
  }
  const other = ours || !strict ? otherCase.get(name) : undefined;
  if (other !== undefined) {
    const message = `is written ${other.name} in the standard`;
    reportIn(context, at, { line, code: 'wrong-case', message, tolerated: true }, name);
    return strict ? undefined : other;
  }
  if (inBlock && readingTypeElements.has(name)) {
    const message = `belongs into the ReadingType; ${at.name} has no element ${name}`;
    reportIn(context, at, { line, code: 'stated-in-reading', message, tolerated: true }, name);
    return undefined;
  }
  const where = ours ? '' : ` in the namespace ${tag.uri || 'none'}`;
  const message = `${at.name} has no element ${name}${where}; remove it${strict ? '' : ' (it was passed over)'}`;
  reportIn(context, at, { line, code: 'unknown-element', message, tolerated: true }, name);
  return undefined;
}

/** Reports a child that stands behind one that the schema puts after it. */
export function checkOrder(context: ReaderContext, at: Frame, child: Child, line: number): void {
  if (child.index >= at.furthest) {
    at.furthest = child.index;
    return;
  }
  const after = [...at.plan.children.keys()][at.furthest];
  const message = `must stand before ${after}`;
  reportIn(context, at, { line, code: 'wrong-order', message, tolerated: true }, child.name);
}

/** Whether there is room for one more; a second value of a single element is reported and left out. */
export function checkCount(context: ReaderContext, at: Frame, child: Child, line: number): boolean {
  if (child.many || at.value[child.name] === undefined) return true;
  const message = `may stand only once in ${at.name}`;
  reportIn(context, at, { line, code: 'too-many', message }, child.name);
  return false;
}
