import type { RecordTemplate } from '../text-record.ts';
import { type BitSink, makeRoom } from './bit-sink.ts';
import { type CodeTable, putLiteral } from './code-table.ts';
import { afterText, applyMap, crcMap, mapSize } from './crc32.ts';
import type { TextTotals } from './last-reading.ts';
import { putRun } from './reading-encoder.ts';

/** Shorter runs take more bits than their literals. */
const shortestRun = 6;
/** Of longer holes not all letters find room at once. */
export const longestHole = 256;
const ascii = /^[\x20-\x7e\n]*$/;

/** What the fixed pieces of a record do to the CRC's register. */
export interface PreparedRecord {
  readonly constants: readonly number[];
}

const known = new WeakMap<RecordTemplate, { readonly prepared: PreparedRecord | undefined }>();

/** Prepares a template, once; undefined for one that must be written as text. */
export function prepareRecord(template: RecordTemplate): PreparedRecord | undefined {
  let found = known.get(template);
  if (found === undefined) {
    const fits = template.pieces.every((piece) => piece.length <= mapSize && ascii.test(piece));
    const prepared = fits ? { constants: template.pieces.map((piece) => afterText(0, piece)) } : undefined;
    found = { prepared };
    known.set(template, found);
  }
  return found.prepared;
}

/** Writes a run that ends here: `text` is all of it where it is short. */
function endRun(bits: BitSink, codes: CodeTable, run: number, distance: number, text: string): void {
  if (run >= shortestRun) {
    putRun(bits, codes, run, distance);
    return;
  }
  for (let i = 0; i < run; i++) putLiteral(bits, codes, text.charCodeAt(i));
}

/** The record of a template that was written last. */
export interface LastRecord {
  /** Its place in the feed. */
  at: number;
  holes: readonly string[];
}

/**
 * Writes a record by what it has in common with the last one of its template.
 *
 * @param holes ASCII, each at most `longestHole` long.
 * @param last at most 30,000 bytes ago; it is replaced.
 */
export function encodeRecord(
  bits: BitSink,
  codes: CodeTable,
  totals: TextTotals,
  { pieces }: RecordTemplate,
  { constants }: PreparedRecord,
  last: LastRecord,
  holes: readonly string[],
): void {
  const { size } = totals;
  let { register } = totals;
  let distance = size - last.at;
  let written = 0;
  let run = 0;
  /** The run that waits, as text: short ones are written as they are. */
  let runText = '';
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i] as string;
    register = applyMap(crcMap(piece.length), register) ^ (constants[i] as number);
    written += piece.length;
    run += piece.length;
    if (run < shortestRun) runText += piece;
    if (i === holes.length) break;
    const hole = holes[i] as string;
    makeRoom(bits);
    const before = last.holes[i] as string;
    register = afterText(register, hole);
    written += hole.length;
    const alike = hole.length === before.length;
    for (let j = 0; j < hole.length; j++) {
      const letter = hole.charCodeAt(j);
      if (alike && letter === before.charCodeAt(j)) {
        run++;
        if (run < shortestRun) runText += hole[j];
        continue;
      }
      if (run > 0) {
        endRun(bits, codes, run, distance, runText);
        run = 0;
        runText = '';
      }
      putLiteral(bits, codes, letter);
    }
    if (!alike) {
      endRun(bits, codes, run, distance, runText);
      run = 0;
      runText = '';
      distance += hole.length - before.length;
    }
  }
  endRun(bits, codes, run, distance, runText);
  totals.register = register;
  totals.size = size + written;
  last.at = size;
  last.holes = holes;
}
