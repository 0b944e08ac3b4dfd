/** The structures that resources of the usage schema are made of, and the two types that all derive from. */
import { crudOperation, statusCode } from './codes-oauth.ts';
import { qualityOfReading } from './codes-reading.ts';
import { anodeType, apnodeType, enrollmentStatus, itemKind, serviceKind } from './codes-service.ts';
import { unitMultiplierKind, unitSymbolKind } from './codes-units.ts';
import { atLeast, complex, many, one, optional } from './define.ts';
import {
  anyType,
  anyUri,
  hexBinary16,
  int16,
  int48,
  string256,
  timeType,
  uInt32,
  xsInteger,
} from './simple-types.ts';

/** What every type derives from: the one place for extensions. @see espi.xsd Object */
export const object = complex('espi', 'Object', { extension: many(anyType) });

/** What to do with a resource, or what became of it, in a batch of writes. @see espi.xsd BatchItemInfo */
export const batchItemInfo = complex('espi', 'BatchItemInfo', {
  ...object.elements,
  name: optional(hexBinary16),
  operation: optional(crudOperation),
  statusCode: optional(statusCode),
  statusReason: optional(string256),
});

/** What every resource derives from. @see espi.xsd IdentifiedObject */
export const identifiedObject = complex('espi', 'IdentifiedObject', {
  ...object.elements,
  batchItemInfo: optional(batchItemInfo),
});

/** A span of time: seconds from a start in epoch seconds. @see espi.xsd DateTimeInterval */
export const dateTimeInterval = complex('espi', 'DateTimeInterval', {
  ...object.elements,
  duration: one(uInt32),
  start: one(timeType),
});

/** One number with its unit: quantity = value × 10^powerOfTenMultiplier uom. @see espi.xsd SummaryMeasurement */
export const summaryMeasurement = complex('espi', 'SummaryMeasurement', {
  ...object.elements,
  powerOfTenMultiplier: optional(unitMultiplierKind),
  timeStamp: optional(timeType),
  uom: optional(unitSymbolKind),
  value: optional(int48),
  readingTypeRef: optional(anyUri),
});

/** How good a reading is. @see espi.xsd ReadingQuality */
export const readingQuality = complex('espi', 'ReadingQuality', {
  ...object.elements,
  quality: one(qualityOfReading),
});

/** One reading; `cost` is in 1/100,000 of the currency of its ReadingType. @see espi.xsd IntervalReading */
export const intervalReading = complex('espi', 'IntervalReading', {
  ...object.elements,
  cost: optional(int48),
  ReadingQuality: many(readingQuality),
  timePeriod: optional(dateTimeInterval),
  value: optional(int48),
  consumptionTier: optional(int16),
  tou: optional(int16),
  cpp: optional(int16),
});

/** A fraction. @see espi.xsd RationalNumber */
export const rationalNumber = complex('espi', 'RationalNumber', {
  ...object.elements,
  numerator: optional(xsInteger),
  denominator: optional(anyType),
});

/** A fraction of the base frequency. @see espi.xsd ReadingInterharmonic */
export const readingInterharmonic = complex('espi', 'ReadingInterharmonic', {
  ...object.elements,
  numerator: optional(xsInteger),
  denominator: optional(anyType),
});

/** What is delivered. @see espi.xsd ServiceCategory */
export const serviceCategory = complex('espi', 'ServiceCategory', {
  ...object.elements,
  kind: one(serviceKind),
});

/** A rider of the tariff that the customer may take part in. @see espi.xsd TariffRiderRef */
export const tariffRiderRef = complex('espi', 'TariffRiderRef', {
  ...object.elements,
  riderType: one(string256),
  enrollmentStatus: one(enrollmentStatus),
  effectiveDate: one(timeType),
});

/** @see espi.xsd TariffRiderRefs */
export const tariffRiderRefs = complex('espi', 'TariffRiderRefs', {
  ...object.elements,
  tariffRiderRef: atLeast(1, tariffRiderRef),
});

/** Where the service is delivered, and by which tariff. @see espi.xsd ServiceDeliveryPoint */
export const serviceDeliveryPoint = complex('espi', 'ServiceDeliveryPoint', {
  ...object.elements,
  name: optional(string256),
  tariffProfile: optional(string256),
  customerAgreement: optional(string256),
  tariffRiderRefs: optional(tariffRiderRefs),
});

/** A pricing node of the wholesale market. @see espi.xsd PnodeRef */
export const pnodeRef = complex('espi', 'PnodeRef', {
  ...object.elements,
  apnodeType: one(apnodeType),
  ref: one(string256),
  startEffectiveDate: optional(timeType),
  endEffectiveDate: optional(timeType),
});

/** @see espi.xsd PnodeRefs */
export const pnodeRefs = complex('espi', 'PnodeRefs', {
  ...object.elements,
  pnodeRef: atLeast(1, pnodeRef),
});

/** A group of nodes of the wholesale market. @see espi.xsd AggregateNodeRef */
export const aggregateNodeRef = complex('espi', 'AggregateNodeRef', {
  ...object.elements,
  anodeType: one(anodeType),
  ref: one(string256),
  startEffectiveDate: optional(timeType),
  endEffectiveDate: optional(timeType),
  pnodeRef: many(pnodeRef),
});

/** @see espi.xsd AggregateNodeRefs */
export const aggregateNodeRefs = complex('espi', 'AggregateNodeRefs', {
  ...object.elements,
  aggregateNodeRef: atLeast(1, aggregateNodeRef),
});

/** A line of a bill; money is in 1/100,000 of the summary's currency. @see espi.xsd LineItem */
export const lineItem = complex('espi', 'LineItem', {
  ...object.elements,
  amount: optional(int48),
  rounding: optional(int48),
  dateTime: optional(timeType),
  note: one(string256),
  measurement: optional(summaryMeasurement),
  itemKind: one(itemKind),
  unitCost: optional(int48),
  itemPeriod: optional(dateTimeInterval),
});

/** Who charges. @see espi.xsd BillingChargeSource */
export const billingChargeSource = complex('espi', 'BillingChargeSource', {
  ...object.elements,
  agencyName: optional(string256),
});
