import { fillTemplate, type ReadingTemplate } from '../reading-template.ts';
import { type BitSink, makeRoom } from './bit-sink.ts';
import { type CodeTable, putLiteral, putMatch } from './code-table.ts';
import { afterText, applyMap } from './crc32.ts';
import { highEffect, lowEffect, startDigits } from './digit-effects.ts';
import { tabled } from './kernel/reading-kernel.ts';
import type { LastReading, TextTotals } from './last-reading.ts';
import { prepareTemplate } from './prepared-template.ts';
import { longestMatch, shortestMatch } from './symbols.ts';

/** Writes a run of any length, 0 or at least 3, at any distance that deflate can say: as several matches where it must. */
export function putRun(bits: BitSink, codes: CodeTable, length: number, distance: number): void {
  if (length === 0) return;
  makeRoom(bits);
  let left = length;
  while (left > longestMatch) {
    const part = Math.min(longestMatch, left - shortestMatch);
    putMatch(bits, codes, part, distance);
    left -= part;
  }
  putMatch(bits, codes, left, distance);
}

function putLiterals(bits: BitSink, codes: CodeTable, text: string): void {
  makeRoom(bits);
  for (let i = 0; i < text.length; i++) putLiteral(bits, codes, text.charCodeAt(i));
}

const digitOf = (number: number, weight: number): number => Math.floor(number / weight) % 10;

/**
 * Writes a start by the one before. The equal digits in front belong to the run that is pending, which is written;
 * those behind begin the next.
 *
 * @returns how long the run is that is pending now: with the digits, and when both starts are the same with all else.
 */
function putStart(
  bits: BitSink,
  codes: CodeTable,
  start: number,
  before: number,
  pending: number,
  distance: number,
): number {
  if (start === before) return pending + startDigits;
  // The digits from this weight up are the same: mostly all but the last few.
  let weight = 10;
  let differing = 1;
  for (; Math.floor(start / weight) !== Math.floor(before / weight); weight *= 10) differing++;
  let behind = 0;
  for (let low = 1; digitOf(start, low) === digitOf(before, low); low *= 10) behind++;
  putRun(bits, codes, pending + startDigits - differing, distance);
  for (; differing > behind; differing--) {
    weight /= 10;
    putLiteral(bits, codes, 48 + digitOf(start, weight));
  }
  return behind;
}

/** The numbers of a reading, NaN where it has none. */
export interface ReadingNumbers {
  readonly start: number;
  readonly value: number;
  readonly cost: number;
}

/** The CRC's register after a reading. */
function afterReading(
  register: number,
  template: ReadingTemplate,
  { start, value, cost }: ReadingNumbers,
): number {
  const prepared = prepareTemplate(template);
  if (prepared === undefined) return afterText(register, fillTemplate(template, start, value, cost));
  let result = applyMap(prepared.openingMap, register) ^ prepared.openingConstant;
  if (template.hasCost) result = afterText(result, String(cost));
  const { middleMap, middleConstant, startEffects } = prepared;
  const high = Math.floor(start / tabled);
  const digits = highEffect(startEffects, high) ^ lowEffect(startEffects, start - high * tabled);
  result = applyMap(middleMap, result) ^ middleConstant ^ digits;
  if (template.hasValue) result = afterText(result, String(value));
  return applyMap(prepared.closingMap, result) ^ prepared.closingConstant;
}

/**
 * Writes one reading of a template whatever its numbers, by what it has in common with the last one of the template:
 * the first of a row, and those with numbers that are seldom.
 *
 * @param reading its start is of ten digits like that of the last.
 * @param last the reading of the template that was written last, at most 30,000 bytes ago; it is replaced.
 */
export function encodeReading(
  bits: BitSink,
  codes: CodeTable,
  totals: TextTotals,
  template: ReadingTemplate,
  last: LastReading,
  reading: ReadingNumbers,
): void {
  const { hasCost, hasValue, beforeCost, beforeStart, afterStart, afterValue } = template;
  const at = totals.size;
  let distance = at - last.at;
  const { start, value, cost } = reading;
  if (hasCost) {
    const digits = String(cost);
    putRun(bits, codes, beforeCost.length, distance);
    putLiterals(bits, codes, digits);
    distance += digits.length - last.costLength;
    last.costLength = digits.length;
  }
  let pending = putStart(bits, codes, start, last.start, beforeStart.length, distance) + afterStart.length;
  if (hasValue) {
    const digits = String(value);
    putRun(bits, codes, pending, distance);
    putLiterals(bits, codes, digits);
    distance += digits.length - last.valueLength;
    last.valueLength = digits.length;
    pending = afterValue.length;
  }
  putRun(bits, codes, pending, distance);
  totals.register = afterReading(totals.register, template, reading);
  totals.size += startDigits + last.costLength + last.valueLength;
  totals.size += beforeCost.length + beforeStart.length + afterStart.length + afterValue.length;
  last.at = at;
  last.start = start;
  last.cost = cost;
  last.value = value;
}
