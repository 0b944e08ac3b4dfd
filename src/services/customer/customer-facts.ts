import { localDay } from '../../espi/local-day.ts';
import type { Customer, CustomerAccount, Meter, ServiceLocation } from '../../espi/schema/customer.ts';
import { zoneClockOf } from '../../espi/zone-clock-iana.ts';
import {
  type BillFactRow,
  type CustomerFactRow,
  listCustomerFacts,
  listNewestBills,
} from '../../storage/customer-identities.ts';
import type { Queryable } from '../../storage/database.ts';
import type { KnownFacts } from './bill-facts.ts';

/** What is known of a customer, with where a code or a receipt can be sent. */
export interface CustomerFacts extends KnownFacts {
  readonly emails: readonly string[];
}

type Organisation = NonNullable<CustomerAccount['contactInfo']>;

const present = (values: readonly (string | undefined)[]): string[] =>
  values.filter((value) => value !== undefined && value.trim() !== '') as string[];

const phonesOf = ({ phone1, phone2 }: Organisation): string[] =>
  [phone1, phone2].map((phone) =>
    [phone?.countryCode, phone?.areaCode, phone?.cityCode, phone?.localNumber].join(''),
  );

const emailsOf = ({ electronicAddress }: Organisation): (string | undefined)[] => [
  electronicAddress?.email1,
  electronicAddress?.email2,
];

/** The totals that the newest bills may show: of each meter, and of all meters whose bill came on the same day. */
function totalsOf(bills: readonly BillFactRow[]): number[] {
  const totals = bills.flatMap(({ amount, additional }) =>
    amount === null ? [] : [amount, amount + (additional ?? 0)],
  );
  const byDay = new Map<number, number>();
  for (const { issued, amount } of bills) byDay.set(issued, (byDay.get(issued) ?? 0) + (amount ?? 0));
  return [...totals, ...byDay.values()];
}

interface Parts {
  readonly customers: readonly Customer[];
  readonly accounts: readonly CustomerAccount[];
  readonly locations: readonly ServiceLocation[];
  readonly meters: readonly Meter[];
}

function partsOf(rows: readonly CustomerFactRow[]): Parts {
  const of = <T>(noun: string): T[] => rows.filter((row) => row.noun === noun).map(({ data }) => data as T);
  return {
    customers: of<Customer>('Customer'),
    accounts: of<CustomerAccount>('CustomerAccount'),
    locations: of<ServiceLocation>('ServiceLocation'),
    meters: of<Meter>('Meter'),
  };
}

/** Collects what the utility knows of a customer. The first e-mail address is the one to use. */
export async function customerFacts(db: Queryable, customerId: number): Promise<CustomerFacts> {
  const parts = partsOf(await listCustomerFacts(db, customerId));
  const bills = await listNewestBills(db, customerId);
  const organisations: Organisation[] = [
    ...parts.customers.flatMap(({ Organisation: own }) => (own === undefined ? [] : [own])),
    ...parts.accounts.flatMap(({ contactInfo }) => (contactInfo === undefined ? [] : [contactInfo])),
  ];
  return {
    names: present(parts.customers.flatMap((own) => [own.customerName, own.Organisation?.organisationName])),
    phones: present(organisations.flatMap(phonesOf)),
    emails: present(organisations.flatMap(emailsOf)),
    postalCodes: present([
      ...parts.locations.map(({ mainAddress }) => mainAddress?.postalCode),
      ...organisations.map(({ streetAddress }) => streetAddress?.postalCode),
    ]),
    meterNumbers: present(parts.meters.map(({ serialNumber }) => serialNumber)),
    billDates: bills.map(({ issued, timeZone }) => localDay(issued, zoneClockOf(timeZone))),
    billTotals: [
      ...parts.accounts.flatMap(({ lastBillAmount }) =>
        lastBillAmount === undefined ? [] : [lastBillAmount],
      ),
      ...totalsOf(bills),
    ],
  };
}
