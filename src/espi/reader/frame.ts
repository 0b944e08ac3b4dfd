import type { SaxesTagNS } from 'saxes';
import type { EspiVersion } from '../schema/define.ts';
import { foreignAttributes } from './attributes.ts';
import type { Child, Plan } from './plan.ts';
import type { Problem, Reporter } from './report.ts';

/** An element with elements that is open. */
export interface Frame {
  readonly plan: Plan;
  readonly name: string;
  readonly line: number;
  readonly parent: Frame | undefined;
  /** What its parent says of it; absent at the root. */
  readonly child: Child | undefined;
  readonly value: Record<string, unknown>;
  /** Place in the sequence of the furthest child so far. */
  furthest: number;
  /** Children that are there but not usable; already reported. */
  unusable: Set<string> | undefined;
  /** Whether text among its elements was reported. */
  textReported: boolean;
  /** Elements that were held when it began. */
  readonly heldBefore: number;
}

/** What the parts of a resource reader share. */
export interface ReaderContext {
  readonly strict: boolean;
  /** The version of the standard that counts. */
  readonly version: EspiVersion;
  readonly reporter: Reporter;
}

/** Reports a fault of an open element, or of its child `last`, with its path. */
export function reportIn(
  { reporter }: ReaderContext,
  at: Frame,
  problem: Omit<Problem, 'element'>,
  last?: string,
): void {
  const names = last === undefined ? [] : [last];
  for (let frame: Frame | undefined = at; frame !== undefined; frame = frame.parent)
    names.unshift(frame.name);
  reporter.report({ ...problem, element: names.join('/') });
}

/** Adds a child's value. */
export function put(at: Frame, child: Child, item: unknown): void {
  if (!child.many) {
    at.value[child.name] = item;
    return;
  }
  const list = at.value[child.name] as unknown[] | undefined;
  if (list === undefined) at.value[child.name] = [item];
  else list.push(item);
}

/** Notes that a child is there without a value to use, so that it is not called missing. */
export function spoil(at: Frame, child: Child): void {
  at.unusable ??= new Set();
  at.unusable.add(child.name);
}

/** Reports the attributes of an element; `last` names the child that has them, if it is not `at` itself. */
export function checkAttributes(
  context: ReaderContext,
  at: Frame,
  { tag, line, typeName, last }: { tag: SaxesTagNS; line: number; typeName: string; last?: string },
): void {
  for (const name of foreignAttributes(tag, typeName)) {
    const message = `elements of the standard have no attributes; remove ${name}`;
    const value = tag.attributes[name]?.value;
    reportIn(context, at, { line, code: 'unknown-attribute', message, value, tolerated: true }, last);
  }
}
