import { findFunctionBlock } from './function-blocks.ts';
import { type Duration, frequencyNames, ScopeError } from './scope-terms.ts';

/** One `name=value` of a scope, without the blanks around either. */
export interface WrittenTerm {
  readonly name: string;
  readonly value: string;
  /** How many characters of the scope stand before the name. */
  readonly at: number;
  /** The same for the value. */
  readonly valueAt: number;
}

/** The items of a list joined by `_`, with their places. */
function itemsOf({ value, valueAt }: WrittenTerm): { item: string; at: number }[] {
  let at = valueAt;
  return value.split('_').map((item) => {
    const placed = { item, at };
    at += item.length + 1;
    return placed;
  });
}

/**
 * Reads the numbers of function blocks: ascending, each once. Leading zeros and repetitions are forgiven.
 *
 * @throws ScopeError
 */
export function readFunctionBlocks(term: WrittenTerm): number[] {
  const numbers = itemsOf(term).map(({ item, at }) => {
    if (!/^\d{1,3}$/.test(item)) {
      throw new ScopeError(at, `"${item}" is not the number of a function block; write FB=4_16`);
    }
    if (findFunctionBlock(Number(item)) === undefined) {
      throw new ScopeError(at, `there is no function block ${Number(item)}; leave it out`);
    }
    return Number(item);
  });
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/**
 * Reads a whole number of at most 15 digits.
 *
 * @throws ScopeError
 */
export function readNumber({ name, value, valueAt }: WrittenTerm): number {
  if (!/^\d{1,15}$/.test(value)) {
    throw new ScopeError(valueAt, `${name} "${value}" is not a whole number; write it in digits`);
  }
  return Number(value);
}

function durationOf(name: string, text: string, at: number): Duration {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const frequency = frequencyNames.find((known) => known.toLowerCase() === text.toLowerCase());
  if (frequency === undefined) {
    throw new ScopeError(at, `${name} "${text}" is neither seconds nor one of ${frequencyNames.join(', ')}`);
  }
  return frequency;
}

/**
 * Reads seconds or the name of a frequency, in any case of letters.
 *
 * @throws ScopeError
 */
export function readDuration({ name, value, valueAt }: WrittenTerm): Duration {
  return durationOf(name, value, valueAt);
}

/**
 * Reads a list of durations.
 *
 * @throws ScopeError
 */
export function readDurations(term: WrittenTerm): Duration[] {
  return itemsOf(term).map(({ item, at }) => durationOf(term.name, item, at));
}

/**
 * Reads the id of a bulk feed.
 *
 * @throws ScopeError
 */
export function readBulkId({ value, valueAt }: WrittenTerm): string {
  if (!/^[A-Za-z0-9-]+$/.test(value)) {
    throw new ScopeError(valueAt, `BR "${value}" is not a bulk id; it has letters, digits and hyphens only`);
  }
  return value;
}

/**
 * Reads any text that may stand in one OAuth scope.
 *
 * @throws ScopeError
 */
export function readText({ name, value, valueAt }: WrittenTerm): string {
  const blank = value.indexOf(' ');
  if (blank >= 0)
    throw new ScopeError(valueAt + blank, `${name} holds a blank; leave it out or write it as _`);
  return value;
}
