import type { Reading } from '../../../espi/reading.ts';
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
  /** The batch so far, when it is large enough or `all` is wanted; undefined when there is none to write. */
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

/** Makes a batcher. Each parent is described once, in the batch that first needs it. */
export function createBatcher(): Batcher {
  let batch = empty();
  let weight = 0;
  const described = new Set<IngestUsagePoint | IngestMeterReading>();
  let series = new Map<IngestMeterReading, Reading[]>();

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
      const readings = [...series].map(
        ([{ usagePointKey, sourceKey }, its]): IngestReadings => ({
          usagePointKey,
          meterReadingKey: sourceKey,
          readings: its,
        }),
      );
      const taken = { ...batch, readings };
      batch = empty();
      series = new Map();
      weight = 0;
      return taken;
    },
  };
}
