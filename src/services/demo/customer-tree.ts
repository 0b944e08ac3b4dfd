import type { Noun } from '../../espi/resources.ts';
import type { ComplexValue } from '../../espi/schema/define.ts';
import type { IngestCustomerResource } from '../ingest/ingest-batch.ts';
import { numberOf } from './calendar.ts';
import { type DemoCustomer, type DemoMeter, demoTown, emailOf } from './customers.ts';
import type { DemoPlace } from './demo-place.ts';

/** What the tree of a customer depends on beside the customer. */
export interface TreeFacts {
  readonly place: DemoPlace;
  /** The first day number without service. */
  readonly closedOn: number | undefined;
  /** Amount of the newest bill of all meters together, in 1/100,000 of the currency. */
  readonly lastBillAmount: number | undefined;
}

const address = (street: string): ComplexValue => {
  const { postalCode, ...townDetail } = demoTown;
  return { streetDetail: { addressGeneral: street }, townDetail, postalCode };
};

const resource = (
  noun: Noun,
  sourceKey: string,
  parentKey: string | undefined,
  value: ComplexValue,
): IngestCustomerResource => ({
  noun,
  sourceKey,
  ...(parentKey === undefined ? {} : { parentKey }),
  value,
});

const organisation = (customer: DemoCustomer, { domain }: DemoPlace): ComplexValue => ({
  streetAddress: address(customer.street),
  phone1: { areaCode: customer.phone.slice(0, 3), localNumber: customer.phone.slice(4) },
  electronicAddress: { email1: emailOf(customer, domain) },
  organisationName: customer.name,
});

const sinceOf = (customer: DemoCustomer, { calendar }: DemoPlace): number =>
  calendar.day(numberOf(customer.since)).start;

const meterTypes = {
  electricity: 'AMI electric meter',
  gas: 'AMI gas module',
  water: 'AMI water register',
} as const;

function meterResources(
  customer: DemoCustomer,
  meter: DemoMeter,
  facts: TreeFacts,
): IngestCustomerResource[] {
  const { key, model } = meter;
  const [agreement, location] = [`${key}-agreement`, `${key}-location`];
  const { agency, calendar, currency, domain } = facts.place;
  const since = sinceOf(customer, facts.place);
  const end = facts.closedOn === undefined ? undefined : calendar.day(facts.closedOn).start;
  const mainMeter = resource('Meter', `${key}-meter`, location, {
    type: meterTypes[model.service],
    serialNumber: meter.serialNumber,
    lifecycle: { installationDate: since, ...(end === undefined ? {} : { removalDate: end }) },
    isVirtual: false,
    amrSystem: 'AMI',
    ...(model.service === 'electricity' ? { formNumber: customer.kind === 'residential' ? '2S' : '9S' } : {}),
    ...(model.service === 'electricity' ? { MeterMultipliers: [{ kind: 'kH', value: 7.2 }] } : {}),
    intervalLength: model.channels[0]?.readingType.intervalLength,
  });
  const device = resource('EndDevice', `${key}-device`, location, {
    type: model.channels[1]?.key === 'reverse' ? 'Solar inverter' : 'In-home display',
    serialNumber: `D-${meter.serialNumber}`,
    lifecycle: { installationDate: since },
    isVirtual: false,
    isPan: true,
  });
  return [
    resource('CustomerAgreement', agreement, `${customer.key}-account`, {
      signDate: since,
      validityInterval: { duration: end === undefined ? 0 : end - since, start: since },
      isPrePay: false,
      ...(end === undefined ? {} : { shutOffDateTime: end }),
      currency,
      agreementId: `SA-${meter.serialNumber}`,
    }),
    resource('ServiceSupplier', `${key}-supplier`, agreement, {
      Organisation: {
        streetAddress: address('1 Beacon Plaza'),
        electronicAddress: { email1: `service@${domain}`, web: `https://www.${domain}` },
        organisationName: agency,
      },
      kind: 'utility',
      effectiveDate: since,
    }),
    ...(model.service === 'electricity'
      ? [
          resource('ProgramDateIdMappings', `${key}-program`, agreement, {
            programDateIdMapping: {
              programDateType: 'CUST_DR_PROGRAM_ENROLLMENT_DATE',
              code: 'PEAK-1',
              name: `${demoTown.name} peak savings`,
            },
          }),
        ]
      : []),
    {
      ...resource('ServiceLocation', location, agreement, {
        type: 'premise',
        mainAddress: address(customer.street),
        accessMethod: 'Meter at the outside wall',
        needsInspection: false,
      }),
      usagePointKeys: [key],
    },
    mainMeter,
    device,
  ];
}

/** Everything that the customer namespace says of a customer, parents first; bills as statements come apart. */
export function customerTree(customer: DemoCustomer, facts: TreeFacts): IngestCustomerResource[] {
  const { place } = facts;
  const since = sinceOf(customer, place);
  const closed = facts.closedOn === undefined ? undefined : place.calendar.day(facts.closedOn).start;
  return [
    resource('Customer', customer.key, undefined, {
      Organisation: organisation(customer, place),
      kind: customer.kind,
      vip: false,
      status:
        closed === undefined ? { value: 'active', dateTime: since } : { value: 'inactive', dateTime: closed },
      locale: 'en-US',
      customerName: customer.name,
    }),
    resource('CustomerAccount', `${customer.key}-account`, customer.key, {
      createdDateTime: since,
      status:
        closed === undefined ? { value: 'open', dateTime: since } : { value: 'closed', dateTime: closed },
      billingCycle: 'monthly',
      budgetBill: 'no',
      ...(facts.lastBillAmount === undefined ? {} : { lastBillAmount: facts.lastBillAmount }),
      contactInfo: organisation(customer, place),
      accountId: customer.accountId,
    }),
    ...customer.meters.flatMap((meter) => meterResources(customer, meter, facts)),
  ];
}
