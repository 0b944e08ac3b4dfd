import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/espi/reading.ts';
import { calendarOf, type DemoDay, daysOf, demoSpan, numberOf } from '../../src/services/demo/calendar.ts';
import {
  bakery,
  flat,
  gasHome,
  plainHome,
  solarHome,
  waterHome,
} from '../../src/services/demo/households.ts';
import type { MeterModel } from '../../src/services/demo/meter-model.ts';

const calendar = calendarOf('America/New_York');
const span = demoSpan(calendar, Date.parse('2026-11-24T15:00:00Z'));
const days = daysOf(span);
const series = (model: MeterModel, channel = 0, on: readonly DemoDay[] = days): Reading[] =>
  on.flatMap((day) => [...(model.readDay(day)[channel] ?? [])]);
const total = (readings: readonly Reading[]): number =>
  readings.reduce((sum, { value = 0 }) => sum + value, 0);
const inMonths = (readings: readonly Reading[], ...months: number[]): Reading[] =>
  readings.filter(({ start }) => months.includes(new Date(start * 1000).getUTCMonth() + 1));

/** Quantiles of the power in watts. */
function quantiles(
  readings: readonly Reading[],
): Record<'p5' | 'median' | 'p99' | 'max' | 'kwhPerDay', number> {
  const watts = readings.map(({ value = 0, duration }) => (value * 3600) / duration).sort((a, b) => a - b);
  const at = (share: number): number => watts[Math.floor(share * (watts.length - 1))] ?? Number.NaN;
  const kwhPerDay = total(readings) / 1000 / days.length;
  return { p5: at(0.05), median: at(0.5), p99: at(0.99), max: at(1), kwhPerDay };
}

const models: readonly [string, () => MeterModel][] = [
  ['solar home', () => solarHome('a')],
  ['flat', () => flat('b')],
  ['plain home', () => plainHome('c')],
  ['bakery', () => bakery('d')],
  ['gas', () => gasHome('e')],
  ['water', () => waterHome('f', 3, 150)],
];

describe('the span of the demo', () => {
  it.each([
    ['2026-11-24T15:00:00Z', '2025-10-24', '2026-11-23'],
    // 03:00 UTC is the evening before in New York.
    ['2026-11-24T03:00:00Z', '2025-10-23', '2026-11-22'],
    ['2027-03-31T12:00:00Z', '2026-02-28', '2027-03-30'],
    ['2028-03-29T12:00:00Z', '2027-02-28', '2028-03-28'],
  ])('at %s goes from %s to %s', (now, first, last) => {
    const { from, until } = demoSpan(calendar, Date.parse(now));
    expect([calendar.day(from).date, calendar.day(until - 1).date]).toEqual([first, last]);
  });
});

describe.each(models)('the readings of the %s', (_, model) => {
  it('are the same in any order, alone or all together', () => {
    const backwards = model();
    const byDay = new Map([...days].reverse().map((day) => [day.number, backwards.readDay(day)]));
    const forwards = model();
    for (const day of days) expect(byDay.get(day.number)).toEqual(forwards.readDay(day));
    const alone = calendar.day(span.from + 200);
    expect(model().readDay(alone)).toEqual(forwards.readDay(alone));
  });

  it('follow one another within their day, in whole numbers of which none is negative', () => {
    const meter = model();
    const faults: string[] = [];
    for (const day of days) {
      for (const readings of meter.readDay(day)) {
        let end = day.start;
        for (const { start, duration, value = -1 } of readings) {
          if (start < end || start + duration > day.end) faults.push(`${day.date}: ${start} is out of place`);
          if (!Number.isSafeInteger(value) || value < 0) faults.push(`${day.date}: ${start} has ${value}`);
          end = start + duration;
        }
      }
    }
    expect(faults).toEqual([]);
  });
});

it('gives the same numbers on every machine', () => {
  const hash = createHash('sha256');
  for (const [, model] of models) {
    const meter = model();
    for (const day of days) for (const readings of meter.readDay(day)) hash.update(JSON.stringify(readings));
  }
  expect(hash.digest('hex')).toBe('7822d493e4bf58afd22c603d2ac07a78d31b96b55a2f6b7e137b75fac4d16610');
});

describe('a day on which the clock changes', () => {
  const [spring, autumn] = [calendar.day(numberOf('2026-03-08')), calendar.day(numberOf('2026-11-01'))];
  const whole = plainHome('x', { intervalLength: 900, missing: 0 });
  const hourly = plainHome('x', { missing: 0 });

  it('has 92 or 100 quarter hours, 23 or 25 hours, without a hole', () => {
    for (const [day, hours] of [[spring, 23] as const, [autumn, 25] as const]) {
      expect(whole.readDay(day)[0]).toHaveLength(hours * 4);
      expect(hourly.readDay(day)[0]).toHaveLength(hours);
      const readings = hourly.readDay(day)[0] ?? [];
      expect(readings.map(({ start }) => start)).toEqual(
        Array.from({ length: hours }, (_, i) => day.start + i * 3600),
      );
    }
  });

  it('is one gas reading of 23 or 25 hours', () => {
    const gas = gasHome('e');
    expect(gas.readDay(spring)[0]?.[0]?.duration).toBe(23 * 3600);
    expect(gas.readDay(autumn)[0]?.[0]?.duration).toBe(25 * 3600);
  });
});

