import { longestValue, type RecordTemplate, type RecordValues } from '../text-record.ts';
import { type BitSink, makeRoom, putBits } from './bit-sink.ts';
import { type CodeTable, packedBits, packedCount } from './code-table.ts';
import { afterText, applyMap, type CrcMap, crcMap } from './crc32.ts';
import type { TextTotals } from './last-reading.ts';
import { putRun } from './reading-encoder.ts';
import { farthestMatch } from './symbols.ts';

/** Shorter runs take more bits than their literals. */
const shortestRun = 6;
/** Shorter ids are days and such, of digits. */
const shortestId = 16;
const mostHoles = 64;
const longestPiece = 8192;
/** A record that is farther back is not referred to: by its end, holes of other lengths may have moved it away. */
const farthestRecord = farthestMatch - mostHoles * longestValue;
/** Ids that are remembered: those of the last 32 KiB are fewer. */
const mostIds = 1024;
const ascii = /^[\x20-\x7e\n]*$/;

/** What is known of a template: of each piece its length and what it does to the CRC's register. */
export interface PreparedRecord {
  readonly lengths: Int32Array;
  readonly maps: readonly CrcMap[];
  readonly constants: Int32Array;
  readonly holes: Int32Array;
  /** Whether no hole before has the same value. */
  readonly isFirst: readonly boolean[];
  /** The text behind each hole, if it is another hole's before: pieces and values of so many holes more. */
  readonly echoes: Int32Array;
}

const known = new WeakMap<RecordTemplate, { readonly prepared: PreparedRecord | undefined }>();

/** How many holes behind a hole follow in the same way where its value stood last: with the same pieces in between. */
function echoOf({ pieces, holes }: RecordTemplate, hole: number): number {
  const before = holes.lastIndexOf(holes[hole] as number, hole - 1);
  if (before < 0 || hole === 0) return 0;
  let more = 0;
  while (
    hole + more + 1 < holes.length &&
    holes[before + more + 1] === holes[hole + more + 1] &&
    pieces[before + more + 1] === pieces[hole + more + 1]
  )
    more++;
  return more;
}

