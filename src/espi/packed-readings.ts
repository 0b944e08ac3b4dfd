import { type ByteSink, createSink } from './packed-bytes.ts';
import {
  consumptionTiers,
  cpps,
  putGaps,
  putNumbers,
  putOneQuality,
  putRuns,
  putTimes,
  qualities,
  tous,
} from './packed-column-writers.ts';
import { type ReadingColumns, type Run, readColumns } from './packed-columns.ts';
import { type PackedReadings, packedFlags, packedVersion } from './packed-format.ts';
import type { Reading } from './reading.ts';
import { type ReadingScan, scanned, scanReadings } from './reading-scan.ts';

// What is packed is short and there is much of it: bytes are written here, and kept in pieces of shared memory.
const sink = createSink(1024);
const sharedBytes = 1 << 16;
let shared = new Uint8Array(0);
let sharedAt = 0;

/** What was written, kept. */
function keep({ bytes, at }: ByteSink): Uint8Array {
  if (at > sharedBytes / 16) return bytes.slice(0, at);
  if (sharedAt + at > shared.length) {
    shared = new Uint8Array(sharedBytes);
    sharedAt = 0;
  }
  shared.set(bytes.subarray(0, at), sharedAt);
  sharedAt += at;
  return shared.subarray(sharedAt - at, sharedAt);
}

/** Writes what seldom changes from reading to reading; returns its flags. */
function putProperties(readings: readonly Reading[], { oneQuality, hasCodes }: ReadingScan): number {
  const quality = oneQuality
    ? putOneQuality(sink, readings.length, readings[0]?.quality)
    : putRuns(sink, readings, qualities);
  if (!hasCodes) return quality;
  return [tous, cpps, consumptionTiers].reduce(
    (flags, column) => flags | putRuns(sink, readings, column),
    quality,
  );
}

/** Packed readings, and what was seen on the way. */
export interface PackedSlice extends PackedReadings {
  /** Readings that it holds. */
  readonly count: number;
  /** End of the one that ends last, in seconds. */
  readonly end: number;
}

/**
 * Packs readings into a few bytes each; `packed-format.ts` describes them. An empty `quality` is the same as
 * none. The bytes share their memory with those of other calls.
 *
 * @param readings sorted by start; only those at `from … to - 1` count, at least one. Starts may repeat, and
 *   readings may overlap.
 * @throws RangeError naming the reading that is out of order or holds a number that does not fit.
 */
export function packReadings(readings: readonly Reading[], from = 0, to = readings.length): PackedSlice {
  const first = readings[from];
  if (first === undefined || to <= from) throw new RangeError('There must be at least one reading to pack');
  const count = to - from;
  const scan = scanReadings(readings, from, to);
  const { slots, end, withValue, withCost, oneQuality, hasCodes } = scan;
  sink.at = 3;
  // Most days need their numbers only.
  const whole = slots === count && oneQuality && !hasCodes ? undefined : readings.slice(from, to);
  if (whole !== undefined && slots === 0) putTimes(sink, whole, first.start);
  else if (whole !== undefined && slots > count) putGaps(sink, whole, first, slots);
  const flags =
    (slots > count ? packedFlags.gaps : 0) |
    putNumbers(sink, scanned.values, { key: 'value', count, present: withValue }) |
    putNumbers(sink, scanned.costs, { key: 'cost', count, present: withCost }) |
    (whole === undefined ? putOneQuality(sink, count, first.quality) : putProperties(whole, scan));
  const { bytes } = sink;
  bytes[0] = packedVersion;
  bytes[1] = flags & 0xff;
  bytes[2] = flags >> 8;
  return {
    startTs: first.start,
    step: slots === 0 ? 0 : first.duration,
    n: slots === 0 ? count : slots,
    enc: slots === 0 ? 1 : 0,
    data: keep(sink),
    count,
    end,
  };
}

type Draft = { -readonly [K in keyof Reading]: Reading[K] };

function draftsOf({ count, starts, durations, values, costs }: ReadingColumns): Draft[] {
  const drafts: Draft[] = [];
  for (let i = 0; i < count; i++) {
    const duration = typeof durations === 'number' ? durations : (durations[i] ?? 0);
    const draft: Draft = { start: starts[i] ?? 0, duration };
    const value = values?.[i] ?? Number.NaN;
    const cost = costs?.[i] ?? Number.NaN;
    if (!Number.isNaN(value)) draft.value = value;
    if (!Number.isNaN(cost)) draft.cost = cost;
    drafts.push(draft);
  }
  return drafts;
}

type RunKey = 'quality' | 'tou' | 'cpp' | 'consumptionTier';

function setRuns<K extends RunKey>(
  drafts: readonly Draft[],
  key: K,
  runs: readonly Run<NonNullable<Reading[K]>>[] = [],
): void {
  let i = 0;
  for (const { length, value } of runs) {
    for (const end = i + length; i < end; i++) {
      const draft = drafts[i];
      if (draft !== undefined && value !== undefined) draft[key] = value;
    }
  }
}

/**
 * The readings that were packed, in their order. Readings with the same quality share one list.
 *
 * @throws PackedReadingsError when the bytes are damaged or of an unknown version.
 */
export function unpackReadings(packed: PackedReadings): Reading[] {
  const columns = readColumns(packed);
  const drafts = draftsOf(columns);
  setRuns(drafts, 'quality', columns.qualities);
  setRuns(drafts, 'tou', columns.tous);
  setRuns(drafts, 'cpp', columns.cpps);
  setRuns(drafts, 'consumptionTier', columns.consumptionTiers);
  return drafts;
}
