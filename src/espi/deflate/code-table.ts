import { type BitSink, putBits } from './bit-sink.ts';
import { canonicalCodes } from './huffman.ts';
import {
  distanceCount,
  distanceRanges,
  distanceSymbol,
  lengthRanges,
  lengthSymbols,
  literalCount,
  longestMatch,
  shortestMatch,
} from './symbols.ts';

/** Bits and their number in one integer: the number from bit 24 on. */
export type Packed = number;
const countShift = 24;
const bitsMask = 0xffffff;

export const packedBits = (packed: Packed): number => packed & bitsMask;
export const packedCount = (packed: Packed): number => packed >>> countShift;
export const pack = (bits: number, count: number): Packed => bits | (count << countShift);

/** The codes of one block, ready to be written. */
export interface CodeTable {
  readonly literalLengths: Uint8Array;
  readonly distanceLengths: Uint8Array;
  /** Code of each literal and of the end of a block, packed. */
  readonly literals: Int32Array;
  /** Code and extra bits of each length 3 … 258, packed. */
  readonly lengths: Int32Array;
  /** Code of each distance symbol, packed, without the extra bits. */
  readonly distances: Int32Array;
}

function packAll(lengths: Uint8Array): Int32Array {
  const codes = canonicalCodes(lengths);
  return Int32Array.from(lengths, (length, symbol) => pack(codes[symbol] ?? 0, length));
}

/** A code with extra bits behind it. */
function withExtra(code: Packed, extra: number, extraBits: number): Packed {
  const count = packedCount(code);
  return pack(packedBits(code) | (extra << count), count + extraBits);
}

/** The table of these code lengths: 286 of literals and lengths, 30 of distances. */
export function createCodeTable(literalLengths: Uint8Array, distanceLengths: Uint8Array): CodeTable {
  const literals = packAll(literalLengths);
  const lengths = new Int32Array(longestMatch + 1);
  for (let length = shortestMatch; length <= longestMatch; length++) {
    const symbol = lengthSymbols[length] as number;
    const extraBits = lengthRanges.extraBits[symbol - 257] as number;
    const base = lengthRanges.bases[symbol - 257] as number;
    lengths[length] = withExtra(literals[symbol] as number, length - base, extraBits);
  }
  return { literalLengths, distanceLengths, literals, lengths, distances: packAll(distanceLengths) };
}

/** Code and extra bits of the distances up to `most`, at most 1024, packed. */
export function nearDistances(table: CodeTable, most: number): Int32Array {
  const packed = new Int32Array(most + 1);
  for (let distance = 1; distance <= most; distance++) {
    const symbol = distanceSymbol(distance);
    const extraBits = distanceRanges.extraBits[symbol] as number;
    packed[distance] = withExtra(
      table.distances[symbol] as number,
      distance - (distanceRanges.bases[symbol] as number),
      extraBits,
    );
  }
  return packed;
}

/** Writes a literal, or the end of the block. */
export function putLiteral(sink: BitSink, { literals }: CodeTable, literal: number): void {
  const code = literals[literal] as number;
  putBits(sink, packedBits(code), packedCount(code));
}

/** Writes a match: length 3 … 258, distance 1 … 32,768. */
export function putMatch(
  sink: BitSink,
  { lengths, distances }: CodeTable,
  length: number,
  distance: number,
): void {
  const code = lengths[length] as number;
  putBits(sink, packedBits(code), packedCount(code));
  const symbol = distanceSymbol(distance);
  const far = distances[symbol] as number;
  const extra = distance - (distanceRanges.bases[symbol] as number);
  const count = packedCount(far);
  putBits(sink, packedBits(far) | (extra << count), count + (distanceRanges.extraBits[symbol] as number));
}

/** Bits that symbols take which occur so many times, extra bits included. */
export function bitsOfSymbols(
  { literalLengths, distanceLengths }: Pick<CodeTable, 'literalLengths' | 'distanceLengths'>,
  literalCounts: Uint32Array,
  distanceCounts: Uint32Array,
): number {
  let bits = 0;
  for (let i = 0; i < literalCount; i++) {
    const extra = i > 256 ? (lengthRanges.extraBits[i - 257] as number) : 0;
    bits += (literalCounts[i] as number) * ((literalLengths[i] as number) + extra);
  }
  for (let i = 0; i < distanceCount; i++)
    bits +=
      (distanceCounts[i] as number) *
      ((distanceLengths[i] as number) + (distanceRanges.extraBits[i] as number));
  return bits;
}