function prepare(template: RecordTemplate): PreparedRecord | undefined {
  const { pieces, holes } = template;
  if (holes.length > mostHoles) return undefined;
  if (!pieces.every(({ length }) => length >= shortestRun && length <= longestPiece)) return undefined;
  if (!pieces.every((piece) => ascii.test(piece))) return undefined;
  return {
    lengths: Int32Array.from(pieces, ({ length }) => length),
    maps: pieces.map(({ length }) => crcMap(length)),
    constants: Int32Array.from(pieces, (piece) => afterText(0, piece)),
    holes: Int32Array.from(holes),
    isFirst: holes.map((value, i) => holes.indexOf(value) === i),
    echoes: Int32Array.from(holes, (_, i) => echoOf(template, i)),
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
  values: RecordValues;
  /** What each value does to a register of 0. */
  readonly effects: Int32Array;
  /** Where each value stands in the record that is being written. */
  readonly places: Float64Array;
}

export function keepRecord(at: number, values: RecordValues): LastRecord {
  const { length } = values;
  const effects = new Int32Array(length);
  for (let i = 0; i < length; i++) effects[i] = afterText(0, values[i] as string);
  return { at, values, effects, places: new Float64Array(length) };
}

/** Whether a record can be written by the one before of its template. */
export const isNearRecord = (last: LastRecord, { size }: TextTotals): boolean =>
  size - last.at <= farthestRecord;

/** An id that was written: its last place in the feed, the piece behind it there, and what it does to a register of 0. */
interface KnownId {
  at: number;
  after: string;
  readonly effect: number;
}

/** The ids that were written last, whatever the template. */
export type KnownIds = Map<string, KnownId>;

/** The end of a record, as a run that is not written yet: mostly the next one begins where it stood last. */
export interface WaitingRun {
  /** 0 when nothing waits. */
  length: number;
  distance: number;
}

/** Writes letters `from … end - 1` as they are, two at once. */
function putLetters(bits: BitSink, { literals }: CodeTable, text: string, from: number, end: number): void {
  let at = from;
  for (; at + 1 < end; at += 2) {
    const one = literals[text.charCodeAt(at)] as number;
    const two = literals[text.charCodeAt(at + 1)] as number;
    const count = packedCount(one);
    putBits(bits, packedBits(one) | (packedBits(two) << count), count + packedCount(two));
  }
  if (at < end) {
    const code = literals[text.charCodeAt(at)] as number;
    putBits(bits, packedBits(code), packedCount(code));
  }
}

/**
 * Writes a value that is as long as that of the record before: runs of what begins and ends alike, else letters.
 *
 * @param pending length of the run that waits in front of the hole.
 * @returns the length of the run that waits behind it.
 */
function putAlike(
  bits: BitSink,
  codes: CodeTable,
  text: string,
  before: string,
  pending: number,
  distance: number,
): number {
  let from = 0;
  let end = text.length;
  while (from < end && text.charCodeAt(from) === before.charCodeAt(from)) from++;
  while (end > from && text.charCodeAt(end - 1) === before.charCodeAt(end - 1)) end--;
  putRun(bits, codes, pending + from, distance);
  putLetters(bits, codes, text, from, end);
  return text.length - end;
}

function rememberId(ids: KnownIds, text: string, id: KnownId): void {
  if (ids.size >= mostIds) ids.clear();
  ids.set(text, id);
}

/** How many holes behind a hole follow where its id stood last, in another record, in the same way. */
function echoOfId(
  { pieces, holes }: RecordTemplate,
  values: RecordValues,
  ids: KnownIds,
  hole: number,
  id: KnownId,
): number {
  let last = id;
  for (let more = 0; ; more++) {
    const piece = pieces[hole + more + 1] as string;
    if (hole + more + 1 >= holes.length || last.after !== piece) return more;
    const next = ids.get(values[holes[hole + more + 1] as number] as string);
    const text = values[holes[hole + more] as number] as string;
    if (next === undefined || next.at !== last.at + text.length + piece.length) return more;
    last = next;
  }
}

/** Bytes from a hole to the end of the value of the one that is so many holes behind it. */
function lengthTo(
  { lengths, holes }: PreparedRecord,
  values: RecordValues,
  hole: number,
  more: number,
): number {
  let length = (values[holes[hole] as number] as string).length;
  for (let i = hole + 1; i <= hole + more; i++)
    length += (lengths[i] as number) + (values[holes[i] as number] as string).length;
  return length;
}

/**
 * Writes a record by what it has in common with the last one of its template. A value that is not the same stands
 * elsewhere in the record already, or in another as an id, mostly with what follows it, or is written in letters.
 *
 * @param waiting the end of a record right before, if any; it is replaced by that of this one.
 * @param last near as `isNearRecord` tells; it is replaced.
 * @returns how many ids were written in letters.
 */
export function encodeRecord(
  bits: BitSink,
  codes: CodeTable,
  totals: TextTotals,
  waiting: WaitingRun,
  template: RecordTemplate,
  prepared: PreparedRecord,
  last: LastRecord,
  values: RecordValues,
  ids: KnownIds,
): number {
  const { lengths, maps, constants, holes, isFirst, echoes } = prepared;
  const { effects, places } = last;
  let { register, size: at } = totals;
  let distance = at - last.at;
  let run = waiting.length;
  if (waiting.distance !== distance) {
    putRun(bits, codes, run, waiting.distance);
    run = 0;
  }
  /** Holes, with the pieces before them, that were written with one before. */
  let covered = 0;
  let newIds = 0;
  for (let i = 0; ; i++) {
    const length = lengths[i] as number;
    register = applyMap(maps[i] as CrcMap, register) ^ (constants[i] as number);
    at += length;
    if (covered === 0) run += length;
    if (i === holes.length) break;
    const value = holes[i] as number;
    const text = values[value] as string;
    const before = last.values[value] as string;
    if (text === before) {
      if (covered > 0) covered--;
      else run += text.length;
      places[value] = at;
    } else {
      makeRoom(bits);
      /** Where the value stands already, 0 where it does not, and how many holes more follow there as here. */
      let from = 0;
      let more = 0;
      if (isFirst[i] === true) {
        const isId = value < template.ids;
        const id = isId ? ids.get(text) : undefined;
        const effect = id === undefined ? afterText(0, text) : id.effect;
        effects[value] = effect;
        if (id !== undefined) {
          if (covered === 0 && at - id.at <= farthestMatch) {
            from = id.at;
            more = echoOfId(template, values, ids, i, id);
          }
          id.at = at;
          id.after = template.pieces[i + 1] as string;
        } else if (isId) {
          rememberId(ids, text, { at, after: template.pieces[i + 1] as string, effect });
          if (text.length >= shortestId) newIds++;
        }
      } else {
        from = places[value] as number;
        more = echoes[i] as number;
      }
      places[value] = at;
      const reach = from > 0 && covered === 0 ? lengthTo(prepared, values, i, more) : 0;
      if (covered > 0) covered--;
      else if (reach >= shortestRun) {
        putRun(bits, codes, run, distance);
        putRun(bits, codes, reach, at - from);
        run = 0;
        covered = more;
      } else if (text.length === before.length) run = putAlike(bits, codes, text, before, run, distance);
      else {
        putRun(bits, codes, run, distance);
        putLetters(bits, codes, text, 0, text.length);
        run = 0;
      }
      distance += text.length - before.length;
    }
    register = applyMap(crcMap(text.length), register) ^ (effects[value] as number);
    at += text.length;
  }
  waiting.length = run;
  waiting.distance = distance;
  last.at = totals.size;
  last.values = values;
  totals.register = register;
  totals.size = at;
  return newIds;
}
