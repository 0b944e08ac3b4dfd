import { type DaySpan, type DemoDay, daysOf } from './calendar.ts';
import type { DemoPlace } from './demo-place.ts';
import { bakery, flat, gasHome, plainHome, solarHome, waterHome } from './households.ts';
import type { MeterModel } from './meter-model.ts';

/** A meter of a demo customer. */
export interface DemoMeter {
  /** What the utility calls the usage point. */
  readonly key: string;
  readonly model: MeterModel;
  /** Day of the month on which it is read. */
  readonly cycleDay: number;
  readonly serialNumber: string;
  /** Which days of a span have readings; all when absent. */
  readonly readOn?: (day: DemoDay) => boolean;
  readonly billed: boolean;
}

/** An invented customer: nothing about them is true. */
export interface DemoCustomer {
  /** What the utility calls them, and the name of the scenario that they show. */
  readonly key: string;
  readonly scenario: string;
  /**
   * The part that they play as a test customer: `TestScenario` of the pages, and what `auth-test-…` names. Nobody else
   * plays it.
   */
  readonly testScenario: string;
  readonly name: string;
  readonly kind: 'residential' | 'commercialIndustrial';
  readonly street: string;
  readonly accountId: string;
  readonly phone: string;
  /** Since when they are customers: `YYYY-MM-DD`. */
  readonly since: string;
  /** Days after the start of the demo's data on which the account was closed. */
  readonly closedAfterDays?: number;
  /** Their story is of days on which the clock changes. */
  readonly needsClockChange?: true;
  readonly meters: readonly DemoMeter[];
}

/** A town that is on no map. */
export const demoTown = {
  name: 'Harborlight',
  stateOrProvince: 'NY',
  postalCode: '00000',
  country: 'US',
} as const;

const electric = (
  key: string,
  model: MeterModel,
  cycleDay: number,
  extras: Partial<Pick<DemoMeter, 'readOn' | 'billed'>> = {},
): DemoMeter => ({
  key: `${key}-electric`,
  model,
  cycleDay,
  serialNumber: `EL-${key.toUpperCase()}`,
  billed: true,
  ...extras,
});
const gas = (key: string, cycleDay: number): DemoMeter => ({
  key: `${key}-gas`,
  model: gasHome(`${key}-gas`),
  cycleDay,
  serialNumber: `GA-${key.toUpperCase()}`,
  billed: true,
});
const water = (key: string, cycleDay: number, people: number, garden: number): DemoMeter => ({
  key: `${key}-water`,
  model: waterHome(`${key}-water`, people, garden),
  cycleDay,
  serialNumber: `WA-${key.toUpperCase()}`,
  billed: true,
});

/** The days around a change of the clock: three before, the day itself, three after. */
const aroundClockChanges = ({ calendar, number }: DemoDay): boolean =>
  daysOf({ calendar, from: number - 3, until: number + 4 }).some(({ start, end }) => end - start !== 86_400);

/** A customer as a real utility keeps them: nothing by which they are found can be that of a real one. */
const asTest = (prefix: string, { meters, ...customer }: DemoCustomer): DemoCustomer => ({
  ...customer,
  key: prefix + customer.key,
  accountId: prefix.toUpperCase() + customer.accountId,
  meters: meters.map((meter) => ({
    ...meter,
    key: prefix + meter.key,
    serialNumber: prefix.toUpperCase() + meter.serialNumber,
  })),
});

/** The invented customers of a place. Made anew for each run: the meters remember what they generated. */
export const customersOf = ({ keyPrefix, calendar }: DemoPlace): readonly DemoCustomer[] =>
  demoCustomers()
    .filter(({ needsClockChange }) => needsClockChange !== true || calendar.changesClock)
    .map((customer) => (keyPrefix === '' ? customer : asTest(keyPrefix, customer)));

/** Where a customer can be written to. */
export const emailOf = ({ key }: Pick<DemoCustomer, 'key'>, domain: string): string => `${key}@${domain}`;

