import { describe, expect, it } from 'vitest';
import { dataKinds } from '../../src/espi/function-block-table.ts';
import type { DataKind } from '../../src/espi/function-blocks.ts';
import { resources } from '../../src/espi/resources.ts';
import { readKinds } from '../../src/services/customer/read-kinds.ts';

/** What a customer is told was read, for every row of the resource table that a third party may read. */
const told: Readonly<Record<string, readonly DataKind[]>> = {
  ApplicationInformation: [],
  Authorization: [],
  LocalTimeParameters: [],
  ReadingType: ['intervals'],
  UsagePoint: [],
  MeterReading: ['intervals'],
  IntervalBlock: ['intervals'],
  UsageSummary: ['usageSummaries'],
  ElectricPowerQualitySummary: ['qualitySummaries'],
  Customer: ['customer'],
  CustomerAccount: ['customer'],
  CustomerAgreement: ['customer'],
  ServiceSupplier: ['customer'],
  ProgramDateIdMappings: ['customer'],
  ServiceLocation: ['customer'],
  Meter: ['customer'],
  EndDevice: ['customer'],
  Statement: ['customer'],
  'Batch Subscription': ['intervals', 'usageSummaries', 'qualitySummaries'],
  'Batch UsagePoint': ['intervals', 'usageSummaries', 'qualitySummaries'],
  'Batch RetailCustomer': ['customer'],
  Bulk: ['intervals', 'usageSummaries', 'qualitySummaries'],
  ReadServiceStatus: [],
  'Non-ESPI': ['usageSummaries'],
};
const everything = new Set(dataKinds);

describe('readKinds', () => {
  it.each(resources.map((row) => [row.name, row.noun ?? row.name] as const))('knows %s', (name, key) => {
    expect(told).toHaveProperty([key]);
    expect(readKinds([name], everything)).toEqual(told[key]);
  });

  it('names no more than is shared, each once, in the usual order', () => {
    const shared = new Set<DataKind>(['usageSummaries', 'intervals']);
    expect(readKinds(['UsageSummary feed', 'Batch Subscription', 'IntervalBlock feed'], shared)).toEqual([
      'intervals',
      'usageSummaries',
    ]);
    expect(readKinds(['Non-ESPI'], new Set<DataKind>(['customer']))).toEqual(['customer']);
  });

  it('leaves out what is no row', () => {
    expect(readKinds(['intervals', 'Row of a later version'], everything)).toEqual([]);
  });
});
