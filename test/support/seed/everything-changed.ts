import type { IngestBatch } from '../../../src/services/ingest/ingest-batch.ts';
import { firstBatch } from './batches.ts';
import { bill, pdf, quality } from './values.ts';

/** Elements of the customer schema that hold plain text. */
const texts =
  /"(customerName|accountId|agreementId|organisationName|name|serialNumber|addressGeneral)":"([^"]*)"/g;

const corrected = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value)
      .replace(texts, '"$1":"$2 2"')
      .replace(/"issueDateTime":\d+/, '"issueDateTime":1773205200'),
  );

/** What the utility knew at first, with a correction in every resource of the seeded household. */
export const everythingChanged: IngestBatch = {
  usagePoints: firstBatch.usagePoints.map((point) => ({ ...point, value: { ...point.value, status: 0 } })),
  meterReadings: firstBatch.meterReadings.map((reading) => ({
    ...reading,
    readingType: { ...reading.readingType, dataQualifier: 8 },
  })),
  readings: firstBatch.readings.map((series) => ({
    ...series,
    readings: series.readings.map((reading) => ({ ...reading, value: (reading.value ?? 0) + 1 })),
  })),
  usageSummaries: [
    {
      usagePointKey: 'home-electric',
      sourceKey: 'b1',
      value: bill('2026-01-08T05:00', '2026-02-07T05:00', '2026-02-09T12:00', 613_000),
      file: { fileName: 'bill-2026-02.txt', mediaType: 'text/plain', bytes: pdf('February, corrected') },
    },
  ],
  qualitySummaries: [
    {
      usagePointKey: 'home-electric',
      sourceKey: 'q1',
      value: { ...quality('2026-02-01T05:00'), flickerPst: 13 },
    },
  ],
  customerResources: firstBatch.customerResources.map(({ file: _, ...resource }) => ({
    ...resource,
    value: corrected(resource.value),
  })),
};
