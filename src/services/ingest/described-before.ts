import type { Reading } from '../../espi/reading.ts';
import { type Noun, nouns } from '../../espi/resources.ts';
import type {
  IngestBatch,
  IngestCustomerResource,
  IngestMeterReading,
  IngestReadings,
  IngestUsagePoint,
} from './ingest-batch.ts';

/** What earlier batches of a file described, for later batches that are written without them. */
export interface DescribedBefore {
  /** What must be there before a batch is written; undefined when all of it is in the batch or stored. */
  readonly neededBy: (batch: IngestBatch) => IngestBatch | undefined;
  readonly note: (batch: IngestBatch) => void;
}

/** The first and the last reading of a series on one day of UTC: of each local day that had readings there is one. */
interface Ends {
  readonly first: Reading;
  readonly last: Reading;
}

const daySeconds = 86_400;
const utcDay = ({ start }: Reading): number => Math.floor(start / daySeconds);
const keyOf = (...parts: readonly string[]): string => parts.join('\n');
const seriesKey = ({ usagePointKey, meterReadingKey }: Omit<IngestReadings, 'readings'>): string =>
  keyOf(usagePointKey, meterReadingKey);

function parentNounOf(noun: Noun): Noun | undefined {
  const { under } = nouns[noun];
  return under.startsWith('/') ? undefined : (under as Noun);
}

function noteReadings(days: Map<number, Ends>, readings: readonly Reading[]): void {
  for (const reading of readings) {
    const day = utcDay(reading);
    const { first = reading, last = reading } = days.get(day) ?? {};
    days.set(day, {
      first: reading.start < first.start ? reading : first,
      last: reading.start > last.start ? reading : last,
    });
  }
}

/** One reading at least of each local day on which a series has readings now and had some before. */
function daysBefore(days: ReadonlyMap<number, Ends> | undefined, readings: readonly Reading[]): Reading[] {
  if (days === undefined) return [];
  const near = new Set(readings.map(utcDay).flatMap((day) => [day - 1, day, day + 1]));
  return [...near]
    .sort((a, b) => a - b)
    .flatMap((day) => {
      const ends = days.get(day);
      if (ends === undefined) return [];
      return ends.first === ends.last ? [ends.first] : [ends.first, ends.last];
    });
}

/** The usage points that a batch names. */
function namedPoints(batch: IngestBatch): Set<string> {
  const keys = new Set(batch.usagePoints.map(({ sourceKey }) => sourceKey));
  for (const kind of [batch.meterReadings, batch.readings, batch.usageSummaries, batch.qualitySummaries])
    for (const { usagePointKey } of kind) keys.add(usagePointKey);
  return keys;
}

/** Remembers of a file, batch by batch, its parents, and two readings a day of each series. */
export function createDescribedBefore(): DescribedBefore {
  const usagePoints = new Map<string, IngestUsagePoint>();
  const meterReadings = new Map<string, IngestMeterReading[]>();
  const customers = new Map<string, IngestCustomerResource>();
  const series = new Map<string, Map<number, Ends>>();

  const neededCustomers = (
    batch: IngestBatch,
    points: readonly IngestUsagePoint[],
  ): IngestCustomerResource[] => {
    const needed = new Map<string, IngestCustomerResource>();
    const need = (noun: Noun | undefined, sourceKey: string | undefined): void => {
      if (noun === undefined || sourceKey === undefined) return;
      const key = keyOf(noun, sourceKey);
      const resource = customers.get(key);
      if (resource === undefined || needed.has(key)) return;
      needed.set(key, resource);
      need(parentNounOf(noun), resource.parentKey);
    };
    for (const { noun, sourceKey, parentKey } of batch.customerResources) {
      need(noun, sourceKey);
      need(parentNounOf(noun), parentKey);
    }
    for (const { customerKey } of [...batch.usagePoints, ...points]) need('Customer', customerKey);
    return [...needed.values()];
  };

  return {
    neededBy: (batch) => {
      const named = [...namedPoints(batch)];
      const points = named.flatMap((key) => usagePoints.get(key) ?? []);
      const needed: IngestBatch = {
        usagePoints: points,
        meterReadings: named.flatMap((key) => meterReadings.get(key) ?? []),
        readings: batch.readings.flatMap((its) => {
          const readings = daysBefore(series.get(seriesKey(its)), its.readings);
          return readings.length === 0 ? [] : [{ ...its, readings }];
        }),
        usageSummaries: [],
        qualitySummaries: [],
        customerResources: neededCustomers(batch, points),
      };
      return Object.values(needed).every(({ length }) => length === 0) ? undefined : needed;
    },
    note: (batch) => {
      for (const point of batch.usagePoints) usagePoints.set(point.sourceKey, point);
      for (const reading of batch.meterReadings) {
        const its = meterReadings.get(reading.usagePointKey);
        if (its === undefined) meterReadings.set(reading.usagePointKey, [reading]);
        else its.push(reading);
      }
      for (const resource of batch.customerResources)
        customers.set(keyOf(resource.noun, resource.sourceKey), resource);
      for (const its of batch.readings) {
        const days = series.get(seriesKey(its)) ?? new Map<number, Ends>();
        series.set(seriesKey(its), days);
        noteReadings(days, its.readings);
      }
    },
  };
}
