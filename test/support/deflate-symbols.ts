import { canonicalCodes } from '../../src/espi/deflate/huffman.ts';
import { distanceRanges, endOfBlock, lengthRanges } from '../../src/espi/deflate/symbols.ts';

/** How often each symbol stands in a deflate stream, and what its blocks are. */
export interface SymbolCounts {
  readonly literals: number[];
  readonly distances: number[];
  /** Code lengths of each block with dynamic codes, one after the other. */
  readonly tables: string[];
  /** Matches and literals of each such block. */
  readonly tokens: number[];
}

const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Reads bits as RFC 1951 orders them. */
function bitReader(bytes: Uint8Array) {
  let at = 0;
  const bits = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++, at++) value |= (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) << i;
    return value;
  };
  const decoder = (lengths: Uint8Array) => {
    const codes = canonicalCodes(lengths);
    const symbols = new Map<number, number>();
    lengths.forEach((length, symbol) => {
      if (length > 0) symbols.set((length << 16) | (codes[symbol] ?? 0), symbol);
    });
    return (): number => {
      let code = 0;
      for (let length = 1; length <= 15; length++) {
        code |= bits(1) << (length - 1);
        const symbol = symbols.get((length << 16) | code);
        if (symbol !== undefined) return symbol;
      }
      throw new Error('no such code');
    };
  };
  return { bits, decoder };
}

/** Counts the symbols of a gzip member of ours: blocks with dynamic codes, then an empty one with fixed codes. */
export function countSymbols(member: Uint8Array): SymbolCounts {
  const { bits, decoder } = bitReader(member.subarray(10));
  const counts: SymbolCounts = {
    literals: new Array<number>(286).fill(0),
    distances: new Array<number>(30).fill(0),
    tables: [],
    tokens: [],
  };
  for (;;) {
    const last = bits(1);
    const kind = bits(2);
    if (last === 1) return counts;
    if (kind !== 2) throw new Error(`a block of kind ${kind}`);
    const literalCount = bits(5) + 257;
    const distanceCount = bits(5) + 1;
    const lengthLengths = new Uint8Array(19);
    const used = bits(4) + 4;
    for (const symbol of order.slice(0, used)) lengthLengths[symbol] = bits(3);
    const lengthSymbol = decoder(lengthLengths);
    const lengths: number[] = [];
    while (lengths.length < literalCount + distanceCount) {
      const symbol = lengthSymbol();
      if (symbol < 16) lengths.push(symbol);
      else {
        const value = symbol === 16 ? (lengths.at(-1) ?? 0) : 0;
        const run = symbol === 16 ? bits(2) + 3 : symbol === 17 ? bits(3) + 3 : bits(7) + 11;
        lengths.push(...new Array<number>(run).fill(value));
      }
    }
    counts.tables.push(lengths.join());
    const literal = decoder(Uint8Array.from(lengths.slice(0, literalCount)));
    const distance = decoder(Uint8Array.from(lengths.slice(literalCount)));
    let tokens = 0;
    for (;;) {
      const symbol = literal();
      counts.literals[symbol] = (counts.literals[symbol] ?? 0) + 1;
      if (symbol === endOfBlock) break;
      tokens++;
      if (symbol < endOfBlock) continue;
      bits(lengthRanges.extraBits[symbol - 257] ?? 0);
      const far = distance();
      counts.distances[far] = (counts.distances[far] ?? 0) + 1;
      bits(distanceRanges.extraBits[far] ?? 0);
    }
    counts.tokens.push(tokens);
  }
}
