import type { OffsetSpan, ZoneClock } from './zone-clock.ts';

const daySeconds = 86_400;

/** Days since 1970-01-01 of the local date at an instant, never less than that of an earlier instant. */
function dayNumber(t: number, span: OffsetSpan): number {
  const day = Math.floor((t + span.offset) / daySeconds);
  if (span.offset >= span.offsetBefore) return day;
  // A clock that is set back across midnight shows the old date again: the new day has begun all the same.
  return Math.max(day, Math.floor((span.from - 1 + span.offsetBefore) / daySeconds));
}

let lastNumber = 0;
let lastDay = '1970-01-01';

function dayText(number: number): string {
  if (number !== lastNumber) {
    lastDay = new Date(number * daySeconds * 1000).toISOString().slice(0, 10);
    lastNumber = number;
  }
  return lastDay;
}

/**
 * The local date on which an instant falls, as `YYYY-MM-DD`.
 *
 * Days follow one another without overlap: a day begins when the local clock first reaches it. Cheap for a
 * series in order of time.
 *
 * @throws RangeError outside the years 1 … 9999.
 */
export function localDay(epochSeconds: number, zone: ZoneClock): string {
  return dayText(dayNumber(epochSeconds, zone.spanAt(epochSeconds)));
}

function dayStart(day: number, zone: ZoneClock): number {
  // No clock on earth is more than 16 hours away from UTC.
  for (let span = zone.spanAt(day * daySeconds - 16 * 3600); ; span = zone.spanAt(span.until)) {
    const start = Math.max(day * daySeconds - span.offset, span.from);
    if (start < span.until) return start;
  }
}

/** A local day: its date, and where the next one begins in epoch seconds. */
export interface LocalDay {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly end: number;
}

// A dozen years; a file with senseless dates must not fill the memory.
const mostKnownDays = 4400;
const knownDays = new WeakMap<ZoneClock, Map<number, LocalDay>>();

/**
 * The local day on which an instant falls, and where it ends; both remembered, because meters are many and days few.
 *
 * @throws RangeError outside the years 1 … 9999.
 */
export function localDayAt(epochSeconds: number, zone: ZoneClock): LocalDay {
  const number = dayNumber(epochSeconds, zone.spanAt(epochSeconds));
  let days = knownDays.get(zone);
  if (days === undefined || days.size > mostKnownDays) {
    days = new Map();
    knownDays.set(zone, days);
  }
  let known = days.get(number);
  if (known === undefined) {
    known = { day: dayText(number), end: dayStart(number + 1, zone) };
    days.set(number, known);
  }
  return known;
}

/**
 * Where a local day begins and where the next one does, in epoch seconds: 82,800, 86,400 or 90,000 apart in
 * most zones; the same instant for a day that the zone left out.
 *
 * @param day `YYYY-MM-DD`.
 * @throws RangeError when it is not a date.
 */
export function localDayBounds(day: string, zone: ZoneClock): { start: number; end: number } {
  const number = Date.parse(`${day}T00:00:00Z`) / (daySeconds * 1000);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(number) || dayText(number) !== day) {
    throw new RangeError(`"${day}" is not a date; write it as 2026-01-31`);
  }
  return { start: dayStart(number, zone), end: dayStart(number + 1, zone) };
}
