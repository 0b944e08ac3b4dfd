/** The structures that resources of the retail customer schema are made of, and the types that they derive from. */
import {
  customerEnrollmentStatus,
  mediaType,
  meterMultiplierKind,
  notificationMethodKind,
  programDateKind,
} from './codes-customer.ts';
import { crudOperation, statusCode } from './codes-oauth.ts';
import { unitMultiplierKind, unitSymbolKind } from './codes-units.ts';
import { complex, many, one, optional, text } from './define.ts';
import {
  anyType,
  anyUri,
  boolean,
  float,
  hexBinary16,
  int48,
  nameType,
  perCent,
  string64,
  string256,
  string512,
  timeType,
  uInt32,
  xsInteger,
  xsString,
} from './simple-types.ts';

/** What every type derives from: the one place for extensions. @see customer.xsd Object */
export const object = complex('customer', 'Object', { extension: many(anyType) });

/** What to do with a resource, or what became of it, in a batch of writes. @see customer.xsd BatchItemInfo */
export const batchItemInfo = complex('customer', 'BatchItemInfo', {
  ...object.elements,
  name: optional(hexBinary16),
  operation: optional(crudOperation),
  statusCode: optional(statusCode),
  statusReason: optional(string256),
});

/** What every resource derives from; `name` is deprecated. @see customer.xsd IdentifiedObject */
export const identifiedObject = complex('customer', 'IdentifiedObject', {
  ...object.elements,
  batchItemInfo: optional(batchItemInfo),
  name: optional(nameType),
});

/** A span of time, of which unlike in the usage schema either half may be missing. @see customer.xsd DateTimeInterval */
export const dateTimeInterval = complex('customer', 'DateTimeInterval', {
  ...object.elements,
  duration: optional(uInt32),
  start: optional(timeType),
});

/** One number with its unit. @see customer.xsd SummaryMeasurement */
export const summaryMeasurement = complex('customer', 'SummaryMeasurement', {
  ...object.elements,
  powerOfTenMultiplier: optional(unitMultiplierKind),
  timeStamp: optional(timeType),
  uom: optional(unitSymbolKind),
  value: optional(int48),
  readingTypeRef: optional(anyUri),
});

/** A state, since when and why. @see customer.xsd Status */
export const status = complex('customer', 'Status', {
  ...object.elements,
  value: optional(string256),
  dateTime: optional(timeType),
  remark: optional(string256),
  reason: optional(string256),
});

/** How urgent something is. @see customer.xsd Priority */
export const priority = complex('customer', 'Priority', {
  ...object.elements,
  rank: one(xsInteger),
  type: optional(string256),
  justification: optional(string256),
});

/** @see customer.xsd ElectronicAddress */
export const electronicAddress = complex('customer', 'ElectronicAddress', {
  ...object.elements,
  lan: optional(string256),
  mac: optional(string256),
  email1: optional(string256),
  email2: optional(string256),
  web: optional(string256),
  radio: optional(string256),
  userID: optional(string256),
  password: optional(string256),
});

/** @see customer.xsd StreetDetail */
export const streetDetail = complex('customer', 'StreetDetail', {
  ...object.elements,
  number: optional(string256),
  name: optional(string256),
  suffix: optional(string256),
  prefix: optional(string256),
  type: optional(string256),
  code: optional(string256),
  buildingName: optional(string256),
  suiteNumber: optional(string256),
  addressGeneral: optional(string256),
  addressGeneral2: optional(string256),
  addressGeneral3: optional(string256),
  withinTownLimits: optional(boolean),
});

/** @see customer.xsd TownDetail */
export const townDetail = complex('customer', 'TownDetail', {
  ...object.elements,
  code: optional(string256),
  section: optional(string256),
  name: optional(string256),
  county: optional(string256),
  stateOrProvince: optional(string256),
  country: optional(string256),
});

/** @see customer.xsd StreetAddress */
export const streetAddress = complex('customer', 'StreetAddress', {
  ...object.elements,
  streetDetail: optional(streetDetail),
  townDetail: optional(townDetail),
  status: optional(status),
  postalCode: optional(string256),
  poBox: optional(string256),
});

/** @see customer.xsd TelephoneNumber */
export const telephoneNumber = complex('customer', 'TelephoneNumber', {
  ...object.elements,
  countryCode: optional(string256),
  areaCode: optional(string256),
  cityCode: optional(string256),
  localNumber: optional(string256),
  ext: optional(string256),
  dialOut: optional(string256),
  internationalPrefix: optional(string256),
  ituPhone: optional(string256),
});

/** A person or a company, and how to reach them. @see customer.xsd Organisation */
export const organisation = complex('customer', 'Organisation', {
  ...identifiedObject.elements,
  streetAddress: optional(streetAddress),
  postalAddress: optional(streetAddress),
  phone1: optional(telephoneNumber),
  phone2: optional(telephoneNumber),
  electronicAddress: optional(electronicAddress),
  organisationName: optional(string256),
});

/** What an organisation is to others. @see customer.xsd OrganisationRole */
export const organisationRole = complex('customer', 'OrganisationRole', {
  ...identifiedObject.elements,
  Organisation: optional(organisation),
});

