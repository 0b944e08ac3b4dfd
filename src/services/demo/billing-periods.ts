import { type DaySpan, type DemoCalendar, dateOf, weekdayOf } from './calendar.ts';

/** One billing period, in day numbers: `from <= day < until`. */
export interface BillingPeriod extends DaySpan {
  /** Date of the reading that ends it: names the bill. */
  readonly key: string;
  /** Day on which the bill is issued. */
  readonly issued: number;
}

/** The day itself, or the Monday after a weekend. */
function workday(number: number): number {
  const weekday = weekdayOf(number);
  return weekday === 6 ? number + 2 : weekday === 0 ? number + 1 : number;
}

/** The day on which the meter is read in a month; months count from 0 and may pass the year. */
const readDay = (year: number, month: number, cycleDay: number): number =>
  workday(Date.UTC(year, month, cycleDay) / 86_400_000);

/** Three working days after the reading. */
function issueDay(read: number): number {
  let day = read;
  for (let left = 3; left > 0; left--) day = workday(day + 1);
  return day;
}

function period(calendar: DemoCalendar, from: number, until: number): BillingPeriod {
  return { calendar, from, until, key: dateOf(until), issued: issueDay(until) };
}

/** The period that ends with the reading of a month: 28 to 35 days long, because nobody reads on a weekend. */
export function periodOf(
  calendar: DemoCalendar,
  cycleDay: number,
  year: number,
  month: number,
): BillingPeriod {
  return period(calendar, readDay(year, month - 1, cycleDay), readDay(year, month, cycleDay));
}

/** The period before another. */
export function periodBefore(cycleDay: number, { calendar, from }: BillingPeriod): BillingPeriod {
  const date = new Date(from * 86_400_000);
  return periodOf(calendar, cycleDay, date.getUTCFullYear(), date.getUTCMonth());
}

/**
 * The periods that lie within a span, oldest first, issued before its end. A span that ends with the service ends
 * with a short last period.
 */
export function periodsWithin(
  cycleDay: number,
  span: DaySpan,
  final?: { readonly until: number },
): BillingPeriod[] {
  const first = new Date(span.from * 86_400_000);
  const periods: BillingPeriod[] = [];
  for (let month = first.getUTCMonth(); ; month++) {
    const next = periodOf(span.calendar, cycleDay, first.getUTCFullYear(), month);
    if (final !== undefined && next.until >= final.until) {
      if (next.from < final.until && next.from >= span.from)
        periods.push(period(span.calendar, next.from, final.until));
      break;
    }
    if (next.issued >= span.until) break;
    if (next.from >= span.from) periods.push(next);
  }
  return periods.filter(({ issued }) => issued < span.until);
}
