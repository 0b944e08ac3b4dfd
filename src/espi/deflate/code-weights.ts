import type { ReadingTemplate } from '../reading-template.ts';
import { distanceCount, distanceSymbol, lengthSymbols, literalCount, longestMatch } from './symbols.ts';

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
/** Symbols of what stands between readings: heads of blocks, and other entries. */
interface Between {
  readonly hexLetters: number;
  readonly digits: number;
  /** Letters of ids of usage points and the like, which are any. */
  readonly idLetters: number;
  readonly lengths: Readonly<Record<number, number>>;
  readonly distances: Readonly<Record<number, number>>;
}

const idAlphabet = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_');

/** How much of a feed are ids that are new: hardly any in a history, some in a night of many meters, or most of it. */
export type IdShare = 'few' | 'some' | 'many';

/** From so many new ids per thousand readings on it is that share. */
const someFrom = 12;
const manyFrom = 80;

/** The share of new ids in a stretch of a feed. */
export function idShare(newIds: number, readings: number): IdShare {
  const perThousand = (1000 * newIds) / Math.max(1, readings);
  return perThousand >= manyFrom ? 'many' : perThousand >= someFrom ? 'some' : 'few';
}

const between: Readonly<Record<IdShare, Between>> = {
  few: {
    hexLetters: 40,
    digits: 200,
    idLetters: rare,
    lengths: { 4: 12, 6: 12, 9: 10, 19: 15, 43: 15, 55: 12, 170: 25, 177: 15, 230: 15, 258: 15 },
    distances: { 700: 10, 6000: 15, 11000: 30, 19000: 80, 28000: 30 },
  },
  some: {
    hexLetters: 100,
    digits: 900,
    idLetters: 11,
    lengths: { 22: 160, 23: 20, 36: 20, 60: 20, 85: 40, 100: 40, 130: 40, 160: 30, 200: 40, 258: 90 },
    distances: { 150: 40, 300: 50, 600: 50, 900: 30, 1300: 20, 12000: 30, 19000: 150, 24000: 250, 28000: 80 },
  },
  many: {
    hexLetters: 1700,
    digits: 12_000,
    idLetters: 170,
    lengths: {
      22: 2500,
      23: 300,
      36: 300,
      60: 300,
      85: 600,
      100: 600,
      130: 600,
      160: 500,
      200: 600,
      258: 1300,
    },
    distances: {
      150: 600,
      300: 800,
      600: 800,
      900: 500,
      1300: 400,
      3500: 2000,
      5500: 3000,
      8000: 1500,
      12000: 500,
      20000: 300,
    },
  },
};

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

/** What a block with readings of a template is expected to consist of, with such a share of new ids. */
export function readingWeights(template: ReadingTemplate, ids: IdShare): CodeWeights {
  const { hasCost, hasValue } = template;
  const { hexLetters, digits, idLetters, lengths, distances } = between[ids];
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
    weights.literals[0x30 + digit] = share * (startDigitCount + 1000 * numberDigits + digits);
  });
  for (const letter of idAlphabet) weights.literals[letter] = idLetters;
  for (let letter = 0x61; letter <= 0x66; letter++) weights.literals[letter] = idLetters + hexLetters;
  for (const [length, count] of Object.entries(lengths)) addRun(weights, Number(length), count);
  for (const [distance, count] of Object.entries(distances)) addDistance(weights, Number(distance), count);

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
  return weights;
}
