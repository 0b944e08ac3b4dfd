import type { ReadingColumns } from '../packed-columns.ts';
import { type BitSink, putBytes } from './bit-sink.ts';
import type { CodeSet } from './code-set.ts';
import { afterText, applyMap } from './crc32.ts';
import { slotFor } from './kernel/code-slots.ts';
import {
  buffer,
  bytes,
  constant,
  integers,
  kernelColumns,
  mostReadings,
  writeReadings,
} from './kernel/reading-kernel.ts';
import type { LastReading, TextTotals } from './last-reading.ts';
import type { PreparedTemplate } from './prepared-template.ts';
import { putRun } from './reading-encoder.ts';

const registerAt = constant('registerAt') >> 2;
const costAt = constant('costAt') >> 2;
const valueAt = constant('valueAt') >> 2;
const costLengthAt = constant('costLengthAt') >> 2;
const valueLengthAt = constant('valueLengthAt') >> 2;
const restAt = constant('restAt') >> 2;
const restBitsAt = constant('restBitsAt') >> 2;
const outLengthAt = constant('outLengthAt') >> 2;
const pendingAt = constant('pendingAt') >> 2;
const distanceAt = constant('distanceAt') >> 2;
const sizeAt = constant('sizeAt') >> 2;
const outAt = constant('outAt');
const startBefore = new Float64Array(buffer, constant('startAt'), 1);

/** A number that the kernel cannot write is like none that it can. */
const told = (number: number): number => (number >= 0 && number < 100_000_000 ? number : -1);

/** Makes numbers `from … to - 1` of a column those of the kernel's column from `at` on, where they are not. */
function bring(column: Float64Array, target: Float64Array, from: number, to: number, at: number): void {
  if (column.buffer !== buffer) target.set(column.subarray(from, to), at);
}

/** The register where the kernel begins: behind `beforeCost`, and behind the middle where it is part of a value's step. */
function opened({ register }: TextTotals, template: PreparedTemplate): number {
  const { folds, openingMap, openingConstant, middleMap, middleConstant } = template;
  const result = applyMap(openingMap, register) ^ openingConstant;
  return folds ? applyMap(middleMap, result) ^ middleConstant : result;
}

/**
 * Writes readings that follow one another, in the kernel: it makes a piece of bits, at most some 8 KiB, which is then
 * appended to those of the feed.
 *
 * @param last the reading right before, of the same template; it is replaced.
 * @param columns all starts `from … to - 1` have ten digits.
 * @returns the index of the first reading that was not written: `to`, one that is left for the next piece, or one whose
 *   numbers are not 0 … 99,999,999 or whose start is that of the reading before.
 */
export function writeRow(
  bits: BitSink,
  set: CodeSet,
  totals: TextTotals,
  template: PreparedTemplate,
  last: LastReading,
  { count, starts, step, values, costs }: ReadingColumns,
  from: number,
  to: number,
): number {
  const { hasCost, hasValue } = template.template;
  // Columns that are too long for the kernel are none of its own.
  const shift = count > mostReadings ? from : 0;
  const end = Math.min(to, shift + mostReadings);
  bring(starts, kernelColumns.starts, from, end, from - shift);
  if (hasValue && values !== undefined) bring(values, kernelColumns.values, from, end, from - shift);
  if (hasCost && costs !== undefined) bring(costs, kernelColumns.costs, from, end, from - shift);

  integers[registerAt] = opened(totals, template);
  integers[costAt] = told(last.cost);
  integers[valueAt] = told(last.value);
  integers[costLengthAt] = last.costLength;
  integers[valueLengthAt] = last.valueLength;
  integers[restAt] = bits.rest;
  integers[restBitsAt] = bits.restBits;
  integers[distanceAt] = template.fixed + last.costLength + last.valueLength;
  startBefore[0] = last.start;
  const slot = slotFor(set, template, step, starts[from] as number);
  const next = shift + writeReadings(slot, from - shift, end - shift);
  if (next === from) return from;

  putBytes(bits, bytes.subarray(outAt, outAt + (integers[outLengthAt] as number)));
  bits.rest = integers[restAt] as number;
  bits.restBits = integers[restBitsAt] as number;
  const distance = integers[distanceAt] as number;
  putRun(bits, set.codes, integers[pendingAt] as number, distance);
  if (hasCost) last.cost = integers[costAt] as number;
  if (hasValue) last.value = integers[valueAt] as number;
  const register = integers[registerAt] as number;
  const beforeClosing = hasValue ? afterText(register, String(last.value)) : register;
  totals.register = applyMap(template.closingMap, beforeClosing) ^ template.closingConstant;
  totals.size += integers[sizeAt] as number;
  last.at = totals.size - distance;
  last.start = starts[next - 1] as number;
  last.costLength = integers[costLengthAt] as number;
  last.valueLength = integers[valueLengthAt] as number;
  return next;
}
