import { localTimeParametersOf } from '../../../espi/local-time-parameters.ts';
import type { LocalTimeParameters, ReadingType, UsagePoint } from '../../../espi/schema/usage.ts';
import type { IngestMeterReading, IngestUsagePoint } from '../ingest-batch.ts';
import type { FileIndex, IndexedEntry } from './file-index.ts';
import { createJoiner, type Joined, type Joiner, type Placed } from './join-entries.ts';
import { firstBehind, lastUpTo, nearest } from './places.ts';
import type { KeyMaker } from './source-keys.ts';
import { zoneOfRules } from './zone-of-rules.ts';

/** What decides where the things of a file go, beside the file. */
export interface PlanOptions {
  readonly keys: KeyMaker;
  /** IANA zone of usage points for which the file says nothing. */
  readonly timeZone: string;
  /** The year whose rules are written where the file says none. */
  readonly year: number;
  /** `sourceKey` of the Customer that all usage points belong to. */
  readonly customerKey: string | undefined;
}

/** A series of readings: a MeterReading with its usage point. */
export interface PlannedSeries {
  readonly usagePoint: IngestUsagePoint;
  readonly meterReading: IngestMeterReading;
}

/** Where everything in a file goes. */
export interface FilePlan {
  readonly usagePoints: readonly IngestUsagePoint[];
  readonly series: readonly PlannedSeries[];
  /** The series of the blocks of an entry. */
  readonly seriesOf: (entryIndex: number) => PlannedSeries | undefined;
  /** The usage point of a summary. */
  readonly usagePointOf: (child: Placed) => IngestUsagePoint;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = { readonly usagePoint: IngestUsagePoint; readonly meterReading: Mutable<IngestMeterReading> };

/** ServiceKind by CommodityKind, for a usage point of which nothing else is known. */
const serviceKinds: Readonly<Record<number, number>> = { 1: 0, 2: 0, 7: 1, 9: 2 };

function createUsagePoints(index: FileIndex, options: PlanOptions) {
  const { keys, timeZone, year, customerKey } = options;
  const joiner = createJoiner(index.entries, 'UsagePoint');
  const localTimes = createJoiner(index.entries, 'LocalTimeParameters');
  const planned = new Map<string, IngestUsagePoint>();
  const keyOf = new Map<IndexedEntry, string>();
  const customer = customerKey === undefined ? {} : { customerKey };
  const fallback = { timeZone, localTimeParameters: localTimeParametersOf(timeZone, year) };

  const placeOf = (entry: IndexedEntry) => {
    const [only, second] = localTimes.entries;
    const found = localTimes.byLinks(entry) ?? (second === undefined ? only : undefined);
    if (found?.value === undefined) return fallback;
    const localTimeParameters = found.value as LocalTimeParameters;
    return { timeZone: zoneOfRules(localTimeParameters, timeZone, year), localTimeParameters };
  };

  for (const [ordinal, entry] of joiner.entries.entries()) {
    const sourceKey = keys.ofEntry(entry, ordinal);
    keyOf.set(entry, sourceKey);
    planned.set(sourceKey, {
      sourceKey,
      ...customer,
      ...placeOf(entry),
      value: (entry.value ?? {}) as UsagePoint,
    });
  }

  const mention = (sourceKey: string, readingType: ReadingType): IngestUsagePoint => {
    const kind = serviceKinds[readingType.commodity ?? 1] ?? 0;
    const value: UsagePoint = { ServiceCategory: { kind } };
    const point = planned.get(sourceKey) ?? { sourceKey, ...customer, ...fallback, value, mentioned: true };
    planned.set(sourceKey, point);
    return point;
  };

  return {
    joiner,
    planned,
    of(
      joined: Joined,
      { absolute }: { readonly absolute: boolean },
      readingType: ReadingType = {},
    ): IngestUsagePoint {
      if (joined.kind === 'named') return mention(keys.ofName(joined.name, absolute), readingType);
      if (joined.kind === 'none') return mention(keys.ofName('', false), readingType);
      const key = keyOf.get(joined.entry) ?? '';
      return planned.get(key) ?? mention(key, readingType);
    },
  };
}

/** The ReadingType of a MeterReading: by links; else the one that follows it directly, or the nearest. */
function readingTypeOf(
  types: Joiner,
  meterReading: Placed,
  next: number | undefined,
): IndexedEntry | undefined {
  const linked = types.byLinks(meterReading);
  if (linked !== undefined) return linked;
  // It names one that is not in the file: any other would be wrong.
  if (meterReading.related.some((name) => /(?:^|\/)ReadingType\/[^/]+$/.test(name))) return undefined;
  const following = firstBehind(types.entries, meterReading.index);
  return following !== undefined && following.index < (next ?? Number.POSITIVE_INFINITY)
    ? following
    : nearest(types.entries, meterReading.index);
}

/** Decides where everything in a file goes. */
export function planFile(index: FileIndex, options: PlanOptions): FilePlan {
  const points = createUsagePoints(index, options);
  const meterReadings = createJoiner(index.entries, 'MeterReading');
  const types = createJoiner(index.entries, 'ReadingType');
  const drafts = new Map<string, Draft>();

  const draft = (
    usagePoint: IngestUsagePoint,
    sourceKey: string,
    readingType: ReadingType,
    mentioned: boolean,
  ): Draft => {
    const key = `${usagePoint.sourceKey}\n${sourceKey}`;
    const meterReading = {
      usagePointKey: usagePoint.sourceKey,
      sourceKey,
      readingType,
      ...(mentioned ? { mentioned } : {}),
    };
    const made = drafts.get(key) ?? { usagePoint, meterReading };
    drafts.set(key, made);
    return made;
  };

  const byEntry = new Map<IndexedEntry, Draft>();
  for (const [ordinal, entry] of meterReadings.entries.entries()) {
    const type = readingTypeOf(types, entry, meterReadings.entries[ordinal + 1]?.index);
    const readingType = (type?.value ?? {}) as ReadingType;
    const usagePoint = points.of(points.joiner.join(entry), entry, readingType);
    byEntry.set(entry, draft(usagePoint, entry.self ?? `#${ordinal}`, readingType, false));
  }

  const draftOfGroup = (number: number, at: number): Draft => {
    const group = index.groups[number];
    const placed: Placed = {
      self: undefined,
      up: undefined,
      related: [],
      absolute: false,
      ...group,
      index: at,
    };
    const joined = meterReadings.join(placed);
    const known = joined.kind === 'entry' ? byEntry.get(joined.entry) : undefined;
    if (known !== undefined) return known;
    const type = nearest(types.entries, at);
    const readingType = (type?.value ?? {}) as ReadingType;
    if (joined.kind === 'named') {
      const usagePoint = points.of(points.joiner.join({ ...placed, up: joined.name }), placed, readingType);
      return draft(usagePoint, joined.name, readingType, true);
    }
    const usagePoint = points.of(points.joiner.join(placed), placed, readingType);
    const place = type === undefined ? '' : String(types.entries.indexOf(type));
    return draft(usagePoint, `ReadingType ${type?.self ?? place}`.trim(), readingType, false);
  };

  const ofGroup = new Map<number, Draft>();
  for (const { index: at, group, start, end } of index.blocks) {
    const its = ofGroup.get(group) ?? draftOfGroup(group, at);
    if (!ofGroup.has(group)) {
      ofGroup.set(group, its);
      its.meterReading.readingType = { ...index.stated.get(group), ...its.meterReading.readingType };
    }
    if (start > end) continue;
    const extent = its.meterReading.extent ?? { start, end };
    its.meterReading.extent = {
      start: Math.min(extent.start, start),
      end: Math.max(extent.end, end, start + 1),
    };
  }

  return {
    usagePoints: [...points.planned.values()],
    series: [...drafts.values()],
    seriesOf: (entryIndex) => {
      const block = lastUpTo(index.blocks, entryIndex);
      return block?.index === entryIndex ? ofGroup.get(block.group) : undefined;
    },
    usagePointOf: (child) => points.of(points.joiner.join(child), child),
  };
}
