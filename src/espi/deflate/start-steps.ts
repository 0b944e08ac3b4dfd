import { type CodeTable, pack, packedBits, packedCount } from './code-table.ts';
import { lowEffect, startDigits } from './digit-effects.ts';
import { type Lookup, places, type StepTable, tabled } from './lookup.ts';
import type { PreparedTemplate } from './prepared-template.ts';

/**
 * A *step* is all that it takes to write a start by the one before, in six numbers. Starts that are equally far apart
 * share their steps: those of quarters of an hour have a hundred, by the last four digits.
 */
export const stepSize = places.stepSize;
/** Code of the run that ends with the equal digits in front, where it is of the usual length. */
export const stepRun = 0;
/** Codes of the digits that differ; 0 where the step is not made yet. */
export const stepDigits = 1;
/** Code of the run that begins with the equal digits behind and ends before the value. */
export const stepRunAfter = 2;
/** How many digits in front are equal, and how many behind. */
export const stepAhead = 3;
export const stepBehind = 4;
/** What the last four digits do to the CRC's register by the end of what follows the start. */
export const stepEffect = 5;

/** Where the step of starts that are not in step stands: it is made anew each time. */
export const oddStep = places.steps;
const tableAt = oddStep + stepSize;
const mostBits = 24;

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** Where the step to such a start stands: it need not be made yet. */
export const stepAt = ({ residue, unit }: StepTable, low: number): number =>
  tableAt + ((low - residue) / unit) * stepSize;

/** The start that a step leads to: its last four digits. */
export const lowAt = ({ residue, unit }: StepTable, at: number): number =>
  residue + ((at - tableAt) / stepSize) * unit;

/** Makes room for the steps of starts that are so far apart, if there is: an empty table. Undefined where there is none. */
export function findSteps(
  lookup: Lookup,
  template: PreparedTemplate,
  step: number,
  start: number,
): StepTable | undefined {
  if (step <= 0 || step >= tabled) return undefined;
  const { steps } = lookup;
  if (
    steps !== undefined &&
    steps.template === template &&
    steps.step === step &&
    start % steps.unit === steps.residue
  )
    return steps;
  const unit = divisor(tabled, step);
  const count = tabled / unit;
  if (count > places.mostSteps) return undefined;
  lookup.table.fill(0, tableAt, tableAt + count * stepSize);
  lookup.steps = { template, step, residue: start % unit, unit };
  return lookup.steps;
}

const highDigits = 6;
const powers = Int32Array.of(100_000, 10_000, 1000, 100, 10, 1);

/** Equal digits at the end of two numbers that differ. */
function equalBehind(a: number, b: number): number {
  let equal = 0;
  for (let x = a, y = b; x % 10 === y % 10; equal++) {
    x = (x / 10) | 0;
    y = (y / 10) | 0;
  }
  return equal;
}

/** Equal digits at the beginning of two numbers of six digits that differ. */
function equalAhead(a: number, b: number): number {
  let differing = 0;
  for (let x = a, y = b; x !== y; differing++) {
    x = (x / 10) | 0;
    y = (y / 10) | 0;
  }
  return highDigits - differing;
}

/**
 * Makes a step between two starts that differ, each in two parts: the first six digits and the last four.
 *
 * @returns whether it could be made: not where more digits differ than bits can be put at once.
 */
export function makeStep(
  { table }: Lookup,
  { literals }: CodeTable,
  { usualRun, afterStart, startEffects }: PreparedTemplate,
  at: number,
  high: number,
  low: number,
  highBefore: number,
  lowBefore: number,
): boolean {
  const text = table[places.numbers + 2 * low + 1] as number;
  // Equal digits show as zero bytes.
  const difference = text ^ (table[places.numbers + 2 * lowBefore + 1] as number);
  const behind = difference === 0 ? 4 + equalBehind(high, highBefore) : Math.clz32(difference) >> 3;
  const ahead =
    high === highBefore
      ? highDigits + ((31 - Math.clz32(difference & -difference)) >> 3)
      : equalAhead(high, highBefore);
  let bits = 0;
  let count = 0;
  for (let place = ahead; place < startDigits - behind; place++) {
    const letter =
      place < highDigits
        ? 48 + (((high / (powers[place] as number)) | 0) % 10)
        : (text >>> (8 * (place - highDigits))) & 0xff;
    const code = literals[letter] as number;
    bits |= packedBits(code) << count;
    count += packedCount(code);
    if (count > mostBits) return false;
  }
  table[at + stepRun] = table[places.runs + usualRun + ahead] as number;
  table[at + stepDigits] = pack(bits, count);
  table[at + stepRunAfter] = table[places.runs + behind + afterStart] as number;
  table[at + stepAhead] = ahead;
  table[at + stepBehind] = behind;
  table[at + stepEffect] = lowEffect(startEffects, low);
  return true;
}
