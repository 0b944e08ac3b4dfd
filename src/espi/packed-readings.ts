import { createSink } from './packed-bytes.ts';
import {
  consumptionTiers,
  cpps,
  putGaps,
  putNumbers,
  putRuns,
  putTimes,
  qualities,
  tous,
} from './packed-column-writers.ts';
import { type ReadingColumns, type Run, readColumns } from './packed-columns.ts';
import { type PackedReadings, packedFlags, packedVersion } from './packed-format.ts';
import type { Reading } from './reading.ts';

const int48 = 2 ** 47;
const largestStep = 2 ** 31 - 1;

function faultOf({ start, duration, value = 0, cost = 0 }: Reading, before: number): string | undefined {
  if (!Number.isInteger(start) || Math.abs(start) > int48) return 'its start must be whole epoch seconds';
  if (start < before) return 'it comes before the one in front of it; sort the readings by start';
  if (!Number.isInteger(duration) || duration < 0 || duration > int48) {
    return `its duration ${duration} must be whole seconds`;
  }
  if (!Number.isInteger(value) || Math.abs(value) > int48) return `its value ${value} is not an Int48`;
  if (!Number.isInteger(cost) || Math.abs(cost) > int48) return `its cost ${cost} is not an Int48`;
  return undefined;
}

function check(readings: readonly Reading[]): void {
  let before = Number.NEGATIVE_INFINITY;
  for (const reading of readings) {
    const fault = faultOf(reading, before);
    if (fault !== undefined) throw new RangeError(`Reading at ${reading.start}: ${fault}`);
    before = reading.start;
  }
}

/** Slots of a regular series, or 0 when the readings make none. */
function countSlots(readings: readonly Reading[], first: Reading): number {
  const step = first.duration;
  if (step < 1 || step > largestStep) return 0;
  let slot = -1;
  for (const { start, duration } of readings) {
    const next = (start - first.start) / step;
    if (duration !== step || next <= slot || !Number.isInteger(next)) return 0;
    slot = next;
  }
  // Few readings far apart take less space with their times than with a bit for every slot between them.
  return slot + 1 <= readings.length * 16 + 64 ? slot + 1 : 0;
}

/**
 * Packs readings into a few bytes each; `packed-format.ts` describes them. An empty `quality` is the same as
 * none.
 *
 * @param readings sorted by start, at least one. Starts may repeat, and readings may overlap.
 * @throws RangeError naming the reading that is out of order or holds a number that does not fit.
 */
export function packReadings(readings: readonly Reading[]): PackedReadings {
  const [first] = readings;
  if (first === undefined) throw new RangeError('There must be at least one reading to pack');
  check(readings);
  const sink = createSink(16 + readings.length * 6);
  sink.at = 3;
  const slots = countSlots(readings, first);
  const hasGaps = slots > readings.length;
  if (slots === 0) putTimes(sink, readings, first.start);
  else if (hasGaps) putGaps(sink, readings, first, slots);
  const flags = [
    hasGaps ? packedFlags.gaps : 0,
    putNumbers(sink, readings, 'value'),
    putNumbers(sink, readings, 'cost'),
    putRuns(sink, readings, qualities),
    putRuns(sink, readings, tous),
    putRuns(sink, readings, cpps),
    putRuns(sink, readings, consumptionTiers),
  ].reduce((all, some) => all | some);
  sink.bytes.set([packedVersion, flags & 0xff, flags >> 8]);
  return {
    startTs: first.start,
    step: slots === 0 ? 0 : first.duration,
    n: slots === 0 ? readings.length : slots,
    enc: slots === 0 ? 1 : 0,
    data: sink.bytes.slice(0, sink.at),
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
