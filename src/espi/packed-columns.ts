import { unpackNumbers } from './deflate/kernel/reading-kernel.ts';
import {
  type ByteSource,
  hasBit,
  PackedReadingsError,
  takeBitmap,
  takeByte,
  takeSigned,
  takeVarint,
} from './packed-bytes.ts';
import { type PackedReadings, packedFlags, packedVersion } from './packed-format.ts';

/** Readings in a row that share a property; undefined when they do not have it. */
export interface Run<T> {
  readonly length: number;
  readonly value: T | undefined;
}

/**
 * Readings column by column: the form for a writer that makes text or bytes of them without an object for
 * each. All arrays have `count` items.
 */
export interface ReadingColumns {
  readonly count: number;
  readonly starts: Float64Array;
  /** Seconds from each start to the next; 0 where they differ. */
  readonly step: number;
  /** The duration of all readings when it is the same, else one for each. */
  readonly durations: number | Float64Array;
  /** NaN where a reading has none; undefined when no reading has one. */
  readonly values: Float64Array | undefined;
  readonly costs: Float64Array | undefined;
  /** Whether some readings have a value, or a cost, and others have none. */
  readonly hasMissing: boolean;
  /** Runs that cover all readings; undefined when no reading has any. */
  readonly qualities: readonly Run<readonly number[]>[] | undefined;
  readonly tous: readonly Run<number>[] | undefined;
  readonly cpps: readonly Run<number>[] | undefined;
  readonly consumptionTiers: readonly Run<number>[] | undefined;
}

/**
 * Arrays for columns that are used up before the next ones are read: rows are many, and arrays of their own would
 * take longer to make than to fill. A row for which they are too short has its own.
 */
export type ColumnScratch = Readonly<Record<'starts' | 'values' | 'costs', Float64Array>>;

/** An array of at least so many numbers. */
function roomFor(scratch: ColumnScratch | undefined, key: keyof ColumnScratch, count: number): Float64Array {
  const shared = scratch?.[key];
  return shared === undefined || shared.length < count ? new Float64Array(count) : shared;
}

function takeSlotStarts(
  source: ByteSource,
  { startTs, step, n }: PackedReadings,
  gaps: boolean,
  scratch: ColumnScratch | undefined,
): [Float64Array, number] {
  const taken = gaps ? takeBitmap(source, n) : undefined;
  const starts = roomFor(scratch, 'starts', n);
  if (taken === undefined) {
    for (let slot = 0; slot < n; slot++) starts[slot] = startTs + slot * step;
    return [starts, n];
  }
  let count = 0;
  for (let slot = 0; slot < n; slot++) if (hasBit(taken, slot)) starts[count++] = startTs + slot * step;
  return [scratch === undefined ? starts.subarray(0, count) : starts, count];
}

function takeTimes(source: ByteSource, { startTs, n }: PackedReadings): [Float64Array, Float64Array] {
  const starts = new Float64Array(n);
  const durations = new Float64Array(n);
  let start = startTs;
  let duration = 0;
  for (let i = 0; i < n; i++) {
    start += takeVarint(source);
    duration += takeSigned(source);
    starts[i] = start;
    durations[i] = duration;
  }
  return [starts, durations];
}

function takeNumbers(
  source: ByteSource,
  count: number,
  missing: boolean,
  numbers: Float64Array,
): Float64Array {
  const present = missing ? takeBitmap(source, count) : undefined;
  const end = missing ? 0 : unpackNumbers(source.bytes, source.at, count, numbers);
  if (end > 0) {
    source.at = end;
    return numbers;
  }
  let number = 0;
  for (let i = 0; i < count; i++) {
    const isThere = hasBit(present, i);
    if (isThere) number += takeSigned(source);
    numbers[i] = isThere ? number : Number.NaN;
  }
  return numbers;
}

function takeRuns<T>(
  source: ByteSource,
  count: number,
  takeValue: (source: ByteSource) => T | undefined,
): Run<T>[] {
  const runs: Run<T>[] = [];
  for (let covered = 0; covered < count; ) {
    const length = takeVarint(source);
    covered += length;
    if (length === 0 || covered > count) throw new PackedReadingsError('a run has the wrong length');
    runs.push({ length, value: takeValue(source) });
  }
  return runs;
}

function takeCodes(source: ByteSource): number[] | undefined {
  const size = takeVarint(source);
  if (size === 0) return undefined;
  const codes: number[] = [];
  for (let i = 0; i < size; i++) codes.push(takeSigned(source));
  return codes;
}

function takeOptional(source: ByteSource): number | undefined {
  const zigzag = takeVarint(source) - 1;
  if (zigzag < 0) return undefined;
  return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
}

const has = (flags: number, flag: keyof typeof packedFlags): boolean => (flags & packedFlags[flag]) !== 0;

/**
 * Reads packed readings column by column.
 *
 * @param scratch arrays to be used, which may then be longer than `count`; absent: the columns have their own.
 * @throws PackedReadingsError when the bytes are damaged or of an unknown version.
 */
export function readColumns(packed: PackedReadings, scratch?: ColumnScratch): ReadingColumns {
  const source: ByteSource = { bytes: packed.data, at: 0 };
  const version = takeByte(source);
  if (version !== packedVersion) throw new PackedReadingsError(`version ${version} is unknown`);
  const flags = takeByte(source) | (takeByte(source) << 8);
  let starts: Float64Array;
  let durations: number | Float64Array = packed.step;
  let count = packed.n;
  const step = packed.enc === 0 && !has(flags, 'gaps') ? packed.step : 0;
  if (packed.enc === 0) [starts, count] = takeSlotStarts(source, packed, has(flags, 'gaps'), scratch);
  else [starts, durations] = takeTimes(source, packed);
  // The members are read in the order in which they stand.
  const columns = {
    count,
    starts,
    step,
    durations,
    values: has(flags, 'value')
      ? takeNumbers(source, count, has(flags, 'valueMissing'), roomFor(scratch, 'values', count))
      : undefined,
    costs: has(flags, 'cost')
      ? takeNumbers(source, count, has(flags, 'costMissing'), roomFor(scratch, 'costs', count))
      : undefined,
    hasMissing: has(flags, 'valueMissing') || has(flags, 'costMissing'),
    qualities: has(flags, 'quality') ? takeRuns(source, count, takeCodes) : undefined,
    tous: has(flags, 'tou') ? takeRuns(source, count, takeOptional) : undefined,
    cpps: has(flags, 'cpp') ? takeRuns(source, count, takeOptional) : undefined,
    consumptionTiers: has(flags, 'consumptionTier') ? takeRuns(source, count, takeOptional) : undefined,
  };
  if (source.at !== packed.data.length) throw new PackedReadingsError('bytes follow the last column');
  return columns;
}
