import { type BitSink, makeRoom, putBits } from './bit-sink.ts';
import type { CodeTable } from './code-table.ts';
import { canonicalCodes, codeLengths } from './huffman.ts';

/** The order in which the lengths of the code length codes stand. */
const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const repeatBits: Readonly<Record<number, number>> = { 16: 2, 17: 3, 18: 7 };

interface Step {
  readonly symbol: number;
  readonly extra: number;
}

/** A run of one length as code length symbols: 16 repeats the one before, 17 and 18 are zeros. */
function* steps(length: number, run: number): Generator<Step> {
  let left = run;
  if (length === 0) {
    for (; left >= 11; left -= Math.min(left, 138)) yield { symbol: 18, extra: Math.min(left, 138) - 11 };
    if (left >= 3) {
      yield { symbol: 17, extra: left - 3 };
      left = 0;
    }
  } else {
    yield { symbol: length, extra: 0 };
    left--;
    for (; left >= 3; left -= Math.min(left, 6)) yield { symbol: 16, extra: Math.min(left, 6) - 3 };
  }
  for (; left > 0; left--) yield { symbol: length, extra: 0 };
}

function allSteps(lengths: readonly number[]): Step[] {
  const all: Step[] = [];
  for (let at = 0; at < lengths.length; ) {
    let end = at + 1;
    while (end < lengths.length && lengths[end] === lengths[at]) end++;
    all.push(...steps(lengths[at] ?? 0, end - at));
    at = end;
  }
  return all;
}

function trimmed(lengths: Uint8Array, least: number): number[] {
  let size = lengths.length;
  while (size > least && lengths[size - 1] === 0) size--;
  return [...lengths.subarray(0, size)];
}

/** The header of a block with dynamic codes, as values and how many bits each takes. */
export type BlockHeader = readonly (readonly [value: number, bits: number])[];

/**
 * Describes the codes of a block that is not the last one.
 *
 * @see RFC 1951 3.2.7 Compression with dynamic Huffman codes (BTYPE=10)
 */
export function blockHeader({
  literalLengths,
  distanceLengths,
}: Pick<CodeTable, 'literalLengths' | 'distanceLengths'>): BlockHeader {
  const literals = trimmed(literalLengths, 257);
  const distances = trimmed(distanceLengths, 1);
  const all = allSteps([...literals, ...distances]);
  const counts = new Uint32Array(19);
  for (const { symbol } of all) counts[symbol] = (counts[symbol] ?? 0) + 1;
  const lengths = codeLengths(counts, 7);
  const codes = canonicalCodes(lengths);
  let used = order.length;
  while (used > 4 && lengths[order[used - 1] ?? 0] === 0) used--;
  const header: [number, number][] = [
    [0b100, 3],
    [literals.length - 257, 5],
    [distances.length - 1, 5],
    [used - 4, 4],
  ];
  for (const symbol of order.slice(0, used)) header.push([lengths[symbol] ?? 0, 3]);
  for (const { symbol, extra } of all) {
    header.push([codes[symbol] ?? 0, lengths[symbol] ?? 0]);
    const bits = repeatBits[symbol];
    if (bits !== undefined) header.push([extra, bits]);
  }
  return header;
}

export const headerBits = (header: BlockHeader): number => header.reduce((sum, [, bits]) => sum + bits, 0);

export function putHeader(sink: BitSink, header: BlockHeader): void {
  makeRoom(sink);
  for (const [value, bits] of header) putBits(sink, value, bits);
  makeRoom(sink);
}

/** An empty block with fixed codes that is the last one. */
export const putLastBlock = (sink: BitSink): void => putBits(sink, 0b011, 10);
