import { localTimeParametersOf } from '../src/espi/local-time-parameters.ts';
import type { Reading } from '../src/espi/reading.ts';
import type { ReadingType } from '../src/espi/schema/usage.ts';
import type {
  IngestBatch,
  IngestMeterReading,
  IngestUsagePoint,
} from '../src/services/ingest/ingest-batch.ts';

const zone = 'America/New_York';

const firstMidnight = Date.UTC(2026, 0, 1, 5) / 1000;

const readingType: ReadingType = {
  accumulationBehaviour: 4,
  commodity: 1,
  currency: 840,
  flowDirection: 1,
  intervalLength: 900,
  kind: 12,
  powerOfTenMultiplier: 0,
  uom: 72,
};

const point = (meter: number): IngestUsagePoint => ({
  sourceKey: `bench/${meter}`,
  timeZone: zone,
  localTimeParameters: localTimeParameters,
  value: { ServiceCategory: { kind: 0 } },
});
const localTimeParameters = localTimeParametersOf(zone, 2026);

const series = (meter: number): IngestMeterReading => ({
  usagePointKey: `bench/${meter}`,
  sourceKey: 'delivered',
  readingType,
});

/** Quarter hours of one meter and one day: value, cost and quality, as many as a utility that bills by time has. */
export function readingsOfDay(meter: number, day: number): Reading[] {
  const start = firstMidnight + day * 86_400;
  let noise = (meter * 2_654_435_761 + day * 40_503) >>> 0;
  return Array.from({ length: 96 }, (_, slot): Reading => {
    noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) >>> 0;
    const value = Math.round(60 + 200 * Math.exp(-((slot / 4 - 19) ** 2) / 8) + (noise >>> 24));
    return { start: start + slot * 900, duration: 900, value, cost: value * 16, quality: [17] };
  });
}

/** A batch with nothing in it. */
export const emptyBatch: IngestBatch = {
  usagePoints: [],
  meterReadings: [],
  readings: [],
  usageSummaries: [],
  qualitySummaries: [],
  customerResources: [],
};

/** The meters themselves, without readings. */
export const metersBatch = (from: number, count: number): IngestBatch => ({
  ...emptyBatch,
  usagePoints: Array.from({ length: count }, (_, i) => point(from + i)),
  meterReadings: Array.from({ length: count }, (_, i) => series(from + i)),
});

/** Days of readings of meters, as a nightly import brings them. */
export const daysBatch = (
  meters: { readonly from: number; readonly count: number },
  days: { readonly from: number; readonly count: number },
): IngestBatch => ({
  ...emptyBatch,
  readings: Array.from({ length: meters.count }, (_, i) => ({
    usagePointKey: `bench/${meters.from + i}`,
    meterReadingKey: 'delivered',
    readings: Array.from({ length: days.count }, (_day, d) =>
      readingsOfDay(meters.from + i, days.from + d),
    ).flat(),
  })),
});
