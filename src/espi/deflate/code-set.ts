import type { ReadingTemplate } from '../reading-template.ts';
import { type BlockHeader, blockHeader, headerBits } from './block-header.ts';
import { type CodeTable, createCodeTable, packedCount } from './code-table.ts';
import { type IdShare, readingWeights } from './code-weights.ts';
import { codeLengths } from './huffman.ts';
import { endOfBlock } from './symbols.ts';

/** No code is longer than this, so that the codes of four digits fit into 24 bits, and all others where they must. */
const literalLimit = 12;
const distanceLimit = 7;
/** Sets that are kept, of some 190 KB each: readings of a utility look alike. */
const mostSets = 24;

/** The codes of blocks that hold readings. Every symbol has one, so that any text can stand among them. */
export interface CodeSet {
  readonly codes: CodeTable;
  readonly header: BlockHeader;
  readonly headerBits: number;
  /** Bits of the end of a block. */
  readonly endBits: number;
}

function createCodeSet(template: ReadingTemplate, ids: IdShare): CodeSet {
  const { literals, distances } = readingWeights(template, ids);
  const codes = createCodeTable(codeLengths(literals, literalLimit), codeLengths(distances, distanceLimit));
  const header = blockHeader(codes);
  const endBits = packedCount(codes.literals[endOfBlock] as number);
  return { codes, header, headerBits: headerBits(header), endBits };
}

const sets = new Map<string, CodeSet>();
let lastTemplate: ReadingTemplate | undefined;
let lastIds: IdShare | undefined;
let lastSet: CodeSet | undefined;

/**
 * The codes for readings of a template: constant, as they depend on nothing but the lengths of its pieces and the share of
 * new ids. They are not fitted to what is written, which is not known when a block begins.
 */
export function findCodeSet(template: ReadingTemplate, ids: IdShare): CodeSet {
  if (template === lastTemplate && ids === lastIds && lastSet !== undefined) return lastSet;
  const { hasCost, hasValue, beforeCost, beforeStart, afterStart, afterValue } = template;
  const key = `${ids} ${hasCost} ${hasValue} ${beforeCost.length} ${beforeStart.length} ${afterStart.length} ${afterValue.length}`;
  let set = sets.get(key);
  if (set === undefined) {
    if (sets.size >= mostSets) sets.clear();
    set = createCodeSet(template, ids);
    sets.set(key, set);
  }
  lastTemplate = template;
  lastIds = ids;
  lastSet = set;
  return set;
}
