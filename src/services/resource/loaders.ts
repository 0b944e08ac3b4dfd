import type { Noun } from '../../espi/resources.ts';
import { loadIntervalBlock } from './interval-blocks.ts';
import { loadApplication } from './load-application.ts';
import { loadAuthorization } from './load-authorizations.ts';
import { loadMeterReadings, loadReadingTypes } from './load-channels.ts';
import { loadCustomers } from './load-customers.ts';
import { loadQualitySummaries, loadUsageSummaries } from './load-summaries.ts';
import { loadLocalTimes, loadUsagePoints } from './load-usage-points.ts';
import type { Loader } from './loader.ts';

/** How each noun is read. */
export const loaders: Readonly<Record<Noun, Loader>> = {
  ApplicationInformation: loadApplication,
  Authorization: loadAuthorization,
  LocalTimeParameters: loadLocalTimes,
  ReadingType: loadReadingTypes,
  UsagePoint: loadUsagePoints,
  MeterReading: loadMeterReadings,
  IntervalBlock: loadIntervalBlock,
  UsageSummary: loadUsageSummaries,
  ElectricPowerQualitySummary: loadQualitySummaries,
  Customer: loadCustomers,
  CustomerAccount: loadCustomers,
  CustomerAgreement: loadCustomers,
  ServiceSupplier: loadCustomers,
  ProgramDateIdMappings: loadCustomers,
  ServiceLocation: loadCustomers,
  Meter: loadCustomers,
  EndDevice: loadCustomers,
  Statement: loadCustomers,
};
