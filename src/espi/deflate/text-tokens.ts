import { distanceCount, distanceSymbol, lengthSymbols, literalCount, longestMatch } from './symbols.ts';

const capacity = 32_768;

/**
 * What text was found to consist of, not yet written: literals 0 … 255, and matches as `length << 16 | distance`.
 * They are counted, to choose the codes.
 */
export interface TextTokens {
  readonly tokens: Int32Array;
  count: number;
  readonly literalCounts: Uint32Array;
  readonly distanceCounts: Uint32Array;
}

export const createTextTokens = (): TextTokens => ({
  tokens: new Int32Array(capacity),
  count: 0,
  literalCounts: new Uint32Array(literalCount),
  distanceCounts: new Uint32Array(distanceCount),
});

/** Whether so many more fit. */
export const hasTokenRoom = (tokens: TextTokens, size: number): boolean => tokens.count + size <= capacity;

export function addLiteral(to: TextTokens, literal: number): void {
  to.tokens[to.count++] = literal;
  (to.literalCounts[literal] as number)++;
}

export function addMatch(to: TextTokens, length: number, distance: number): void {
  // 32,768 takes the bit above 15 bits; a length is never 0, so that no match looks like a literal.
  to.tokens[to.count++] = (length << 16) | distance;
  (to.literalCounts[lengthSymbols[length] as number] as number)++;
  (to.distanceCounts[distanceSymbol(distance)] as number)++;
}

/**
 * Takes back the last match, if it has this distance and is so short that another one of `length` finds room in it.
 *
 * @returns its length; 0 where there is none.
 */
export function takeBackMatch(from: TextTokens, length: number, distance: number): number {
  const token = from.count === 0 ? 0 : (from.tokens[from.count - 1] as number);
  const before = token >> 16;
  if (before === 0 || (token & 0xffff) !== distance || before + length > longestMatch) return 0;
  from.count--;
  (from.literalCounts[lengthSymbols[before] as number] as number)--;
  (from.distanceCounts[distanceSymbol(distance)] as number)--;
  return before;
}

export function clearTokens(tokens: TextTokens): void {
  tokens.count = 0;
  tokens.literalCounts.fill(0);
  tokens.distanceCounts.fill(0);
}