/** The customers, as they are called at the demo utility. */
function demoCustomers(): readonly DemoCustomer[] {
  return [
    {
      key: 'flat',
      scenario: 'A flat: electricity every quarter hour',
      testScenario: 'flat',
      name: 'Juniper Vale',
      kind: 'residential',
      street: '8 Lantern Lane, Apt 3B',
      accountId: '1000-2002',
      phone: '555-0102',
      since: '2021-09-01',
      meters: [electric('flat', flat('flat-electric'), 11)],
    },
    {
      key: 'plain-home',
      scenario: 'A plain home: electricity every hour',
      testScenario: 'home',
      name: 'Rowan and Hazel Thicket',
      kind: 'residential',
      street: '27 Breakwater Road',
      accountId: '1000-2003',
      phone: '555-0103',
      since: '2018-04-16',
      meters: [electric('plain-home', plainHome('plain-home-electric'), 17)],
    },
    {
      key: 'bakery',
      scenario: 'A small business: energy with cost, demand, power quality',
      testScenario: 'commercial',
      name: 'Copper Kettle Bakery LLC',
      kind: 'commercialIndustrial',
      street: '3 Foghorn Square',
      accountId: '2000-3001',
      phone: '555-0104',
      since: '2017-03-01',
      meters: [electric('bakery', bakery('bakery-electric'), 4)],
    },
    {
      key: 'gas',
      scenario: 'Gas alone: therms every day',
      testScenario: 'gas',
      name: 'Basil Hearth',
      kind: 'residential',
      street: '14 Ember Court',
      accountId: '1000-2005',
      phone: '555-0105',
      since: '2020-11-02',
      meters: [gas('gas', 9)],
    },
    {
      key: 'water',
      scenario: 'Water alone: gallons every hour',
      testScenario: 'water',
      name: 'Marina Brook',
      kind: 'residential',
      street: '5 Cistern Close',
      accountId: '1000-2006',
      phone: '555-0106',
      since: '2022-05-20',
      meters: [water('water', 14, 2, 90)],
    },
    {
      key: 'dst-days',
      scenario: 'Days of 23 and 25 hours: only the weeks in which the clock changes',
      testScenario: 'clock_change',
      name: 'Wilder Sundial',
      kind: 'residential',
      street: '1 Meridian Way',
      accountId: '1000-2007',
      phone: '555-0107',
      since: '2019-01-07',
      needsClockChange: true,
      meters: [
        electric('dst-days', plainHome('dst-days-electric', { intervalLength: 900, missing: 0 }), 20, {
          readOn: aroundClockChanges,
          billed: false,
        }),
      ],
    },
    {
      key: 'estimated',
      scenario: 'A bad radio link: many missing and estimated intervals',
      testScenario: 'gaps',
      name: 'Fern Hollow',
      kind: 'residential',
      street: '40 Far Field Track',
      accountId: '1000-2008',
      phone: '555-0108',
      since: '2016-08-15',
      meters: [electric('estimated', plainHome('estimated-electric', { missing: 0.06 }), 23)],
    },
    {
      key: 'no-data',
      scenario: 'An account with no data yet',
      testScenario: 'empty',
      name: 'Clover Newhouse',
      kind: 'residential',
      street: '62 Fresh Paint Street',
      accountId: '1000-2009',
      phone: '555-0109',
      since: '2025-01-15',
      meters: [electric('no-data', plainHome('no-data-electric'), 6, { readOn: () => false, billed: false })],
    },
    {
      key: 'closed',
      scenario: 'A closed account: data end with the last bill',
      testScenario: 'closed',
      name: 'Heath Farewell',
      kind: 'residential',
      street: '9 Departure Drive',
      accountId: '1000-2010',
      phone: '555-0110',
      since: '2015-06-01',
      closedAfterDays: 240,
      meters: [electric('closed', plainHome('closed-electric'), 26)],
    },
    // Last: its newest readings tell how far the demo has come.
    {
      key: 'solar-home',
      scenario: 'A home with solar panels, gas and water in one account',
      testScenario: 'solar',
      name: 'Sol and Wren Alder',
      kind: 'residential',
      street: '12 Lantern Lane',
      accountId: '1000-2001',
      phone: '555-0101',
      since: '2019-05-13',
      meters: [
        gas('solar-home', 6),
        water('solar-home', 6, 4, 220),
        electric('solar-home', solarHome('solar-home-electric'), 6),
      ],
    },
  ];
}

/** The first day number without service; undefined while the account is open. */
export const closedOn = ({ closedAfterDays }: DemoCustomer, span: DaySpan): number | undefined =>
  closedAfterDays === undefined ? undefined : span.from + closedAfterDays;
