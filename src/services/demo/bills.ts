import type { Reading } from '../../espi/reading.ts';
import type { UsageSummary } from '../../espi/schema/usage.ts';
import { chargeOf, intervalOf, type LineItem, peakOf } from './bill-lines.ts';
import { type BillingPeriod, periodBefore } from './billing-periods.ts';
import { type DaySpan, daysOf } from './calendar.ts';
import type { MeterModel } from './meter-model.ts';

/** A bill, with what its picture shows. */
export interface Bill {
  readonly period: BillingPeriod;
  readonly value: UsageSummary;
  /** What the period costs and what the one before did, in 1/100,000 of the currency. */
  readonly amount: number;
  readonly previousAmount: number;
  /** Counted units of each day of the period. */
  readonly daily: readonly { readonly date: string; readonly value: number }[];
}

/** What bills of a meter have in common. */
export interface BillingAccount {
  readonly model: MeterModel;
  readonly cycleDay: number;
  readonly agency: string;
  /** ISO 4217, numeric. */
  readonly currency: number;
}

const issueHour = 6 * 3600;

const readingsOf = (model: MeterModel, span: DaySpan, channel = 0): Reading[] =>
  daysOf(span).flatMap((day) => model.readDay(day)[channel] ?? []);
const sum = (readings: readonly Reading[]): number =>
  readings.reduce((total, { value = 0 }) => total + value, 0);
const sumOfCosts = (readings: readonly Reading[]): number =>
  readings.reduce((total, { cost = 0 }) => total + cost, 0);

/** How much a ratchet keeps of the highest demand of a year. */
const ratchetShare = 0.8;

/** Peak and, where demand is billed, ratchet: function block 27. */
function demands({ model, cycleDay }: BillingAccount, period: BillingPeriod): Partial<UsageSummary> {
  if (model.service !== 'electricity') return {};
  const watt = { powerOfTenMultiplier: 0, uom: 38 };
  const peak = peakOf(model, period);
  const peakDemand = { ...watt, timeStamp: peak.start, value: peak.watts };
  if (model.tariff.demand === undefined) return { peakDemand };
  let [oldest, highest] = [period, peak];
  for (let back = 1; back < 12; back++) {
    oldest = periodBefore(cycleDay, oldest);
    const candidate = peakOf(model, oldest);
    if (candidate.watts > highest.watts) highest = candidate;
  }
  const { start } = intervalOf(oldest);
  return {
    peakDemand,
    ratchetDemand: { ...watt, timeStamp: highest.start, value: Math.round(highest.watts * ratchetShare) },
    ratchetDemandPeriod: { duration: period.calendar.day(period.until).start - start, start },
  };
}

/** The day of issue until the bill was made, and the day before it. */
function lastDays(model: MeterModel, { calendar, issued }: BillingPeriod): Partial<UsageSummary> {
  if (model.service !== 'electricity') return {};
  const [today, yesterday] = [calendar.day(issued), { calendar, from: issued - 1, until: issued }];
  const until = today.start + issueHour;
  const current = (channel: number): number =>
    sum(
      readingsOf(model, { calendar, from: issued, until: issued + 1 }, channel).filter(
        ({ start, duration }) => start + duration <= until,
      ),
    );
  const previous = (channel: number): number => sum(readingsOf(model, yesterday, channel));
  const energy = (timeStamp: number, value: number) => ({
    powerOfTenMultiplier: 0,
    timeStamp,
    uom: 72,
    value,
  });
  const both = model.channels[1]?.key === 'reverse';
  return {
    currentDayOverallConsumption: energy(until, current(0)),
    previousDayOverallConsumption: energy(today.start, previous(0)),
    ...(both
      ? {
          currentDayNetConsumption: energy(until, current(0) - current(1)),
          previousDayNetConsumption: energy(today.start, previous(0) - previous(1)),
        }
      : {}),
  };
}

/** What was owed before and that it was paid: not part of the amount. */
function paymentLines(previousAmount: number, { calendar, from, issued }: BillingPeriod): LineItem[] {
  const dateTime = Math.min(calendar.day(from + 18).start, calendar.day(issued).start);
  return [
    { amount: previousAmount, note: 'Previous bill', itemKind: 10 },
    ...(previousAmount > 0
      ? [{ amount: -previousAmount, dateTime, note: 'Payment received, thank you', itemKind: 9 }]
      : []),
  ];
}

/**
 * The bill of a period. Lines of the kinds 1 to 8 add up to `billLastPeriod`; lines that follow the meter to the
 * costs of the period's readings; `overallConsumptionLastPeriod` is the sum of the readings of the first channel.
 * `costAdditionalLastPeriod` is what the readings do not carry.
 */
export function billOf(account: BillingAccount, period: BillingPeriod): Bill {
  const { model, cycleDay, agency, currency } = account;
  const issueDay = period.calendar.day(period.issued);
  const { powerOfTenMultiplier = 0, uom = 0, commodity = 0 } = model.channels[0]?.readingType ?? {};
  const { lines, metered, amount } = chargeOf(model, period);
  const previousAmount = chargeOf(model, periodBefore(cycleDay, period)).amount;
  const billingPeriod = intervalOf(period);
  const readings = readingsOf(model, period);
  const sinceThen = { ...period, from: period.until, until: period.issued };
  const costs = model.channels.map((_, channel) => sumOfCosts(readingsOf(model, sinceThen, channel)));
  const value: UsageSummary = {
    billingPeriod,
    billLastPeriod: amount,
    billToDate: costs.reduce((total, cost) => total + cost, 0),
    costAdditionalLastPeriod: amount - metered,
    costAdditionalDetailLastPeriod: [...lines, ...paymentLines(previousAmount, period)],
    currency,
    overallConsumptionLastPeriod: {
      powerOfTenMultiplier,
      timeStamp: billingPeriod.start + billingPeriod.duration,
      uom,
      value: sum(readings),
    },
    currentBillingPeriodOverAllConsumption: {
      powerOfTenMultiplier,
      timeStamp: issueDay.start,
      uom,
      value: sum(readingsOf(model, sinceThen)),
    },
    ...lastDays(model, period),
    ...demands(account, period),
    qualityOfReading: readings.some(({ quality }) => quality?.includes(8)) ? 13 : 17,
    statusTimeStamp: issueDay.start + issueHour,
    commodity,
    tariffProfile: model.tariff.name,
    readCycle: String(cycleDay).padStart(2, '0'),
    billingChargeSource: { agencyName: agency },
  };
  const daily = daysOf(period).map((day) => ({ date: day.date, value: sum(model.readDay(day)[0] ?? []) }));
  return { period, value, amount, previousAmount, daily };
}
