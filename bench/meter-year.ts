import { createHash } from 'node:crypto';
import type { Entry, FeedHead, WireStyle } from '../src/espi/atom.ts';
import { createLinker } from '../src/espi/link-template.ts';
import type { PackedReadings } from '../src/espi/packed-format.ts';
import { packReadings } from '../src/espi/packed-readings.ts';
import type { Reading } from '../src/espi/reading.ts';
import { meterReading, usagePoint, usageSummary } from '../src/espi/schema/usage.ts';

/** What a measured feed holds: a year of one meter, and its bills. */
export interface MeterYear {
  /** Seconds from reading to reading. */
  readonly step: number;
  readonly withCost: boolean;
  readonly withQuality: boolean;
  readonly blocks: 'daily' | 'monthly';
  /** `house`: a household; `solar`: what it feeds in, nothing at night. */
  readonly profile?: 'house' | 'solar';
}

export interface SyntheticFeed {
  readonly head: FeedHead;
  readonly entries: readonly Entry[];
  readonly readings: readonly Reading[];
}

export const plainStyle: WireStyle = { contentType: 'application/xml', capitalServiceDeliveryPoint: false };

export const base = 'https://data.example-utility.org/DataCustodian/espi/1_1/resource';
const params = { auth_uid: 'q7Xw2LkP9sTz', meter_uid: 'vB4nR8yK1mHc', reading_uid: 'd3GfT6jWz0Qa' };
export const firstDay = 1_735_714_800;
const link = createLinker(base);
const daySeconds = 86_400;
const days = 365;

/** Random numbers that are the same in every run. @see Marsaglia, Xorshift RNGs */
function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Watt-hours of a quarter of an hour: a base load, more in the morning and the evening, and appliances. */
function house(hour: number, day: number, random: () => number): number {
  const season = 1 + 0.35 * Math.cos((2 * Math.PI * (day - 15)) / 365);
  const morning = 140 * Math.exp(-((hour - 7.5) ** 2) / 3);
  const evening = 260 * Math.exp(-((hour - 19.5) ** 2) / 8);
  const appliance = random() < 0.12 ? random() * 500 : 0;
  return season * (60 + morning + evening) + 25 * random() + appliance;
}

function solar(hour: number, day: number, random: () => number): number {
  const height = Math.sin((Math.PI * (hour - 6)) / 12) * (1 - 0.4 * Math.cos((2 * Math.PI * day) / 365));
  return hour < 6 || hour > 18 ? 0 : 900 * height * (0.4 + 0.6 * random());
}

function dayOf(year: MeterYear, day: number, random: () => number): Reading[] {
  const load = year.profile === 'solar' ? solar : house;
  const start = firstDay + day * daySeconds;
  return Array.from({ length: daySeconds / year.step }, (_, i): Reading => {
    const hour = (i * year.step) / 3600;
    const value = Math.round((load(hour, day, random) * year.step) / 900);
    const price = hour >= 14 && hour < 20 ? 31.4 : 16.25;
    return {
      start: start + i * year.step,
      duration: year.step,
      value,
      ...(year.withCost ? { cost: Math.round(value * price) } : {}),
      ...(year.withQuality ? { quality: [17] } : {}),
    };
  });
}

export function uuidOf(path: string): string {
  const hex = createHash('sha1').update(path).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function blockEntry(uid: string, rows: readonly PackedReadings[], end: number): Entry {
  return {
    uuid: uuidOf(uid),
    links: link({
      noun: 'IntervalBlock',
      params: { ...params, block_uid: uid },
      entries: { MeterReading: [{}] },
    }).links,
    published: end * 1000,
    updated: end * 1000 + 3 * 3_600_000 + ((end * 7919) % 1000),
    title: 'IntervalBlock',
    content: { block: { rows } },
  };
}

function billEntry(month: number): Entry {
  const start = firstDay + month * 30 * daySeconds;
  const end = start + 30 * daySeconds;
  const energy = 500_000 + month * 31_337;
  const noun = 'UsageSummary';
  return {
    uuid: uuidOf(`bill ${month}`),
    links: link({ noun, params: { ...params, summary_uid: `bill${month}x${start}` } }).links,
    published: end * 1000,
    updated: end * 1000 + 86_400_000,
    title: noun,
    content: {
      element: noun,
      type: usageSummary,
      value: {
        billingPeriod: { duration: end - start, start },
        billLastPeriod: energy * 17,
        costAdditionalLastPeriod: 1_200_000,
        costAdditionalDetailLastPeriod: [
          { amount: 1_200_000, note: 'Customer charge', itemKind: 4 },
          { amount: energy * 9, note: 'Delivery', itemKind: 3, unitCost: 9000 },
          { amount: energy * 7, note: 'Generation', itemKind: 3, unitCost: 7000 },
        ],
        currency: 840,
        overallConsumptionLastPeriod: { powerOfTenMultiplier: 0, timeStamp: end, uom: 72, value: energy },
        qualityOfReading: 17,
        statusTimeStamp: end,
        commodity: 1,
        tariffProfile: 'E-TOU-C',
      },
    },
  };
}

/** The feed of a year, and the readings in it. */
export function createMeterYear(year: MeterYear): SyntheticFeed {
  const random = randomSource(20_250_101);
  const entries: Entry[] = [];
  const noun = 'UsagePoint';
  const parent = { published: firstDay * 1000, updated: firstDay * 1000 + 1 };
  entries.push(
    {
      uuid: uuidOf('point'),
      links: link({ noun, params }).links,
      ...parent,
      title: noun,
      content: { element: noun, type: usagePoint, value: { ServiceCategory: { kind: 0 }, status: 1 } },
    },
    {
      uuid: uuidOf('channel'),
      links: link({ noun: 'MeterReading', params, feeds: ['IntervalBlock'] }).links,
      ...parent,
      title: 'MeterReading',
      content: { element: 'MeterReading', type: meterReading, value: {} },
    },
  );
  const readings: Reading[] = [];
  let month: PackedReadings[] = [];
  for (let day = 0; day < days; day++) {
    const start = firstDay + day * daySeconds;
    const ofDay = dayOf(year, day, random);
    readings.push(...ofDay);
    month.push(packReadings(ofDay));
    if (year.blocks === 'monthly' && month.length < 31 && day < days - 1) continue;
    entries.push(blockEntry(String(start), month, start + daySeconds));
    month = [];
  }
  for (let bill = 0; bill < 12; bill++) entries.push(billEntry(bill));
  const links = [
    { rel: 'self' as const, type: 'espi-feed/Subscription', href: `${base}/Batch/Subscription/x` },
  ];
  const head = { uuid: uuidOf('feed'), title: 'Subscription', updated: firstDay * 1000, links };
  return { head, entries, readings };
}