describe('the numbers look like those of real meters', () => {
  // Bands of the single homes among the collected files, a little widened.
  it('a home: long tail, low nights', () => {
    const { p5, median, p99, max, kwhPerDay } = quantiles(series(plainHome('c', { intervalLength: 900 })));
    expect(p5).toBeGreaterThan(210);
    expect(p5).toBeLessThan(680);
    expect(median).toBeGreaterThan(340);
    expect(median).toBeLessThan(1400);
    expect(p99).toBeGreaterThan(3100);
    expect(p99).toBeLessThan(8400);
    expect(max).toBeGreaterThan(4800);
    expect(max).toBeLessThan(13_600);
    expect(p99 / median).toBeGreaterThan(4.5);
    expect(p99 / median).toBeLessThan(9);
    expect(kwhPerDay).toBeGreaterThan(14);
    expect(kwhPerDay).toBeLessThan(35);
  });

  it('a flat takes about half of it', () => {
    const { kwhPerDay } = quantiles(series(flat('b')));
    expect(kwhPerDay).toBeGreaterThan(8);
    expect(kwhPerDay).toBeLessThan(16);
  });

  it('a home with panels exports in 25 to 50 % of its intervals, never while it takes', () => {
    const solar = solarHome('a');
    const [forward, reverse] = [series(solar, 0), series(solar, 1)];
    expect(reverse.map(({ start }) => start)).toEqual(forward.map(({ start }) => start));
    const both = forward.filter(({ value = 0 }, i) => value > 0 && (reverse[i]?.value ?? 0) > 0);
    expect(both).toEqual([]);
    const share = reverse.filter(({ value = 0 }) => value > 0).length / reverse.length;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.5);
    const night = reverse.filter(({ start }) => new Date(start * 1000).getUTCHours() === 6);
    expect(total(night)).toBe(0);
    expect(total(inMonths(reverse, 6, 7))).toBeGreaterThan(1.4 * total(inMonths(reverse, 12, 1)));
  });

  it('a small business: low nights and Sundays, high mornings', () => {
    const energy = series(bakery('d'));
    const { p5, p99, max } = quantiles(energy);
    expect(p99 / p5).toBeGreaterThan(8);
    expect(max).toBeLessThan(25_000);
    const byWeekday = (weekday: number): number =>
      total(
        series(
          bakery('d'),
          0,
          days.filter((day) => day.weekday === weekday),
        ),
      );
    expect(byWeekday(0)).toBeLessThan(byWeekday(3) / 2);
  });

  it('gas: 17 to 28 therms in a summer month, about eight times that in a winter month', () => {
    const gas = series(gasHome('e'));
    const [january, july] = [total(inMonths(gas, 1)) / 1000, total(inMonths(gas, 7)) / 1000];
    expect(january).toBeGreaterThan(110);
    expect(january).toBeLessThan(240);
    expect(july).toBeGreaterThan(14);
    expect(july).toBeLessThan(30);
    expect(january / july).toBeGreaterThan(5);
    expect(january / july).toBeLessThan(12);
  });

  it('water: some 50 gallons a person and day indoors, the garden on top in summer', () => {
    const water = series(waterHome('f', 3, 150));
    const [january, july] = [total(inMonths(water, 1)) / 31, total(inMonths(water, 7)) / 31];
    expect(january).toBeGreaterThan(80);
    expect(january).toBeLessThan(220);
    expect(july / january).toBeGreaterThan(1.3);
    expect(july / january).toBeLessThan(4);
  });

  it('hot days are hot for all: two homes rise together in a heat wave', () => {
    const perDay = (key: string): number[] => days.map((day) => total(series(plainHome(key), 0, [day])));
    const [one, other] = [perDay('one'), perDay('other')];
    const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length;
    const [a, b] = [mean(one), mean(other)];
    const cov = mean(one.map((x, i) => (x - a) * ((other[i] ?? 0) - b)));
    const deviation = (xs: readonly number[], m: number): number =>
      Math.sqrt(mean(xs.map((x) => (x - m) ** 2)));
    expect(cov / (deviation(one, a) * deviation(other, b))).toBeGreaterThan(0.5);
  });
});

describe('what a meter fails to report', () => {
  const expected = days.reduce((sum, { start, end }) => sum + (end - start) / 900, 0);
  const readings = series(flat('b'));

  it('is about 0.3 % of the intervals', () => {
    const missing = 1 - readings.length / expected;
    expect(missing).toBeGreaterThan(0.001);
    expect(missing).toBeLessThan(0.006);
  });

  it('is followed by estimates, and only there', () => {
    const estimated = readings.flatMap(({ quality }, index) => (quality?.includes(8) ? [index] : []));
    expect(estimated.length).toBeGreaterThan(20);
    for (const index of estimated) {
      const before = readings[index - 1];
      const here = readings[index];
      const afterGap = (here?.start ?? 0) > (before?.start ?? 0) + 900;
      expect(afterGap || before?.quality?.includes(8) === true).toBe(true);
    }
    expect(readings.filter(({ quality }) => !quality?.includes(8) && !quality?.includes(17))).toEqual([]);
  });

  it('is many times as much behind a bad radio link', () => {
    const bad = series(plainHome('estimated-electric', { missing: 0.06 }));
    expect(1 - bad.length / (expected / 4)).toBeGreaterThan(0.03);
    expect(bad.filter(({ quality }) => quality?.includes(8)).length).toBeGreaterThan(bad.length * 0.03);
  });
});
