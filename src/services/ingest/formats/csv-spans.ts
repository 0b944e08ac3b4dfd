import type { ZoneClock } from '../../../espi/zone-clock.ts';
import type { CsvColumn } from './csv-layout.ts';
import { CsvProblem } from './csv-problem.ts';
import { addDays, boundsOf, instantsOf, parseCsvTime, parseDuration, withClock } from './csv-times.ts';
import type { CsvTime } from './csv-usual-time.ts';

/** When a reading is of. */
export interface CsvSpan {
  readonly start: number;
  /** Seconds; absent when the file does not say it: then the distance of its rows does. */
  readonly duration?: number;
}

/** Decides which of several instants a local time means that the clock shows twice; undefined when nothing tells. */
export type PickInstant = (series: string, candidates: readonly number[]) => number | undefined;

type Pick = (candidates: readonly number[]) => number | undefined;

const shortSeconds = 3 * 3600;
const longest = 4_294_967_295;

const two = (number: number): string => String(number).padStart(2, '0');
const wallText = (wall: number): string => {
  const date = new Date(wall * 1000);
  return `${date.toISOString().slice(0, 10)} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
};

/** Some programs write the last minute, or second, that belongs to an interval as its end. */
function withoutLastMinute(duration: number): number {
  if (duration % 300 === 240) return duration + 60;
  return duration % 300 === 299 ? duration + 1 : duration;
}

/** Makes the reader of start and duration of rows. */
export function createSpanReader({
  text,
  nameOf,
  zone,
  dateOrder,
}: {
  readonly text: (fields: readonly string[], column: CsvColumn) => string;
  readonly nameOf: (column: CsvColumn) => string;
  readonly zone: ZoneClock;
  readonly dateOrder: 'mdy' | 'dmy';
}): { readonly read: (fields: readonly string[], pick: Pick) => CsvSpan } {
  const time = (fields: readonly string[], column: CsvColumn, clock?: CsvColumn): CsvTime | undefined => {
    const said = text(fields, column);
    if (said === '') return undefined;
    const parsed = parseCsvTime(said, dateOrder);
    if (parsed === undefined)
      throw new CsvProblem(
        nameOf(column),
        `must be a time such as 2026-01-31T00:15:00-05:00, 2026-01-31 00:15, ${dateOrder === 'mdy' ? '1/31/2026' : '31/1/2026'} or epoch seconds; found "${said}"`,
      );
    const ofDay = clock === undefined ? '' : text(fields, clock);
    if (ofDay === '' || parsed.kind !== 'day') return parsed;
    const both = withClock(parsed, ofDay);
    if (both === undefined && clock !== undefined)
      throw new CsvProblem(
        nameOf(clock),
        `must be a time of day such as 00:15 or 12:15 AM; found "${ofDay}"`,
      );
    return both;
  };

  const startOf = (at: CsvTime, column: CsvColumn, pick: Pick): number => {
    if (at.kind === 'instant') return at.seconds;
    if (at.kind === 'day') return boundsOf(at.day, zone).start;
    const candidates = instantsOf(at.wall, zone);
    const [only, second] = candidates;
    if (only === undefined)
      throw new CsvProblem(
        nameOf(column),
        `${wallText(at.wall)} does not exist in ${zone.name}: the clock is set forward over it`,
      );
    const chosen = second === undefined ? only : pick(candidates);
    if (chosen === undefined)
      throw new CsvProblem(
        nameOf(column),
        `${wallText(at.wall)} comes twice in ${zone.name}, and the order of the rows does not tell which it is; write times with their offset`,
      );
    return chosen;
  };

  const toEnd = (start: number, from: CsvTime, end: CsvTime): number => {
    if (end.kind === 'instant') return withoutLastMinute(end.seconds - start);
    // A day without a time of day is the last one that belongs to it.
    if (end.kind === 'day') return boundsOf(end.day, zone).end - start;
    const later = instantsOf(end.wall, zone).find((t) => t > start);
    const byClock = from.kind === 'local' ? end.wall - from.wall : 0;
    const exact = later === undefined ? 0 : later - start;
    // Around a change of the clock the shorter of the two is the interval.
    const short = byClock > 0 && byClock < shortSeconds && (exact === 0 || byClock < exact);
    return withoutLastMinute(short ? byClock : exact);
  };

  const readByReadDate = (fields: readonly string[], read: CsvTime): CsvSpan => {
    const said = text(fields, 'days');
    if (!/^\d{1,4}$/.test(said) || Number(said) === 0)
      throw new CsvProblem(nameOf('days'), `must be a number of days; found "${said}"`);
    if (read.kind !== 'day') throw new CsvProblem(nameOf('readDate'), 'must be a day without a time of day');
    // The meter is read on that day: the day itself belongs to the next period.
    const start = boundsOf(addDays(read.day, -Number(said)), zone).start;
    return { start, duration: boundsOf(read.day, zone).start - start };
  };

  const durationOf = (fields: readonly string[], start: number, from: CsvTime): number | undefined => {
    const said = text(fields, 'duration');
    if (said !== '') {
      const duration = parseDuration(said);
      if (duration === undefined)
        throw new CsvProblem(nameOf('duration'), `must be seconds, or such as 15m or PT15M; found "${said}"`);
      return duration;
    }
    const end =
      time(fields, 'end', 'endTime') ?? (from.kind === 'day' ? undefined : endClock(fields, start, from));
    if (end !== undefined) return toEnd(start, from, end);
    if (text(fields, 'days') !== '' && from.kind === 'day')
      return boundsOf(addDays(from.day, Number(text(fields, 'days'))), zone).start - start;
    if (from.kind !== 'day') return undefined;
    return boundsOf(from.day, zone).end - start;
  };

  /** The end as a time of day on the day of the start, or on the next one. */
  const endClock = (fields: readonly string[], start: number, from: CsvTime): CsvTime | undefined => {
    const said = text(fields, 'endTime');
    if (said === '') return undefined;
    const wall = from.kind === 'local' ? from.wall : start + zone.spanAt(start).offset;
    const day = new Date(wall * 1000).toISOString().slice(0, 10);
    const end = withClock({ kind: 'day', day }, said);
    if (end === undefined)
      throw new CsvProblem(nameOf('endTime'), `must be a time of day such as 00:15; found "${said}"`);
    const startsLate = wall % 86_400 >= 12 * 3600;
    return end.kind === 'local' && end.wall <= wall && startsLate
      ? { kind: 'local', wall: end.wall + 86_400 }
      : end;
  };

  return {
    read(fields, pick) {
      const from = time(fields, 'start', 'startTime') ?? time(fields, 'date', 'startTime');
      const column = text(fields, 'start') === '' ? 'date' : 'start';
      if (from === undefined) {
        const read = time(fields, 'readDate') ?? time(fields, 'end');
        if (read === undefined) throw new CsvProblem(nameOf(column), 'is empty');
        return readByReadDate(fields, read);
      }
      const start = startOf(from, column, pick);
      const duration = durationOf(fields, start, from);
      if (duration === undefined) return { start };
      if (!(duration > 0 && duration <= longest))
        throw new CsvProblem(nameOf('end'), 'must be after the start');
      return { start, duration };
    },
  };
}