/** @see customer.xsd Document */
export const document = complex('customer', 'Document', {
  ...identifiedObject.elements,
  type: optional(string256),
  authorName: optional(string256),
  createdDateTime: optional(timeType),
  lastModifiedDateTime: optional(timeType),
  revisionNumber: optional(string256),
  electronicAddress: optional(electronicAddress),
  subject: optional(string256),
  title: optional(string256),
  docStatus: optional(status),
  status: optional(status),
  comment: optional(string256),
});

/** @see customer.xsd Agreement */
export const agreement = complex('customer', 'Agreement', {
  ...document.elements,
  signDate: optional(timeType),
  validityInterval: optional(dateTimeInterval),
});

/** How and of what a customer was told. @see customer.xsd AccountNotification */
export const accountNotification = complex('customer', 'AccountNotification', {
  ...object.elements,
  methodKind: one(notificationMethodKind),
  time: one(timeType),
  note: one(string256),
  customerNotificationKind: one(string256),
});

/** @see customer.xsd ProgramDate */
export const programDate = complex('customer', 'ProgramDate', {
  programDate: optional(timeType),
  programDateDescription: optional(xsString),
});

/** A demand response programme; unlike the others it has no room for extensions. @see customer.xsd DemandResponseProgram */
export const demandResponseProgram = complex('customer', 'DemandResponseProgram', {
  programName: optional(string256),
  enrollmentStatus: optional(customerEnrollmentStatus),
  programDescription: optional(anyUri),
  programDate: many(programDate),
  capacityReservationLevel: optional(summaryMeasurement),
  DRProgramNomination: optional(summaryMeasurement),
});

/** The URI of a tariff. @see customer.xsd PricingStructure */
export const pricingStructure = text('PricingStructure', { base: 'uri' });

/** The name of one date of a programme. @see customer.xsd ProgramDateIdMapping */
export const programDateIdMapping = complex('customer', 'ProgramDateIdMapping', {
  ...object.elements,
  programDateType: one(programDateKind),
  code: one(string64),
  name: one(string256),
  note: optional(string256),
});

/** @see customer.xsd PositionPoint */
export const positionPoint = complex('customer', 'PositionPoint', {
  ...object.elements,
  xPosition: optional(string256),
  yPosition: optional(string256),
  zPosition: optional(string256),
});

/** @see customer.xsd Location */
export const location = complex('customer', 'Location', {
  ...identifiedObject.elements,
  type: optional(string256),
  mainAddress: optional(streetAddress),
  secondaryAddress: optional(streetAddress),
  phone1: optional(telephoneNumber),
  phone2: optional(telephoneNumber),
  electronicAddress: optional(electronicAddress),
  geoInfoReference: optional(string256),
  direction: optional(string256),
  status: optional(status),
  positionPoints: many(positionPoint),
});

/** @see customer.xsd WorkLocation */
export const workLocation = complex('customer', 'WorkLocation', { ...location.elements });

/** The URI of a UsagePoint: equal to the `self` link of its entry. @see customer.xsd UsagePoint */
export const usagePointUri = text('UsagePoint', { base: 'uri' });

/** @see customer.xsd UsagePoints */
export const usagePoints = complex('customer', 'UsagePoints', {
  ...object.elements,
  UsagePoint: many(usagePointUri),
});

/** @see customer.xsd LifecycleDate */
export const lifecycleDate = complex('customer', 'LifecycleDate', {
  ...object.elements,
  manufacturedDate: optional(timeType),
  purchaseDate: optional(timeType),
  receivedDate: optional(timeType),
  installationDate: optional(timeType),
  removalDate: optional(timeType),
  retiredDate: optional(timeType),
});

/** @see customer.xsd AcceptanceTest */
export const acceptanceTest = complex('customer', 'AcceptanceTest', {
  ...object.elements,
  type: optional(string256),
  success: optional(boolean),
  dateTime: optional(timeType),
});

/** @see customer.xsd Asset */
export const asset = complex('customer', 'Asset', {
  ...identifiedObject.elements,
  type: optional(string256),
  utcNumber: optional(string256),
  serialNumber: optional(string256),
  lotNumber: optional(string256),
  purchasePrice: optional(int48),
  critical: optional(boolean),
  electronicAddress: optional(electronicAddress),
  lifecycle: optional(lifecycleDate),
  acceptanceTest: optional(acceptanceTest),
  initialCondition: optional(string256),
  initialLossOfLife: optional(perCent),
  status: optional(status),
});

/** @see customer.xsd AssetContainer */
export const assetContainer = complex('customer', 'AssetContainer', { ...asset.elements });

/** @see customer.xsd MeterMultiplier */
export const meterMultiplier = complex('customer', 'MeterMultiplier', {
  ...object.elements,
  kind: optional(meterMultiplierKind),
  value: optional(float),
});

/** A file that is a statement, such as a bill as PDF. @see customer.xsd StatementRef, new in 4.0 */
export const statementRef = complex(
  'customer',
  'StatementRef',
  {
    ...object.elements,
    fileName: optional(string512),
    mediaType: optional(mediaType),
    statementURL: one(anyUri),
  },
  { since: '4.0' },
);
