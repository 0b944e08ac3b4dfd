import { type CodeTable, nearDistances, type Packed, pack, packedBits, packedCount } from './code-table.ts';
import { crcMap, mapSize } from './crc32.ts';
import { longestMatch } from './symbols.ts';

/** Numbers below this are told by tables, four digits at once. */
export const tabled = 10_000;
/** Distances up to this have all their bits in one entry. */
export const nearest = 512;
/**
 * Where the tables stand in `Lookup.table`. They are in one array because the address and the size of an array are
 * loaded, and its kind is checked, wherever another one was used before: this is what makes the loop fast.
 */
const common = {
  /**
   * For each number below 10,000 two entries. First the codes of its four digits, leading zeros included; from bit 24 on
   * how many bits these are; from bit 29 on how many zeros lead. Then the four digits as ASCII, the first in the lowest
   * byte.
   */
  numbers: 0,
  /** The CRC maps of 0 … 4 bytes. */
  digitMaps: 2 * tabled,
  /** Code and extra bits of each length. */
  runs: 2 * tabled + 5 * mapSize,
  /** Code and extra bits of each near distance. */
  near: 2 * tabled + 5 * mapSize + longestMatch + 1,
} as const;
const templateAt = common.near + nearest + 1;
const stepSize = 6;
const mostSteps = 500;
const stepsAt = templateAt + 10 * mapSize;

export const places = {
  ...common,
  /**
   * What follows belongs to the template that was written last. The maps of a number's last group of digits with all
   * that follows it: first for four digits, then for three, two and one.
   */
  costMaps: templateAt,
  valueMaps: templateAt + 4 * mapSize,
  middleMap: templateAt + 8 * mapSize,
  gapMap: templateAt + 9 * mapSize,
  /** Steps from start to start, one that is in no table first: see `start-steps.ts`. */
  steps: stepsAt,
  stepSize,
  mostSteps,
} as const;
const size = stepsAt + (1 + mostSteps) * stepSize;

/** Steps of starts so many seconds apart, for as long as no digit but the last four changes. */
export interface StepTable {
  /** The prepared template that they belong to. */
  readonly template: object;
  readonly step: number;
  /** The last four digits of the starts are this plus multiples of `unit`. */
  readonly residue: number;
  readonly unit: number;
}

/** All that the loop over readings looks up for the codes of a block. */
export interface Lookup {
  readonly table: Int32Array;
  /** Bits of the code of `0`: what a leading zero takes. */
  readonly zeroBits: number;
  /** Whose maps stand in the table. */
  loaded: object | undefined;
  /** Which steps stand in it. */
  steps: StepTable | undefined;
}

/** The part of the table that is the same for all codes. */
const sharedTable = new Int32Array(size);
for (let digits = 0; digits <= 4; digits++)
  sharedTable.set(crcMap(digits), places.digitMaps + digits * mapSize);
for (let number = 0; number < tabled; number++) {
  let text = 0;
  for (let i = 0, weight = 1000; i < 4; i++, weight /= 10)
    text |= (48 + (Math.floor(number / weight) % 10)) << (8 * i);
  sharedTable[places.numbers + 2 * number + 1] = text;
}

/** Two codes, one behind the other. */
const joined = (first: Packed, second: Packed): Packed =>
  pack(
    packedBits(first) | (packedBits(second) << packedCount(first)),
    packedCount(first) + packedCount(second),
  );

function fillNumbers(table: Int32Array, digit: Int32Array): void {
  const pairs = Int32Array.from({ length: 100 }, (_, pair) =>
    joined(digit[Math.floor(pair / 10)] as number, digit[pair % 10] as number),
  );
  for (let number = 0; number < tabled; number++) {
    const high = Math.floor(number / 100);
    const zeros = number >= 1000 ? 0 : number >= 100 ? 1 : number >= 10 ? 2 : 3;
    const code = joined(pairs[high] as number, pairs[number - high * 100] as number);
    table[places.numbers + 2 * number] = code | (zeros << 29);
  }
}

export function createLookup(codes: CodeTable): Lookup {
  const table = sharedTable.slice();
  fillNumbers(table, codes.literals.subarray(48, 58));
  table.set(codes.lengths, places.runs);
  table.set(nearDistances(codes, nearest), places.near);
  return { table, zeroBits: packedCount(codes.literals[48] as number), loaded: undefined, steps: undefined };
}
