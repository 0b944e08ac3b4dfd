import { localDay } from '../../../espi/local-day.ts';
import type { Reading } from '../../../espi/reading.ts';
import { zoneClockOf } from '../../../espi/zone-clock-iana.ts';
import type {
  IngestBatch,
  IngestCustomerResource,
  IngestMeterReading,
  IngestQualitySummary,
  IngestReadings,
  IngestUsagePoint,
  IngestUsageSummary,
} from '../ingest-batch.ts';
import type { PlannedSeries } from './file-plan.ts';

/** Readings of a batch; other things count as `thingWeight` readings. */
const batchReadings = 50_000;
const thingWeight = 25;
/** Most readings that wait for the rest of their day. */
const mostLeft = batchReadings / 2;

/** Gathers what is read into batches that are bounded in size, each with the parents that it needs. */
export interface Batcher {
  readonly readings: (series: PlannedSeries, readings: readonly Reading[]) => void;
  readonly usageSummary: (
    usagePoint: IngestUsagePoint,
    bill: Omit<IngestUsageSummary, 'usagePointKey'>,
  ) => void;
  readonly qualitySummary: (
    usagePoint: IngestUsagePoint,
    summary: Omit<IngestQualitySummary, 'usagePointKey'>,
  ) => void;
  readonly customerResource: (resource: IngestCustomerResource) => void;
  readonly usagePoint: (usagePoint: IngestUsagePoint) => void;
  readonly meterReading: (series: PlannedSeries) => void;
  /**
   * The batch so far, when it is large enough or `all` is wanted; undefined when there is none to write. Unless `all` is
   * wanted, the day on which the newest readings of the newest usage point stand is left for the next batch: a day that
   * comes in one piece is written in one, so that an import that ends here leaves no part of it.
   */
  readonly take: (all?: boolean) => IngestBatch | undefined;
}

type Draft = {
  -readonly [K in keyof IngestBatch]: IngestBatch[K] extends readonly (infer T)[] ? T[] : never;
};

const empty = (): Draft => ({
  usagePoints: [],
  meterReadings: [],
  readings: [],
  usageSummaries: [],
  qualitySummaries: [],
  customerResources: [],
});

/** Where in the readings of a series the day of an instant begins, when its end is the end of the readings. */
function beginOfDay(readings: readonly Reading[], day: string, dayOf: (at: number) => string): number {
  let from = readings.length;
  while (from > 0 && dayOf(readings[from - 1]?.start ?? 0) === day) from--;
  return from;
}

/**
 * The readings of a usage point that stand on the day of the newest one, and may not be all of that day; taken out of its
 * series. Undefined when they are many, so that a batch is not kept for ever.
 */
function takeOpenDay(
  series: ReadonlyMap<IngestMeterReading, Reading[]>,
  { usagePoint, meterReading }: PlannedSeries,
): Map<IngestMeterReading, Reading[]> | undefined {
  const newest = series.get(meterReading)?.at(-1);
  if (newest === undefined) return undefined;
  const zone = zoneClockOf(usagePoint.timeZone);
  const open = new Map<IngestMeterReading, Reading[]>();
  try {
    const day = localDay(newest.start, zone);
    const own = [...series].filter(([{ usagePointKey }]) => usagePointKey === usagePoint.sourceKey);
    const cuts = own.map(([its, readings]) => ({
      its,
      readings,
      from: beginOfDay(readings, day, (at) => localDay(at, zone)),
    }));
    const left = cuts.reduce((sum, { readings, from }) => sum + readings.length - from, 0);
    if (left > mostLeft) return undefined;
    for (const { its, readings, from } of cuts)
      if (from < readings.length) open.set(its, readings.splice(from));
    return open;
  } catch (error) {
    // A time that no calendar has: whoever packs the readings says which.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Makes a batcher. Each parent is described once, in the batch that first needs it. */
export function createBatcher(): Batcher {
  let batch = empty();
  let weight = 0;
  const described = new Set<IngestUsagePoint | IngestMeterReading>();
  let series = new Map<IngestMeterReading, Reading[]>();
  let newest: PlannedSeries | undefined;

  const usagePoint = (point: IngestUsagePoint): string => {
    if (!described.has(point)) {
      described.add(point);
      batch.usagePoints.push(point);
      weight += thingWeight;
    }
    return point.sourceKey;
  };
  const meterReading = ({ usagePoint: point, meterReading: its }: PlannedSeries): void => {
    usagePoint(point);
    if (described.has(its)) return;
    described.add(its);
    batch.meterReadings.push(its);
    weight += thingWeight;
  };

  return {
    usagePoint,
    meterReading,
    readings(planned, readings) {
      meterReading(planned);
      const known = series.get(planned.meterReading);
      if (known === undefined) series.set(planned.meterReading, [...readings]);
      else for (const reading of readings) known.push(reading);
      weight += readings.length;
      newest = planned;
    },
    usageSummary(point, bill) {
      batch.usageSummaries.push({ usagePointKey: usagePoint(point), ...bill });
      weight += thingWeight;
    },
    qualitySummary(point, summary) {
      batch.qualitySummaries.push({ usagePointKey: usagePoint(point), ...summary });
      weight += thingWeight;
    },
    customerResource(resource) {
      batch.customerResources.push(resource);
      weight += thingWeight;
    },
    take(all = false) {
      if (weight === 0 || (!all && weight < batchReadings)) return undefined;
      const open = all || newest === undefined ? undefined : takeOpenDay(series, newest);
      const readings = [...series]
        .filter(([, its]) => its.length > 0)
        .map(
          ([{ usagePointKey, sourceKey }, its]): IngestReadings => ({
            usagePointKey,
            meterReadingKey: sourceKey,
            readings: its,
          }),
        );
      const taken = { ...batch, readings };
      batch = empty();
      series = open ?? new Map();
      weight = [...series.values()].reduce((sum, its) => sum + its.length, 0);
      return taken;
    },
  };
}
