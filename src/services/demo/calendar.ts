import { localDay, localDayBounds } from '../../espi/local-day.ts';
import type { ZoneClock } from '../../espi/zone-clock.ts';
import { zoneClockOf } from '../../espi/zone-clock-iana.ts';

/** One local day of the demo utility: 92, 96 or 100 quarter hours long. */
export interface DemoDay {
  /** Days since 1970-01-01 of its date. */
  readonly number: number;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Epoch seconds of its midnight and of the next. */
  readonly start: number;
  readonly end: number;
  /** 1 … 12. */
  readonly month: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 0 … 365. */
  readonly dayOfYear: number;
}

/** Where the demo utility lives. */
export const demoTimeZone = 'America/New_York';

const dayMilliseconds = 86_400_000;
const known = new Map<number, DemoDay>();
const zone = (): ZoneClock => zoneClockOf(demoTimeZone);

/** The date of a day number as `YYYY-MM-DD`. */
export const dateOf = (number: number): string =>
  new Date(number * dayMilliseconds).toISOString().slice(0, 10);

/** The day number of a date. */
export const numberOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / dayMilliseconds;

/** The local day of a number. */
export function demoDay(number: number): DemoDay {
  const found = known.get(number);
  if (found !== undefined) return found;
  const utc = new Date(number * dayMilliseconds);
  const date = dateOf(number);
  const day = {
    number,
    date,
    ...localDayBounds(date, zone()),
    month: utc.getUTCMonth() + 1,
    weekday: utc.getUTCDay(),
    dayOfYear: number - Date.UTC(utc.getUTCFullYear(), 0, 1) / dayMilliseconds,
  };
  known.set(number, day);
  return day;
}

/** The number of the local day that holds an instant. */
const dayNumberAt = (epochSeconds: number): number => numberOf(localDay(epochSeconds, zone()));

/** Hour of the local clock at an instant, with its fraction: `0 <= h < 24`. */
export function wallHour(epochSeconds: number): number {
  const second = (epochSeconds + zone().spanAt(epochSeconds).offset) % 86_400;
  return second / 3600;
}

/** Day numbers of a stretch, `from <= number < until`. */
export interface DaySpan {
  readonly from: number;
  readonly until: number;
}

/** The same date some months earlier, or the last day of that month where it is shorter. */
function monthsBefore(number: number, months: number): number {
  const utc = new Date(number * dayMilliseconds);
  const [year, month] = [utc.getUTCFullYear(), utc.getUTCMonth() - months];
  const lastOfMonth = Date.UTC(year, month + 1, 0) / dayMilliseconds;
  return Math.min(Date.UTC(year, month, utc.getUTCDate()) / dayMilliseconds, lastOfMonth);
}

/** The days for which the demo has data at an instant: 13 months that end with yesterday. */
export function demoSpan(nowMilliseconds: number): DaySpan {
  const today = dayNumberAt(Math.floor(nowMilliseconds / 1000));
  return { from: monthsBefore(today, 13), until: today };
}

/** The days of a span in their order. */
export function daysOf({ from, until }: DaySpan): DemoDay[] {
  return Array.from({ length: Math.max(0, until - from) }, (_, index) => demoDay(from + index));
}
