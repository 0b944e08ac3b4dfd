import { type Frame, put, type ReaderContext, reportIn } from './frame.ts';

/** What an element that 2013 files lack is taken for in import mode, by type. */
const importDefaults: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  LineItem: { itemKind: 10 },
};

const countOf = (item: unknown): number => {
  if (Array.isArray(item)) return item.length;
  return item === undefined ? 0 : 1;
};

/** Whether an element that ends has all that it must have; what it lacks is reported, once. */
export function checkRequired(context: ReaderContext, at: Frame): boolean {
  let complete = true;
  for (const child of at.plan.required) {
    const count = countOf(at.value[child.name]);
    if (count >= child.min) continue;
    const fallback = context.strict ? undefined : importDefaults[at.plan.type.name]?.[child.name];
    if (fallback !== undefined && count === 0 && !at.unusable?.has(child.name)) {
      const message = `has no ${child.name}; taken as ${fallback}`;
      reportIn(context, at, { line: at.line, code: 'missing-default', message, tolerated: true });
      put(at, child, fallback);
      continue;
    }
    complete = false;
    if (at.unusable?.has(child.name)) continue;
    const wanted = child.min > 1 ? `at least ${child.min} ${child.name}` : child.name;
    const loss = context.strict || at.parent === undefined ? '' : '; it was left out';
    reportIn(context, at, { line: at.line, code: 'missing-element', message: `must have ${wanted}${loss}` });
  }
  return complete;
}
