import type { ReadingTemplate } from '../reading-template.ts';
import {
  distanceCount,
  distanceSymbol,
  farthestMatch,
  lengthSymbols,
  literalCount,
  longestMatch,
} from './symbols.ts';

/** How often the symbols of a block are expected, in any unit. All are at least `rare`: every one has a code. */
export interface CodeWeights {
  readonly literals: Float64Array;
  readonly distances: Float64Array;
}

// All of these are counted per thousand readings.
const rare = 1;
/** The digits 0 … 9 by their share: small ones lead numbers, and starts. */
const digitShares = [0.092, 0.135, 0.116, 0.102, 0.103, 0.094, 0.099, 0.084, 0.093, 0.082];
/** Digits that are written of a start, a cost and a value. */
const startDigitCount = 1900;
const costDigits = 4;
const valueDigits = 3;
/** Symbols of what stands between readings. */
interface Between {
  readonly digits: number;
  /** Each of a … f. */
  readonly hexLetters: number;
  /** Each of g … z. */
  readonly otherLetters: number;
  readonly dashes: number;
  readonly dots: number;
  readonly lengths: Readonly<Record<number, number>>;
  readonly distances: Readonly<Record<number, number>>;
}

/** The heads of the blocks of a history, for a thousand readings. */
const heads: Between = {
  digits: 200,
  hexLetters: 40,
  otherLetters: rare,
  dashes: rare,
  dots: rare,
  lengths: { 4: 12, 6: 12, 9: 10, 19: 15, 43: 15, 55: 12, 170: 25, 177: 15, 230: 15, 258: 15 },
  distances: { 700: 10, 6000: 15, 11000: 30, 19000: 80, 28000: 30 },
};

/**
 * The entries of a meter that has not been in the feed before, with three uids of 20 letters and digits and four UUIDs.
 * A uid stands in several links of its entries, and what is around it in those of the meter before.
 */
const meter: Between = {
  digits: 125,
  hexLetters: 9,
  otherLetters: 1.7,
  dashes: 16,
  dots: 4,
  lengths: {
    13: 2,
    20: 8,
    24: 2,
    31: 1,
    38: 4,
    52: 6,
    60: 3,
    75: 1,
    120: 3,
    145: 4,
    175: 5,
    220: 1.5,
    258: 3,
  },
  distances: { 150: 1.2, 220: 5, 300: 1.2, 450: 1.2, 650: 2, 1200: 2 },
};
/** Matches in the entries of a meter that refer to those of the one before. */
const farMatches = 33;
/** Text of these entries, but for the readings. */
const entriesBytes = 4300;

/**
 * How much of a feed are ids that are new: hardly any in a history, some in a night of many meters, many where each has
 * a few hours, and most of a feed of the latest readings.
 */
export type IdShare = 'few' | 'some' | 'many' | 'most';

/** From so many new ids per thousand readings on it is a share, which stands for so many new meters. */
const shares: readonly {
  readonly share: IdShare;
  readonly from: number;
  readonly meters: number;
}[] = [
  { share: 'most', from: 320, meters: 400 },
  { share: 'many', from: 70, meters: 42 },
  { share: 'some', from: 12, meters: 10.4 },
  { share: 'few', from: 0, meters: 0 },
];

/** The share of new ids in a stretch of a feed. */
export function idShare(newIds: number, readings: number): IdShare {
  const perThousand = (1000 * newIds) / Math.max(1, readings);
  return shares.find(({ from }) => perThousand >= from)?.share ?? 'few';
}

/** Runs that are expected so many times per thousand readings. Neighbours are, too: numbers grow and shrink. */
function addRun(weights: CodeWeights, length: number, count: number): void {
  for (const [difference, share] of [
    [-1, 0.1],
    [0, 0.8],
    [1, 0.1],
  ] as const) {
    const symbol = lengthSymbols[Math.max(3, Math.min(longestMatch, length + difference))] as number;
    weights.literals[symbol] = (weights.literals[symbol] as number) + count * share;
  }
}

function addDistance(weights: CodeWeights, distance: number, count: number): void {
  const symbol = distanceSymbol(distance);
  weights.distances[symbol] = (weights.distances[symbol] as number) + count;
}

function addBetween(weights: CodeWeights, between: Between, times: number): void {
  const { literals } = weights;
  const add = (symbol: number, count: number): void => {
    literals[symbol] = (literals[symbol] as number) + count * times;
  };
  for (let digit = 0x30; digit <= 0x39; digit++) add(digit, between.digits / 10);
  for (let letter = 0x61; letter <= 0x66; letter++) add(letter, between.hexLetters);
  for (let letter = 0x67; letter <= 0x7a; letter++) add(letter, between.otherLetters);
  add(0x2d, between.dashes);
  add(0x2e, between.dots);
  for (const [length, count] of Object.entries(between.lengths))
    addRun(weights, Number(length), count * times);
  for (const [distance, count] of Object.entries(between.distances))
    addDistance(weights, Number(distance), count * times);
}

/** What the entries of new meters add to a block with records of so many bytes. */
function addMeters(weights: CodeWeights, meters: number, recordBytes: number): void {
  if (meters === 0) return;
  addBetween(weights, meter, meters);
  const before = Math.min(farthestMatch, entriesBytes + (1000 / meters) * recordBytes);
  for (const [factor, share] of [
    [0.5, 0.05],
    [0.72, 0.15],
    [1, 0.6],
    [1.3, 0.15],
    [1.8, 0.05],
  ] as const) {
    const distance = Math.min(farthestMatch, Math.round(before * factor));
    addDistance(weights, distance, farMatches * share * meters);
  }
}

/** What a block with readings of a template is expected to consist of, with such a share of new ids. */
export function readingWeights(template: ReadingTemplate, ids: IdShare): CodeWeights {
  const { hasCost, hasValue } = template;
  const weights: CodeWeights = {
    literals: new Float64Array(literalCount).fill(rare),
    distances: new Float64Array(distanceCount).fill(rare),
  };
  const beforeCost = template.beforeCost.length;
  const beforeStart = template.beforeStart.length;
  const afterStart = template.afterStart.length;
  const afterValue = template.afterValue.length;

  const numberDigits = (hasCost ? costDigits : 0) + (hasValue ? valueDigits : 0);
  digitShares.forEach((share, digit) => {
    weights.literals[0x30 + digit] = share * (startDigitCount + 1000 * numberDigits);
  });
  addBetween(weights, heads, 1);

  // A start shares its first six digits with the one before, and its last two.
  const toStart = beforeStart + 6;
  const fromStart = 2 + afterStart;
  if (hasValue) addRun(weights, fromStart, 950);
  if (hasCost) addRun(weights, hasValue ? afterValue + beforeCost : fromStart + beforeCost, 950);
  if (hasCost) addRun(weights, toStart, 950);
  else addRun(weights, (hasValue ? afterValue : fromStart) + toStart, 950);
  // Where numbers repeat, runs join.
  const whole = beforeCost + toStart + fromStart + afterValue + numberDigits;
  addRun(weights, whole, 30);

  const record = beforeCost + beforeStart + 10 + afterStart + afterValue + numberDigits;
  const runs = 1000 * (1 + Number(hasCost) + Number(hasValue));
  for (const [difference, share] of [
    [-2, 0.08],
    [-1, 0.24],
    [0, 0.36],
    [1, 0.24],
    [2, 0.08],
  ] as const)
    addDistance(weights, record + difference, runs * share);
  addMeters(weights, shares.find(({ share }) => share === ids)?.meters ?? 0, record);
  return weights;
}
