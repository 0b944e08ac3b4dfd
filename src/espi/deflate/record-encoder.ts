import type { RecordHoles, RecordTemplate } from '../text-record.ts';
import { type BitSink, makeRoom, putBits } from './bit-sink.ts';
import { type CodeTable, packedBits, packedCount } from './code-table.ts';
import { afterBytes, afterText, applyMap, type CrcMap, crcMap, mapSize } from './crc32.ts';
import type { TextTotals } from './last-reading.ts';
import { putRun } from './reading-encoder.ts';

/** Shorter runs take more bits than their literals. */
const shortestRun = 6;
const ascii = /^[\x20-\x7e\n]*$/;

/** What the fixed pieces of a record do to the CRC's register. */
export interface PreparedRecord {
  readonly maps: readonly CrcMap[];
  readonly constants: readonly number[];
}

const known = new WeakMap<RecordTemplate, { readonly prepared: PreparedRecord | undefined }>();

function prepare({ pieces }: RecordTemplate): PreparedRecord | undefined {
  if (!pieces.every(({ length }) => length >= shortestRun && length <= mapSize)) return undefined;
  if (!pieces.every((piece) => ascii.test(piece))) return undefined;
  return {
    maps: pieces.map(({ length }) => crcMap(length)),
    constants: pieces.map((piece) => afterText(0, piece)),
  };
}

/** Prepares a template, once; undefined for one that must be written as text. */
export function prepareRecord(template: RecordTemplate): PreparedRecord | undefined {
  let found = known.get(template);
  if (found === undefined) {
    found = { prepared: prepare(template) };
    known.set(template, found);
  }
  return found.prepared;
}

/** The record of a template that was written last. */
export interface LastRecord {
  /** Its place in the feed. */
  at: number;
  readonly bytes: Uint8Array;
  readonly ends: Int32Array;
}

export function keepRecord(at: number, { bytes, ends }: RecordHoles): LastRecord {
  return { at, bytes: bytes.slice(), ends: ends.slice() };
}

/** Writes letters as they are, two at once. */
function putLetters(
  bits: BitSink,
  { literals }: CodeTable,
  bytes: Uint8Array,
  from: number,
  end: number,
): void {
  let at = from;
  for (; at + 1 < end; at += 2) {
    const one = literals[bytes[at] as number] as number;
    const two = literals[bytes[at + 1] as number] as number;
    const count = packedCount(one);
    putBits(bits, packedBits(one) | (packedBits(two) << count), count + packedCount(two));
  }
  if (at < end) {
    const code = literals[bytes[at] as number] as number;
    putBits(bits, packedBits(code), packedCount(code));
  }
}

/**
 * Writes a hole that is as long as that of the record before: runs where they agree, else letters.
 *
 * @param shift from a letter's place to that of the one before.
 * @param pending length of the run that waits in front of the hole.
 * @returns the length of the run that waits behind it.
 */
function putAlike(
  bits: BitSink,
  codes: CodeTable,
  bytes: Uint8Array,
  from: number,
  end: number,
  before: Uint8Array,
  shift: number,
  pending: number,
  distance: number,
): number {
  let at = from;
  while (at < end && bytes[at] === before[at + shift]) at++;
  const run = pending + at - from;
  if (at === end) return run;
  putRun(bits, codes, run, distance);
  let letters = at;
  let equal = 0;
  for (; at < end; at++) {
    if (bytes[at] === before[at + shift]) {
      equal++;
      continue;
    }
    if (equal >= shortestRun) {
      putLetters(bits, codes, bytes, letters, at - equal);
      putRun(bits, codes, equal, distance);
      letters = at;
    }
    equal = 0;
  }
  putLetters(bits, codes, bytes, letters, end - equal);
  return equal;
}

/**
 * Writes a record by what it has in common with the last one of its template.
 *
 * @param last at most 30,000 bytes ago; it is replaced.
 */
export function encodeRecord(
  bits: BitSink,
  codes: CodeTable,
  totals: TextTotals,
  { pieces }: RecordTemplate,
  { maps, constants }: PreparedRecord,
  last: LastRecord,
  { bytes, ends, count }: RecordHoles,
): void {
  const { size } = totals;
  let { register } = totals;
  let distance = size - last.at;
  let written = 0;
  let run = 0;
  let from = 0;
  let fromBefore = 0;
  for (let i = 0; ; i++) {
    const { length } = pieces[i] as string;
    register = applyMap(maps[i] as CrcMap, register) ^ (constants[i] as number);
    written += length;
    run += length;
    if (i === count) break;
    const end = ends[i] as number;
    const endBefore = last.ends[i] as number;
    register = afterBytes(register, bytes, from, end);
    makeRoom(bits);
    if (end - from === endBefore - fromBefore)
      run = putAlike(bits, codes, bytes, from, end, last.bytes, fromBefore - from, run, distance);
    else {
      putRun(bits, codes, run, distance);
      putLetters(bits, codes, bytes, from, end);
      run = 0;
      distance += end - from - endBefore + fromBefore;
    }
    from = end;
    fromBefore = endBefore;
  }
  putRun(bits, codes, run, distance);
  totals.register = register;
  totals.size = size + written + from;
  last.at = size;
  for (let i = 0; i < from; i++) last.bytes[i] = bytes[i] as number;
  for (let i = 0; i < count; i++) last.ends[i] = ends[i] as number;
}
