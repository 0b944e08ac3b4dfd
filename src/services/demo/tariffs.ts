import type { DemoDay } from './calendar.ts';

/** A price for some hours. Prices are 1/100,000 of the currency for one counted unit (Wh, 1/1000 therm, gallon). */
export interface Rate {
  readonly note: string;
  /** Code of the period, as readings carry it; absent where all hours cost the same. */
  readonly tou?: number;
  readonly price: number;
}

/** A price plan. Lines that follow the meter: usage, delivery, generation; the rest is per bill. */
export interface Tariff {
  readonly name: string;
  readonly rateAt: (day: DemoDay, start: number) => Rate;
  readonly delivery: { readonly note: string; readonly price: number };
  /** Energy bought for the customer; absent where the usage line holds it. */
  readonly generation?: { readonly note: string; readonly price: number };
  /** What a counted unit of export earns. */
  readonly exportCredit?: { readonly note: string; readonly price: number };
  /** 1/100,000 of the currency for each watt of the highest quarter hour. */
  readonly demand?: { readonly note: string; readonly price: number };
  readonly customerCharge: number;
  /** 1/100,000 of the currency, taken off the bills that end in these months. */
  readonly credit?: { readonly note: string; readonly amount: number; readonly months: readonly number[] };
  /** Percent of everything before. */
  readonly taxes: readonly { readonly note: string; readonly percent: number }[];
}

const isSummer = ({ month }: DemoDay): boolean => month >= 6 && month <= 9;
const isWeekend = ({ weekday }: DemoDay): boolean => weekday === 0 || weekday === 6;

const onPeak = { note: 'On-peak energy', tou: 1 };
const midPeak = { note: 'Mid-peak energy', tou: 2 };
const offPeak = { note: 'Off-peak energy', tou: 3 };

const homeRates = {
  summer: [
    { ...onPeak, price: 19 },
    { ...midPeak, price: 11 },
    { ...offPeak, price: 6 },
  ],
  winter: [
    { ...onPeak, price: 13 },
    { ...midPeak, price: 9 },
    { ...offPeak, price: 6 },
  ],
} as const;

const shopRates = [
  { ...onPeak, price: 12 },
  { ...offPeak, price: 7 },
] as const;

const salesTax = { note: 'Local sales tax', percent: 4 };

/** Plans by what the meters call them. */
export const tariffs = {
  timeOfUse: {
    name: 'RES-TOU Residential time of use',
    rateAt: (day, start) => {
      const [on, mid, off] = isSummer(day) ? homeRates.summer : homeRates.winter;
      if (isWeekend(day)) return off;
      const hour = day.calendar.hourAt(start);
      if (hour >= 16 && hour < 21) return on;
      return hour >= 7 && hour < 16 ? mid : off;
    },
    delivery: { note: 'Delivery', price: 4 },
    generation: { note: 'Generation service', price: 5 },
    exportCredit: { note: 'Credit for solar energy sent to the grid', price: 9 },
    customerCharge: 1_195_000,
    credit: { note: 'Climate credit', amount: 3_618_000, months: [4, 10] },
    taxes: [salesTax],
  },
  standard: {
    name: 'RES-1 Residential standard',
    rateAt: () => ({ note: 'Energy', price: 11 }),
    delivery: { note: 'Delivery', price: 4 },
    customerCharge: 1_195_000,
    credit: { note: 'Climate credit', amount: 3_618_000, months: [4, 10] },
    taxes: [salesTax],
  },
  business: {
    name: 'COM-TOU-D Small business with demand',
    rateAt: (day, start) => {
      const hour = day.calendar.hourAt(start);
      return !isWeekend(day) && hour >= 12 && hour < 20 ? shopRates[0] : shopRates[1];
    },
    delivery: { note: 'Distribution', price: 3 },
    demand: { note: 'Maximum demand charge', price: 1450 },
    customerCharge: 4_250_000,
    taxes: [{ note: 'Energy commission tax', percent: 1 }, salesTax],
  },
  gas: {
    name: 'GAS-R Residential gas',
    rateAt: () => ({ note: 'Gas supply', price: 74 }),
    delivery: { note: 'Gas delivery and transportation', price: 52 },
    customerCharge: 1_380_000,
    taxes: [salesTax],
  },
  water: {
    name: 'WTR-R Residential water',
    rateAt: () => ({ note: 'Water', price: 560 }),
    delivery: { note: 'Sewer service', price: 430 },
    customerCharge: 975_000,
    taxes: [{ note: 'Watershed fee', percent: 2 }],
  },
} as const satisfies Record<string, Tariff>;

/** Price of one counted unit with everything that follows the meter. */
export function unitPrice({ delivery, generation }: Tariff, rate: Rate): number {
  return rate.price + delivery.price + (generation?.price ?? 0);
}
