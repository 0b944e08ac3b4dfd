import type { CodeSet } from '../code-set.ts';
import { nearDistances, type Packed, pack, packedBits, packedCount } from '../code-table.ts';
import { crcMap, mapSize } from '../crc32.ts';
import type { PreparedTemplate } from '../prepared-template.ts';
import { constant, integers, nearest, tabled } from './reading-kernel.ts';

/** Tables in the kernel's memory: those of a set of codes, and of a template that is written with them. */
interface Slot {
  /** Its place, in bytes. */
  readonly at: number;
  set: CodeSet | undefined;
  template: PreparedTemplate | undefined;
  /** Seconds from start to start of the steps that were asked for; starts have `residue` over multiples of `unit`. */
  step: number;
  unit: number;
  residue: number;
}

const slots = Array.from(
  { length: constant('slots') },
  (_, i): Slot => ({
    at: constant('firstSlotAt') + i * constant('slotBytes'),
    set: undefined,
    template: undefined,
    step: 0,
    unit: 1,
    residue: 0,
  }),
);
const slotOf = new WeakMap<CodeSet, Slot>();
let newest = 0;
let last = slots[0] as Slot;

/** Two codes, one behind the other. */
const joined = (first: Packed, second: Packed): Packed =>
  pack(
    packedBits(first) | (packedBits(second) << packedCount(first)),
    packedCount(first) + packedCount(second),
  );

const textOf = (number: number): number => {
  let text = 0;
  for (let i = 0, weight = 1000; i < 4; i++, weight /= 10)
    text |= (48 + (Math.floor(number / weight) % 10)) << (8 * i);
  return text;
};

/** Fills in all numbers of four digits; `at` counts integers. */
function fillNumbers(at: number, digit: Int32Array): void {
  const pairs = Int32Array.from({ length: 100 }, (_, pair) =>
    joined(digit[Math.floor(pair / 10)] as number, digit[pair % 10] as number),
  );
  for (let number = 0; number < tabled; number++) {
    const high = Math.floor(number / 100);
    const zeros = number >= 1000 ? 0 : number >= 100 ? 1 : number >= 10 ? 2 : 3;
    const code = joined(pairs[high] as number, pairs[number - high * 100] as number);
    integers[at + 2 * number] = code | (zeros << 29);
    integers[at + 2 * number + 1] = textOf(number);
  }
}

const put = (slot: Slot, place: number, table: Int32Array): void =>
  integers.set(table, (slot.at + place) >> 2);

/** Maps for the last 4, 3, 2 and 1 digits of a number, with so many bytes behind. */
function putMaps(slot: Slot, place: number, behind: number): void {
  for (let digits = 4; digits > 0; digits--)
    put(slot, place + (4 - digits) * 4 * mapSize, crcMap(digits + behind));
}

/** Brings what belongs to a set of codes into a slot. */
function loadSet(slot: Slot, set: CodeSet): void {
  const { codes } = set;
  const digit = codes.literals.subarray(48, 58);
  fillNumbers((slot.at + constant('numbersAt')) >> 2, digit);
  putMaps(slot, constant('digitMapsAt'), 0);
  put(slot, constant('runsAt'), codes.lengths);
  put(slot, constant('nearAt'), nearDistances(codes, nearest));
  put(slot, constant('digitsAt'), digit);
  put(slot, constant('zeroBitsAt'), Int32Array.of(packedCount(digit[0] as number)));
  slot.set = set;
  slot.template = undefined;
}

/** The slot of a set of codes: where it has none, or another set has it now, the one that was filled first. */
function findSlot(set: CodeSet): Slot {
  const known = slotOf.get(set);
  if (known?.set === set) return known;
  const slot = slots[newest++ % slots.length] as Slot;
  loadSet(slot, set);
  slotOf.set(set, slot);
  return slot;
}

const sameLengths = (a: PreparedTemplate, b: PreparedTemplate): boolean =>
  a.template.hasCost === b.template.hasCost &&
  a.template.hasValue === b.template.hasValue &&
  a.beforeCost === b.beforeCost &&
  a.beforeStart === b.beforeStart &&
  a.afterStart === b.afterStart &&
  a.afterValue === b.afterValue;

/** Brings what belongs to a template into a slot. Maps and steps depend on nothing but the lengths of its pieces. */
function loadTemplate(slot: Slot, prepared: PreparedTemplate): void {
  const { hasCost, hasValue } = prepared.template;
  if (slot.template === undefined || !sameLengths(slot.template, prepared)) {
    if (hasCost) putMaps(slot, constant('costMapsAt'), prepared.costStep);
    if (hasValue) putMaps(slot, constant('valueMapsAt'), prepared.valueStep);
    put(slot, constant('middleMapAt'), prepared.middleMap);
    put(slot, constant('gapMapAt'), prepared.gapMap);
    put(slot, constant('startEffectsAt'), prepared.startEffects);
    slot.step = Number.NaN;
  }
  put(
    slot,
    constant('traitsAt'),
    Int32Array.of(
      Number(hasCost),
      Number(hasValue),
      Number(prepared.joins),
      Number(prepared.folds),
      prepared.beforeCost,
      prepared.beforeStart,
      prepared.afterStart,
      prepared.afterValue,
      prepared.middleConstant,
      prepared.valueConstant,
      prepared.gapConstant,
    ),
  );
  slot.template = prepared;
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** Makes room for the steps of starts that are so far apart, if there is: an empty table. */
function keepSteps(slot: Slot, step: number, start: number): void {
  const unit = step > 0 && step < tabled ? divisor(tabled, step) : 0;
  const isKept = unit > 0 && tabled / unit <= constant('mostSteps');
  slot.step = step;
  slot.unit = isKept ? unit : 1;
  slot.residue = start % slot.unit;
  put(slot, constant('stepAt'), Int32Array.of(isKept ? step : 0, slot.residue, slot.unit));
  if (!isKept) return;
  const from = (slot.at + constant('stepsAt')) >> 2;
  integers.fill(0, from, from + ((tabled / unit) * constant('stepBytes')) / 4);
}

/**
 * The place of all tables that the kernel needs to write readings of a template with the codes of a set: they are brought
 * there where they are not.
 *
 * @param step seconds from each start to the next, beginning with `start`; 0 where they differ.
 */
export function slotFor(set: CodeSet, template: PreparedTemplate, step: number, start: number): number {
  if (last.set !== set) last = findSlot(set);
  if (last.template !== template) loadTemplate(last, template);
  if (last.step !== step || start % last.unit !== last.residue) keepSteps(last, step, start);
  return last.at;
}
