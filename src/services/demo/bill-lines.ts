import type { UsageSummary } from '../../espi/schema/usage.ts';
import type { BillingPeriod } from './billing-periods.ts';
import { dateOf, daysOf } from './calendar.ts';
import type { MeterModel } from './meter-model.ts';
import type { Rate } from './tariffs.ts';

/** A line of a bill, as the standard has it. */
export type LineItem = NonNullable<UsageSummary['costAdditionalDetailLastPeriod']>[number];

const amountOf = (lines: readonly LineItem[]): number =>
  lines.reduce((sum, { amount = 0 }) => sum + amount, 0);

/** Start and length of a period in seconds. */
export function intervalOf({ calendar, from, until }: BillingPeriod): { duration: number; start: number } {
  const { start } = calendar.day(from);
  return { duration: calendar.day(until).start - start, start };
}

/** The highest quarter hour of a period in watts, and when it began. Of an hourly meter, the highest hour. */
export function peakOf(model: MeterModel, period: BillingPeriod): { watts: number; start: number } {
  let peak = { watts: 0, start: period.calendar.day(period.from).start };
  for (const day of daysOf(period)) {
    for (const { value = 0, start, duration } of model.readDay(day)[0] ?? []) {
      const watts = Math.round((value * 3600) / duration);
      if (watts > peak.watts) peak = { watts, start };
    }
  }
  return peak;
}

/** What was counted in a period: by rate, and sent back. */
function counted(
  model: MeterModel,
  period: BillingPeriod,
): { byRate: { rate: Rate; value: number }[]; sent: number } {
  const byRate = new Map<string, { rate: Rate; value: number }>();
  let sent = 0;
  for (const day of daysOf(period)) {
    const [forward = [], second = []] = model.readDay(day);
    for (const { start, value = 0 } of forward) {
      const rate = model.tariff.rateAt(day, start);
      const key = `${rate.tou ?? 0} ${rate.price}`;
      const line = byRate.get(key) ?? { rate, value: 0 };
      line.value += value;
      byRate.set(key, line);
    }
    if (model.channels[1]?.key === 'reverse') for (const { value = 0 } of second) sent += value;
  }
  return {
    byRate: [...byRate.values()].sort(
      (a, b) => (a.rate.tou ?? 0) - (b.rate.tou ?? 0) || a.rate.price - b.rate.price,
    ),
    sent,
  };
}

/** Lines whose amounts are the costs of the readings: usage by rate, generation, delivery, credit for exports. */
function meteredLines(model: MeterModel, period: BillingPeriod): LineItem[] {
  const { tariff } = model;
  const { powerOfTenMultiplier = 0, uom = 0 } = model.channels[0]?.readingType ?? {};
  const { byRate, sent } = counted(model, period);
  const total = byRate.reduce((sum, { value }) => sum + value, 0);
  const itemPeriod = intervalOf(period);
  const line = (itemKind: number, note: string, unitCost: number, value: number): LineItem => ({
    amount: value * unitCost,
    note,
    measurement: { powerOfTenMultiplier, uom, value },
    itemKind,
    unitCost,
    itemPeriod,
  });
  return [
    ...byRate.map(({ rate, value }) => line(3, rate.note, rate.price, value)),
    ...(tariff.generation === undefined
      ? []
      : [line(1, tariff.generation.note, tariff.generation.price, total)]),
    line(2, tariff.delivery.note, tariff.delivery.price, total),
    ...(sent === 0 || tariff.exportCredit === undefined
      ? []
      : [line(6, tariff.exportCredit.note, -tariff.exportCredit.price, sent)]),
  ];
}

/** Lines that no reading carries: customer charge, demand, credit of the season, taxes. */
function otherLines(model: MeterModel, period: BillingPeriod, metered: readonly LineItem[]): LineItem[] {
  const { tariff } = model;
  const lines: LineItem[] = [{ amount: tariff.customerCharge, note: 'Customer charge', itemKind: 4 }];
  if (tariff.demand !== undefined) {
    const { watts, start } = peakOf(model, period);
    lines.push({
      amount: watts * tariff.demand.price,
      note: tariff.demand.note,
      measurement: { powerOfTenMultiplier: 0, timeStamp: start, uom: 38, value: watts },
      itemKind: 3,
      unitCost: tariff.demand.price,
    });
  }
  const month = Number(dateOf(period.until).slice(5, 7));
  if (tariff.credit?.months.includes(month))
    lines.push({ amount: -tariff.credit.amount, note: tariff.credit.note, itemKind: 8 });
  const taxed = Math.max(0, amountOf([...metered, ...lines]));
  const taxes = tariff.taxes.map(({ note, percent }) => ({
    amount: Math.round((taxed * percent) / 100),
    note: `${note} ${percent} %`,
    itemKind: 5,
  }));
  return [...lines, ...taxes];
}

/** What a period costs: all that follows the meter and all that does not. */
export function chargeOf(
  model: MeterModel,
  period: BillingPeriod,
): { lines: LineItem[]; metered: number; amount: number } {
  const metered = meteredLines(model, period);
  const [charge, ...rest] = otherLines(model, period, metered);
  const lines = [...(charge === undefined ? [] : [charge]), ...metered, ...rest];
  return { lines, metered: amountOf(metered), amount: amountOf(lines) };
}
