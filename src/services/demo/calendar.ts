import { localDay, localDayBounds } from '../../espi/local-day.ts';
import { offsetChangesIn } from '../../espi/zone-clock.ts';
import { zoneClockOf } from '../../espi/zone-clock-iana.ts';

/** The days of a time zone, as the invented customers live through them. */
export interface DemoCalendar {
  readonly timeZone: string;
  /** Whether its clock is changed twice a year. */
  readonly changesClock: boolean;
  /** The local day of a number: days since 1970-01-01 of its date. */
  readonly day: (number: number) => DemoDay;
  /** The number of the local day that holds an instant. */
  readonly numberAt: (epochSeconds: number) => number;
  /** Hour of the local clock at an instant, with its fraction: `0 <= h < 24`. */
  readonly hourAt: (epochSeconds: number) => number;
}

/** One local day: 92, 96 or 100 quarter hours long. */
export interface DemoDay {
  readonly calendar: DemoCalendar;
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

/** The year whose rules stand for all: those of New York have held since 2007. */
export const exemplaryYear = 2026;

const dayMilliseconds = 86_400_000;

/** The date of a day number as `YYYY-MM-DD`. */
export const dateOf = (number: number): string =>
  new Date(number * dayMilliseconds).toISOString().slice(0, 10);

/** The day number of a date. */
export const numberOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / dayMilliseconds;

/** The weekday of a day number: 0 is Sunday. */
export const weekdayOf = (number: number): number => (number + 4) % 7;

function createCalendar(timeZone: string): DemoCalendar {
  const known = new Map<number, DemoDay>();
  const zone = zoneClockOf(timeZone);
  const make = (number: number): DemoDay => {
    const utc = new Date(number * dayMilliseconds);
    const date = dateOf(number);
    return {
      calendar,
      number,
      date,
      ...localDayBounds(date, zone),
      month: utc.getUTCMonth() + 1,
      weekday: weekdayOf(number),
      dayOfYear: number - Date.UTC(utc.getUTCFullYear(), 0, 1) / dayMilliseconds,
    };
  };
  const calendar: DemoCalendar = {
    timeZone,
    changesClock: offsetChangesIn(zone, exemplaryYear).length > 0,
    day: (number) => {
      const day = known.get(number) ?? make(number);
      known.set(number, day);
      return day;
    },
    numberAt: (epochSeconds) => numberOf(localDay(epochSeconds, zone)),
    hourAt: (epochSeconds) => ((epochSeconds + zone.spanAt(epochSeconds).offset) % 86_400) / 3600,
  };
  return calendar;
}

const calendars = new Map<string, DemoCalendar>();

/** The calendar of a time zone; its days are made once. */
export function calendarOf(timeZone: string): DemoCalendar {
  const calendar = calendars.get(timeZone) ?? createCalendar(timeZone);
  calendars.set(timeZone, calendar);
  return calendar;
}

/** Day numbers of a stretch, `from <= number < until`. */
export interface DaySpan {
  readonly calendar: DemoCalendar;
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

/** The days for which there are data at an instant: 13 months that end with yesterday. */
export function demoSpan(calendar: DemoCalendar, nowMilliseconds: number): DaySpan {
  const today = calendar.numberAt(Math.floor(nowMilliseconds / 1000));
  return { calendar, from: monthsBefore(today, 13), until: today };
}

/** The days of a span in their order. */
export function daysOf({ calendar, from, until }: DaySpan): DemoDay[] {
  return Array.from({ length: Math.max(0, until - from) }, (_, index) => calendar.day(from + index));
}
