/**
 * The usage schema, `http://naesb.org/espi`: what was used, when and at what cost. Versions 3.3 and 4.0 do not
 * differ.
 */

import { measurementKind } from './codes-measurement-kind.ts';
import { espiServiceStatus } from './codes-oauth.ts';
import {
  accumulationKind,
  commodityKind,
  dataQualifierKind,
  flowDirectionKind,
  phaseCodeKind,
  qualityOfReading,
  timeAttributeKind,
  timePeriodOfInterest,
} from './codes-reading.ts';
import { amiBillingReadyKind, touOrCppOrConsumptionTier, usagePointConnectedKind } from './codes-service.ts';
import { currency, unitMultiplierKind, unitSymbolKind } from './codes-units.ts';
import { atLeast, complex, many, one, optional, type ValueOf } from './define.ts';
import type { applicationInformation, authorization } from './oauth-resources.ts';
import {
  anyType,
  anyUri,
  boolean,
  dstRuleType,
  hexBinary16,
  int16,
  int48,
  string32,
  string256,
  timeType,
  uInt8,
  uInt32,
} from './simple-types.ts';
import {
  aggregateNodeRefs,
  billingChargeSource,
  dateTimeInterval,
  identifiedObject,
  intervalReading,
  lineItem,
  object,
  pnodeRefs,
  rationalNumber,
  readingInterharmonic,
  serviceCategory,
  serviceDeliveryPoint,
  summaryMeasurement,
  tariffRiderRefs,
} from './usage-parts.ts';

/**
 * A place where a service is delivered. `roleFlags` is a set of bits; `status` is 0 for off and 1 for on. Mind
 * the capital of `ServiceCategory`.
 *
 * @see espi.xsd UsagePoint
 */
export const usagePoint = complex('espi', 'UsagePoint', {
  ...identifiedObject.elements,
  roleFlags: optional(hexBinary16),
  ServiceCategory: optional(serviceCategory),
  status: optional(uInt8),
  serviceDeliveryPoint: optional(serviceDeliveryPoint),
  amiBillingReady: optional(amiBillingReadyKind),
  checkBilling: optional(boolean),
  connectionState: optional(usagePointConnectedKind),
  estimatedLoad: optional(summaryMeasurement),
  grounded: optional(boolean),
  isSdp: optional(boolean),
  isVirtual: optional(boolean),
  minimalUsageExpected: optional(boolean),
  nominalServiceVoltage: optional(summaryMeasurement),
  outageRegion: optional(string256),
  phaseCode: optional(phaseCodeKind),
  ratedCurrent: optional(summaryMeasurement),
  ratedPower: optional(summaryMeasurement),
  readCycle: optional(string256),
  readRoute: optional(string256),
  serviceDeliveryRemark: optional(string256),
  servicePriority: optional(string32),
  pnodeRefs: optional(pnodeRefs),
  aggregateNodeRefs: optional(aggregateNodeRefs),
});

/** A channel of a usage point: all that it says is in its links. @see espi.xsd MeterReading */
export const meterReading = complex('espi', 'MeterReading', { ...identifiedObject.elements });

/** What the readings of a channel are. @see espi.xsd ReadingType */
export const readingType = complex('espi', 'ReadingType', {
  ...identifiedObject.elements,
  accumulationBehaviour: optional(accumulationKind),
  commodity: optional(commodityKind),
  consumptionTier: optional(int16),
  currency: optional(currency),
  dataQualifier: optional(dataQualifierKind),
  defaultQuality: optional(qualityOfReading),
  flowDirection: optional(flowDirectionKind),
  intervalLength: optional(uInt32),
  kind: optional(measurementKind),
  phase: optional(phaseCodeKind),
  powerOfTenMultiplier: optional(unitMultiplierKind),
  timeAttribute: optional(timePeriodOfInterest),
  tou: optional(int16),
  uom: optional(unitSymbolKind),
  cpp: optional(int16),
  interharmonic: optional(readingInterharmonic),
  measuringPeriod: optional(timeAttributeKind),
  argument: optional(rationalNumber),
});

/** A run of readings of one channel. @see espi.xsd IntervalBlock */
export const intervalBlock = complex('espi', 'IntervalBlock', {
  ...identifiedObject.elements,
  interval: optional(dateTimeInterval),
  IntervalReading: many(intervalReading),
});

/**
 * The summary of 1.x, deprecated in favour of UsageSummary, of which it is the beginning. It is read but never
 * written.
 *
 * @see espi.xsd ElectricPowerUsageSummary
 */
