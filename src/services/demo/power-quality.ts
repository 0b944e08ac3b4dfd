import type { ElectricPowerQualitySummary } from '../../espi/schema/usage.ts';
import type { DaySpan, DemoCalendar } from './calendar.ts';
import { randomBits, uniform } from './random.ts';

/** A month of the supply's quality: its key (`2026-03`) and the summary with all fields. */
export interface QualityMonth {
  readonly key: string;
  readonly value: ElectricPowerQualitySummary;
}

const dayNumber = (year: number, month: number): number => Date.UTC(year, month, 1) / 86_400_000;

function qualityOf(
  calendar: DemoCalendar,
  seed: number,
  year: number,
  month: number,
): ElectricPowerQualitySummary {
  const { start } = calendar.day(dayNumber(year, month));
  const { start: end } = calendar.day(dayNumber(year, month + 1));
  const index = year * 12 + month;
  const count = (stream: number, upTo: number): number => randomBits(seed, stream, index) % (upTo + 1);
  const near = (stream: number, value: number, share: number): number =>
    Math.round(value * (1 + share * (2 * uniform(seed, stream, index) - 1)));
  return {
    flickerPlt: near(40, 42, 0.3),
    flickerPst: near(41, 55, 0.3),
    harmonicVoltage: near(42, 3, 0.5),
    longInterruptions: uniform(seed, 43, index) < 0.1 ? 1 : 0,
    mainsVoltage: near(44, 208_000_000, 0.01),
    measurementProtocol: 0,
    powerFrequency: near(45, 60_000_000, 0.0003),
    rapidVoltageChanges: count(46, 4),
    shortInterruptions: count(47, 2),
    summaryInterval: { duration: end - start, start },
    supplyVoltageDips: count(48, 3),
    supplyVoltageImbalance: count(49, 2),
    supplyVoltageVariations: count(50, 3),
    tempOvervoltage: count(51, 1),
  };
}

/** The whole months within a span of days, oldest first. */
export function qualityMonths(seed: number, { calendar, from, until }: DaySpan): QualityMonth[] {
  const first = new Date(from * 86_400_000);
  const months: QualityMonth[] = [];
  for (let month = first.getUTCMonth() + (first.getUTCDate() > 1 ? 1 : 0); ; month++) {
    const year = first.getUTCFullYear();
    if (dayNumber(year, month + 1) > until) return months;
    const key = new Date(dayNumber(year, month) * 86_400_000).toISOString().slice(0, 7);
    months.push({ key, value: qualityOf(calendar, seed, Number(key.slice(0, 4)), Number(key.slice(5)) - 1) });
  }
}
