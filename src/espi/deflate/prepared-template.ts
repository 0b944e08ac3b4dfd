import type { ReadingTemplate } from '../reading-template.ts';
import { afterText, applyMap, type CrcMap, crcMap } from './crc32.ts';
import { startDigits, startEffects } from './digit-effects.ts';
import { nearest } from './kernel/reading-kernel.ts';
import { longestMatch } from './symbols.ts';

/** Digits of a number in the loop: at most so many. */
const mostDigits = 8;

/** A template as the loop over its readings needs it: lengths, and what the pieces do to the CRC's register. */
export interface PreparedTemplate {
  readonly template: ReadingTemplate;
  readonly beforeCost: number;
  readonly beforeStart: number;
  readonly afterStart: number;
  readonly afterValue: number;
  /** All of it, with a start and without the other numbers. */
  readonly fixed: number;
  /** Whether all of it fits into one match, so that runs may join where numbers repeat. */
  readonly joins: boolean;
  /**
   * Whether the text from a value to the next is one step of the CRC: where no cost stands between. The step of a value
   * then ends where the next value begins, else where the next cost does.
   */
  readonly folds: boolean;
  /** From the end of a reading's last number to the next cost, or, without a cost, to the next `beforeStart`. */
  readonly gapMap: CrcMap;
  readonly gapConstant: number;
  /** `beforeCost` alone, where a row of readings begins, and `afterValue` alone, where it ends. */
  readonly openingMap: CrcMap;
  readonly openingConstant: number;
  readonly closingMap: CrcMap;
  readonly closingConstant: number;
  /** From the end of a cost, or the beginning, to the value or the end. The digits of the start are left out. */
  readonly middleMap: CrcMap;
  readonly middleConstant: number;
  /** Bytes of the step that begins with a cost's digits, without these; likewise of a value. */
  readonly costStep: number;
  readonly valueStep: number;
  /** What the other bytes of these steps do, and the digits of a start by the end of the middle. */
  readonly valueConstant: number;
  readonly startEffects: Int32Array;
}

const zeros = (register: number, count: number): number => applyMap(crcMap(count), register);

function prepare(template: ReadingTemplate): PreparedTemplate | undefined {
  const { beforeCost, beforeStart, afterStart, afterValue } = template;
  const gap = afterValue + beforeCost;
  const middle = beforeStart.length + startDigits + afterStart.length;
  const fixed = gap.length + middle;
  // Each run between two numbers must be one match.
  if (gap.length + startDigits + Math.max(beforeStart.length, afterStart.length) > longestMatch)
    return undefined;
  if (!(template.hasCost || template.hasValue) && fixed > longestMatch) return undefined;
  if (fixed + 4 * mostDigits > nearest) return undefined;
  const folds = template.hasValue && !template.hasCost;
  const gapConstant = afterText(0, gap);
  const middleConstant =
    zeros(afterText(0, beforeStart), startDigits + afterStart.length) ^ afterText(0, afterStart);
  const valueStep = folds ? gap.length + middle : gap.length;
  const valueConstant = folds ? zeros(gapConstant, middle) ^ middleConstant : gapConstant;
  return {
    template,
    beforeCost: beforeCost.length,
    beforeStart: beforeStart.length,
    afterStart: afterStart.length,
    afterValue: afterValue.length,
    fixed,
    joins: fixed + 2 * mostDigits <= longestMatch,
    folds,
    gapMap: crcMap(gap.length),
    gapConstant,
    openingMap: crcMap(beforeCost.length),
    openingConstant: afterText(0, beforeCost),
    closingMap: crcMap(afterValue.length),
    closingConstant: afterText(0, afterValue),
    middleMap: crcMap(middle),
    middleConstant,
    costStep: middle,
    valueStep,
    valueConstant,
    startEffects: startEffects(afterStart.length),
  };
}

const known = new WeakMap<ReadingTemplate, { readonly prepared: PreparedTemplate | undefined }>();

/** Prepares a template, once; undefined for one whose pieces are too long for the loop. */
export function prepareTemplate(template: ReadingTemplate): PreparedTemplate | undefined {
  let found = known.get(template);
  if (found === undefined) {
    found = { prepared: prepare(template) };
    known.set(template, found);
  }
  return found.prepared;
}
