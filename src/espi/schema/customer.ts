/**
 * The retail customer schema, `http://naesb.org/espi/customer`: who the customer is and where. It never stands in
 * one document with the usage schema. Version 4.0 added Statement and what it is made of.
 */
import { customerKind, supplierKind } from './codes-customer.ts';
import { currency } from './codes-units.ts';
import {
  accountNotification,
  agreement,
  assetContainer,
  demandResponseProgram,
  document,
  identifiedObject,
  meterMultiplier,
  organisation,
  organisationRole,
  pricingStructure,
  priority,
  programDateIdMapping,
  statementRef,
  status,
  usagePoints,
  workLocation,
} from './customer-parts.ts';
import { complex, many, one, optional, type ValueOf } from './define.ts';
import {
  anyUri,
  boolean,
  dstRuleType,
  int48,
  string32,
  string256,
  timeType,
  uInt32,
} from './simple-types.ts';

/** Who gets the service. @see customer.xsd Customer */
export const customer = complex('customer', 'Customer', {
  ...organisationRole.elements,
  kind: optional(customerKind),
  specialNeed: optional(string256),
  vip: optional(boolean),
  pucNumber: optional(string256),
  status: optional(status),
  priority: optional(priority),
  locale: optional(string256),
  customerName: optional(string256),
});

/** What is billed together. @see customer.xsd CustomerAccount */
export const customerAccount = complex('customer', 'CustomerAccount', {
  ...document.elements,
  billingCycle: optional(string256),
  budgetBill: optional(string256),
  lastBillAmount: optional(int48),
  notifications: many(accountNotification),
  contactInfo: optional(organisation),
  accountId: optional(string256),
});

/** What was agreed for one service at one place. @see customer.xsd CustomerAgreement */
export const customerAgreement = complex('customer', 'CustomerAgreement', {
  ...agreement.elements,
  loadMgmt: optional(string256),
  isPrePay: optional(boolean),
  shutOffDateTime: optional(timeType),
  DemandResponseProgram: many(demandResponseProgram),
  PricingStructures: many(pricingStructure),
  currency: optional(currency),
  futureStatus: many(status),
  agreementId: optional(string256),
});

/** Who sells or delivers the service. @see customer.xsd ServiceSupplier */
export const serviceSupplier = complex('customer', 'ServiceSupplier', {
  ...organisationRole.elements,
  kind: optional(supplierKind),
  issuerIdentificationNumber: optional(string256),
  effectiveDate: optional(timeType),
});

/** The name of a date of a programme; despite its own name it holds one at most. @see customer.xsd ProgramDateIdMappings */
export const programDateIdMappings = complex('customer', 'ProgramDateIdMappings', {
  ...identifiedObject.elements,
  programDateIdMapping: optional(programDateIdMapping),
});

/** Where the service is delivered. @see customer.xsd ServiceLocation */
export const serviceLocation = complex('customer', 'ServiceLocation', {
  ...workLocation.elements,
  accessMethod: optional(string256),
  siteAccessProblem: optional(string256),
  needsInspection: optional(boolean),
  UsagePoints: many(usagePoints),
  outageBlock: optional(string32),
});

/** A device at the customer's, such as a thermostat. @see customer.xsd EndDevice */
export const endDevice = complex('customer', 'EndDevice', {
  ...assetContainer.elements,
  isVirtual: optional(boolean),
  isPan: optional(boolean),
  installCode: optional(string256),
  amrSystem: optional(string256),
});

/** A meter. @see customer.xsd Meter */
export const meter = complex('customer', 'Meter', {
  ...endDevice.elements,
  formNumber: optional(string256),
  MeterMultipliers: many(meterMultiplier),
  intervalLength: optional(uInt32),
});

/** A bill, as files. @see customer.xsd Statement, new in 4.0 */
export const statement = complex(
  'customer',
  'Statement',
  { ...identifiedObject.elements, issueDateTime: optional(timeType), statementRef: many(statementRef) },
  { since: '4.0' },
);

/** The type of LocalTimeParameters, as in the usage schema. @see customer.xsd TimeConfiguration */
export const timeConfiguration = complex('customer', 'TimeConfiguration', {
  ...identifiedObject.elements,
  dstEndRule: one(dstRuleType),
  dstOffset: one(timeType),
  dstStartRule: one(dstRuleType),
  tzOffset: one(timeType),
});

/** Where new customer data is. @see customer.xsd BatchListType */
export const batchList = complex('customer', 'BatchListType', { resources: many(anyUri) });

export type Customer = ValueOf<typeof customer>;
export type CustomerAccount = ValueOf<typeof customerAccount>;
export type CustomerAgreement = ValueOf<typeof customerAgreement>;
export type ServiceSupplier = ValueOf<typeof serviceSupplier>;
export type ProgramDateIdMappings = ValueOf<typeof programDateIdMappings>;
export type ServiceLocation = ValueOf<typeof serviceLocation>;
export type EndDevice = ValueOf<typeof endDevice>;
export type Meter = ValueOf<typeof meter>;
export type Statement = ValueOf<typeof statement>;
