import { type BitSink, makeRoom, roomBytes } from './bit-sink.ts';
import { blockHeader, headerBits, putHeader } from './block-header.ts';
import type { CodeSet } from './code-set.ts';
import { bitsOfSymbols, type CodeTable, createCodeTable, putLiteral, putMatch } from './code-table.ts';
import { codeLengths } from './huffman.ts';
import { putRun } from './reading-encoder.ts';
import type { WaitingRun } from './record-encoder.ts';
import { endOfBlock } from './symbols.ts';
import { clearTokens, type TextTokens } from './text-tokens.ts';

/** The blocks of a member: the codes of the one that is open, if any, in which readings and short text stand. */
export interface Blocks {
  readonly bits: BitSink;
  open: CodeSet | undefined;
  /** What waits to be written with these codes. */
  readonly waiting: WaitingRun;
}

export const createBlocks = (bits: BitSink): Blocks => ({
  bits,
  open: undefined,
  waiting: { length: 0, distance: 0 },
});

function putWaiting({ bits, waiting }: Blocks, { codes }: CodeSet): void {
  putRun(bits, codes, waiting.length, waiting.distance);
  waiting.length = 0;
}

/**
 * Fewer tokens do not pay for codes of their own among readings: the head of an entry is not worth the time to find
 * them, and the head of a block less.
 */
const fewTokens = 512;
const longestCode = 15;
/** With its extra bits, of which there are up to 13, one fits into 24. */
const longestDistance = 11;
/** Tokens between two looks at the room that is left; none takes more than 6 bytes. */
const batch = roomBytes / 8;

/** Ends the block that is open, if any. */
export function closeBlock(blocks: Blocks): void {
  if (blocks.open === undefined) return;
  putWaiting(blocks, blocks.open);
  makeRoom(blocks.bits);
  putLiteral(blocks.bits, blocks.open.codes, endOfBlock);
  blocks.open = undefined;
}

/** Opens a block with these codes, if it is not open already, for what comes next; nothing waits then. */
export function openBlock(blocks: Blocks, set: CodeSet): void {
  if (blocks.open === set) {
    putWaiting(blocks, set);
    return;
  }
  closeBlock(blocks);
  putHeader(blocks.bits, set.header);
  blocks.open = set;
}

function putTokens(bits: BitSink, table: CodeTable, { tokens, count }: TextTokens): void {
  for (let i = 0; i < count; i++) {
    if (i % batch === 0) makeRoom(bits);
    const token = tokens[i] as number;
    if (token < 65_536) putLiteral(bits, table, token);
    else putMatch(bits, table, token >> 16, token & 0xffff);
  }
  makeRoom(bits);
}

/**
 * Writes text in the block that is open or in one with codes of its own, whichever is shorter.
 *
 * @param next the codes of the readings that follow; absent: more text, or nothing.
 */
export function encodeText(blocks: Blocks, tokens: TextTokens, next: CodeSet | undefined): void {
  if (tokens.count === 0) return;
  const { bits, open } = blocks;
  const { literalCounts, distanceCounts } = tokens;
  const set = open ?? next;
  if (set === undefined || tokens.count >= fewTokens) {
    literalCounts[endOfBlock] = 1;
    const literalLengths = codeLengths(literalCounts, longestCode);
    const distanceLengths = codeLengths(distanceCounts, longestDistance);
    const header = blockHeader({ literalLengths, distanceLengths });
    const own =
      headerBits(header) +
      bitsOfSymbols({ literalLengths, distanceLengths }, literalCounts, distanceCounts) +
      (open?.endBits ?? 0) +
      (next?.headerBits ?? 0);
    const shared =
      set === undefined
        ? Number.POSITIVE_INFINITY
        : bitsOfSymbols(set.codes, literalCounts, distanceCounts) + (open === undefined ? set.headerBits : 0);
    if (set === undefined || own < shared) {
      closeBlock(blocks);
      const table = createCodeTable(literalLengths, distanceLengths);
      putHeader(bits, header);
      putTokens(bits, table, tokens);
      putLiteral(bits, table, endOfBlock);
      clearTokens(tokens);
      return;
    }
  }
  openBlock(blocks, set);
  putTokens(bits, set.codes, tokens);
  clearTokens(tokens);
}
