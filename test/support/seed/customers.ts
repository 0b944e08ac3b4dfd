import type { IngestBatch } from '../../../src/services/ingest/ingest-batch.ts';
import { at } from './readings.ts';
import { pdf } from './values.ts';

type CustomerResource = IngestBatch['customerResources'][number];

const street = (line: string) => ({
  streetDetail: { addressGeneral: line },
  townDetail: { name: 'Springfield', stateOrProvince: 'NY', country: 'US' },
  postalCode: '12345',
});

function place(key: string, account: string, line: string, usagePoint: string): CustomerResource[] {
  return [
    {
      noun: 'CustomerAgreement',
      sourceKey: `${key}-agreement`,
      parentKey: account,
      value: {
        signDate: at('2020-01-01T05:00'),
        validityInterval: { duration: 0, start: at('2020-01-01T05:00') },
        currency: 840,
        agreementId: `SA-${key}`,
      },
    },
    {
      noun: 'ServiceSupplier',
      sourceKey: `${key}-supplier`,
      parentKey: `${key}-agreement`,
      value: { Organisation: { organisationName: 'Example Energy & Co' }, kind: 'utility' },
    },
    {
      noun: 'ProgramDateIdMappings',
      sourceKey: `${key}-program`,
      parentKey: `${key}-agreement`,
      value: {
        programDateIdMapping: {
          programDateType: 'CUST_DR_PROGRAM_ENROLLMENT_DATE',
          code: 'DR-1',
          name: 'Summer savings',
        },
      },
    },
    {
      noun: 'ServiceLocation',
      sourceKey: `${key}-location`,
      parentKey: `${key}-agreement`,
      value: { mainAddress: street(line) },
      usagePointKeys: [usagePoint],
    },
    {
      noun: 'Meter',
      sourceKey: `${key}-meter`,
      parentKey: `${key}-location`,
      value: { serialNumber: `M-${key}`, intervalLength: 3600 },
    },
    {
      noun: 'EndDevice',
      sourceKey: `${key}-thermostat`,
      parentKey: `${key}-location`,
      value: { type: 'thermostat', serialNumber: `T-${key}` },
    },
  ];
}

/** A household with two meters at one address, a holiday home, and all that the customer schema knows. */
export const adaResources: readonly CustomerResource[] = [
  {
    noun: 'Customer',
    sourceKey: 'ada',
    value: {
      Organisation: { streetAddress: street('1 Example Street'), organisationName: 'Household Ada' },
      kind: 'residential',
      customerName: 'Ada Example',
    },
  },
  {
    noun: 'CustomerAccount',
    sourceKey: 'ada-account',
    parentKey: 'ada',
    value: {
      billingCycle: 'monthly',
      contactInfo: { streetAddress: street('1 Example Street') },
      accountId: '4711-0815',
    },
  },
  ...place('home', 'ada-account', '1 Example Street', 'home-electric'),
  ...place('gas', 'ada-account', '1 Example Street', 'home-gas'),
  ...place('cabin', 'ada-account', '9 Lake Road', 'cabin-electric'),
  {
    noun: 'Statement',
    sourceKey: 'ada-statement',
    parentKey: 'ada',
    value: { issueDateTime: at('2026-03-10T05:00'), statementRef: [] },
    file: { fileName: 'Statement März 2026.pdf', mediaType: 'application/pdf', bytes: pdf('statement') },
  },
];

/** Another customer, with less. */
export const bobResources: readonly CustomerResource[] = [
  {
    noun: 'Customer',
    sourceKey: 'bob',
    value: {
      Organisation: { streetAddress: street('2 Example Street') },
      kind: 'residential',
      customerName: 'Bob Example',
    },
  },
  { noun: 'CustomerAccount', sourceKey: 'bob-account', parentKey: 'bob', value: { accountId: '4711-0816' } },
  ...place('flat', 'bob-account', '2 Example Street', 'flat-electric'),
];

/** Customers under whom something is missing at each step. */
export const bareResources: readonly CustomerResource[] = [
  { noun: 'Customer', sourceKey: 'nobody', value: { customerName: 'No Account' } },
  { noun: 'Customer', sourceKey: 'bare', value: { customerName: 'Bare Branches' } },
  { noun: 'CustomerAccount', sourceKey: 'bare-empty', parentKey: 'bare', value: { accountId: 'A-0' } },
  { noun: 'CustomerAccount', sourceKey: 'bare-account', parentKey: 'bare', value: { accountId: 'A-1' } },
  {
    noun: 'CustomerAgreement',
    sourceKey: 'bare-agreement-0',
    parentKey: 'bare-account',
    value: { agreementId: 'G-0' },
  },
  {
    noun: 'CustomerAgreement',
    sourceKey: 'bare-agreement-1',
    parentKey: 'bare-account',
    value: { agreementId: 'G-1' },
  },
  {
    noun: 'ServiceLocation',
    sourceKey: 'bare-location',
    parentKey: 'bare-agreement-1',
    value: { geoInfoReference: 'nowhere' },
  },
];