export const electricPowerUsageSummary = complex('espi', 'ElectricPowerUsageSummary', {
  ...identifiedObject.elements,
  billingPeriod: optional(dateTimeInterval),
  billLastPeriod: optional(int48),
  billToDate: optional(int48),
  costAdditionalLastPeriod: optional(int48),
  costAdditionalDetailLastPeriod: many(lineItem),
  currency: optional(currency),
  overallConsumptionLastPeriod: optional(summaryMeasurement),
  currentBillingPeriodOverAllConsumption: optional(summaryMeasurement),
  currentDayLastYearNetConsumption: optional(summaryMeasurement),
  currentDayNetConsumption: optional(summaryMeasurement),
  currentDayOverallConsumption: optional(summaryMeasurement),
  peakDemand: optional(summaryMeasurement),
  previousDayLastYearOverallConsumption: optional(summaryMeasurement),
  previousDayNetConsumption: optional(summaryMeasurement),
  previousDayOverallConsumption: optional(summaryMeasurement),
  qualityOfReading: optional(qualityOfReading),
  ratchetDemand: optional(summaryMeasurement),
  ratchetDemandPeriod: optional(dateTimeInterval),
  statusTimeStamp: one(timeType),
  commodity: optional(commodityKind),
});

/** A bill, or what is known of the next; money is in 1/100,000 of `currency`. @see espi.xsd UsageSummary */
export const usageSummary = complex('espi', 'UsageSummary', {
  ...electricPowerUsageSummary.elements,
  tariffProfile: optional(string256),
  readCycle: optional(string256),
  tariffRiderRefs: optional(tariffRiderRefs),
  billingChargeSource: optional(billingChargeSource),
});

/** How good the power was over a time. @see espi.xsd ElectricPowerQualitySummary */
export const electricPowerQualitySummary = complex('espi', 'ElectricPowerQualitySummary', {
  ...identifiedObject.elements,
  flickerPlt: optional(int48),
  flickerPst: optional(int48),
  harmonicVoltage: optional(int48),
  longInterruptions: optional(int48),
  mainsVoltage: optional(int48),
  measurementProtocol: optional(uInt8),
  powerFrequency: optional(int48),
  rapidVoltageChanges: optional(int48),
  shortInterruptions: optional(int48),
  summaryInterval: one(dateTimeInterval),
  supplyVoltageDips: optional(int48),
  supplyVoltageImbalance: optional(int48),
  supplyVoltageVariations: optional(int48),
  tempOvervoltage: optional(int48),
});

/** The type of LocalTimeParameters; the rule for the end comes before that for the start. @see espi.xsd TimeConfiguration */
export const timeConfiguration = complex('espi', 'TimeConfiguration', {
  ...identifiedObject.elements,
  dstEndRule: one(dstRuleType),
  dstOffset: one(timeType),
  dstStartRule: one(dstRuleType),
  tzOffset: one(timeType),
});

/** Whether the service works. @see espi.xsd ServiceStatus */
export const serviceStatus = complex('espi', 'ServiceStatus', {
  ...object.elements,
  currentStatus: one(espiServiceStatus),
});

/** Where new data is. @see espi.xsd BatchListType */
export const batchList = complex('espi', 'BatchListType', { resources: many(anyUri) });

/** The name of one free code; the schema gives its type no name. @see espi.xsd ProgramIdMappings.programIdMapping */
export const programIdMapping = complex('espi', 'programIdMapping', {
  tOUorCPPorConsumptionTier: one(touOrCppOrConsumptionTier),
  code: one(anyType),
  name: one(anyType),
  note: optional(anyType),
});

/** Names for the codes of `tou`, `cpp` and `consumptionTier`. @see espi.xsd ProgramIdMappings */
export const programIdMappings = complex('espi', 'ProgramIdMappings', {
  ...identifiedObject.elements,
  programIdMapping: atLeast(1, programIdMapping),
});

export type ApplicationInformation = ValueOf<typeof applicationInformation>;
export type Authorization = ValueOf<typeof authorization>;
export type UsagePoint = ValueOf<typeof usagePoint>;
export type ReadingType = ValueOf<typeof readingType>;
export type IntervalBlock = ValueOf<typeof intervalBlock>;
export type UsageSummary = ValueOf<typeof usageSummary>;
export type ElectricPowerUsageSummary = ValueOf<typeof electricPowerUsageSummary>;
export type ElectricPowerQualitySummary = ValueOf<typeof electricPowerQualitySummary>;
export type LocalTimeParameters = ValueOf<typeof timeConfiguration>;
export type ServiceStatus = ValueOf<typeof serviceStatus>;
export type BatchList = ValueOf<typeof batchList>;
export type ProgramIdMappings = ValueOf<typeof programIdMappings>;
export type LineItem = ValueOf<typeof lineItem>;
export type SummaryMeasurement = ValueOf<typeof summaryMeasurement>;
