import type { LocalTimeParameters } from '../../../src/espi/schema/usage.ts';
import type { IngestBatch } from '../../../src/services/ingest/ingest-batch.ts';
import { adaResources, bareResources, bobResources } from './customers.ts';
import { corrected, flat, forward, gas, nextDay, reverse } from './readings.ts';
import { bill, electricity, gasType, newYork, pdf, phoenix, quality } from './values.ts';

const newYorkPlace = { timeZone: 'America/New_York', localTimeParameters: newYork };
const phoenixPlace = { timeZone: 'America/Phoenix', localTimeParameters: phoenix };

const usagePoint = (
  sourceKey: string,
  kind: 0 | 1,
  customerKey: string,
  place: { timeZone: string; localTimeParameters: LocalTimeParameters } = newYorkPlace,
): IngestBatch['usagePoints'][number] => ({
  sourceKey,
  customerKey,
  ...place,
  value: { ServiceCategory: { kind }, status: 1, serviceDeliveryPoint: { tariffProfile: 'RES-1' } },
});

/** Everything that the utility knows at first. */
export const firstBatch: IngestBatch = {
  usagePoints: [
    usagePoint('home-electric', 0, 'ada'),
    usagePoint('home-gas', 1, 'ada'),
    usagePoint('cabin-electric', 0, 'ada'),
    usagePoint('flat-electric', 0, 'bob', phoenixPlace),
    usagePoint('bare-0', 0, 'bare'),
    usagePoint('bare-1', 0, 'bare'),
  ],
  meterReadings: [
    { usagePointKey: 'home-electric', sourceKey: 'in', readingType: electricity(1, 3600) },
    { usagePointKey: 'home-electric', sourceKey: 'out', readingType: electricity(19, 3600) },
    { usagePointKey: 'home-gas', sourceKey: 'in', readingType: gasType },
    { usagePointKey: 'cabin-electric', sourceKey: 'in', readingType: electricity(1, 900) },
    { usagePointKey: 'flat-electric', sourceKey: 'in', readingType: electricity(1, 900) },
    { usagePointKey: 'bare-1', sourceKey: 'in', readingType: electricity(1, 900) },
  ],
  readings: [
    { usagePointKey: 'home-electric', meterReadingKey: 'in', readings: forward },
    { usagePointKey: 'home-electric', meterReadingKey: 'out', readings: reverse },
    { usagePointKey: 'home-gas', meterReadingKey: 'in', readings: gas },
    { usagePointKey: 'cabin-electric', meterReadingKey: 'in', readings: flat },
    { usagePointKey: 'flat-electric', meterReadingKey: 'in', readings: flat },
  ],
  usageSummaries: [
    {
      usagePointKey: 'home-electric',
      sourceKey: 'b1',
      value: bill('2026-01-08T05:00', '2026-02-07T05:00', '2026-02-09T12:00', 612_000),
      file: { fileName: 'bill-2026-02.pdf', mediaType: 'application/pdf', bytes: pdf('February') },
    },
    {
      usagePointKey: 'home-gas',
      sourceKey: 'b1',
      value: { ...bill('2026-01-08T05:00', '2026-02-07T05:00', '2026-02-09T12:00', 90_000), commodity: 7 },
    },
    {
      usagePointKey: 'flat-electric',
      sourceKey: 'b1',
      value: bill('2026-01-08T05:00', '2026-02-07T05:00', '2026-02-10T12:00', 200_000),
      file: { fileName: 'bill-2026-02.pdf', mediaType: 'application/pdf', bytes: pdf('Bob') },
    },
  ],
  qualitySummaries: [
    { usagePointKey: 'home-electric', sourceKey: 'q1', value: quality('2026-02-01T05:00') },
    { usagePointKey: 'home-electric', sourceKey: 'q2', value: quality('2026-03-01T05:00') },
  ],
  customerResources: [...adaResources, ...bobResources, ...bareResources],
};

/** A day later: another day, a corrected hour, another bill. */
export const secondBatch: IngestBatch = {
  usagePoints: [],
  meterReadings: [],
  readings: [{ usagePointKey: 'home-electric', meterReadingKey: 'in', readings: [corrected, ...nextDay] }],
  usageSummaries: [
    {
      usagePointKey: 'home-electric',
      sourceKey: 'b2',
      value: bill('2026-02-07T05:00', '2026-03-09T04:00', '2026-03-10T12:00', 587_000),
      file: { fileName: 'bill-2026-03.pdf', mediaType: 'application/pdf', bytes: pdf('March') },
    },
  ],
  qualitySummaries: [],
  customerResources: [],
};
