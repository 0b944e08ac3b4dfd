import { localDayBounds } from '../../../espi/local-day.ts';
import type { ZoneClock } from '../../../espi/zone-clock.ts';
import { type CsvTime, dayStart, parseUsual } from './csv-usual-time.ts';

type Order = 'mdy' | 'dmy';

const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:(?:[T ]|, ?)(\d{1,2}:\d{2}.*))?$/i;
const written = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:(?:[T ]|, ?)(\d{1,2}:\d{2}.*))?$/i;
const compact = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/;
const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap])?\.?(?:m\.?)?\s*(z|[+-]\d{2}:?\d{2})?$/i;
const daySeconds = 86_400;

interface Clock {
  readonly seconds: number;
  /** Local time minus UTC, when it says so. */
  readonly offset?: number;
}

/** A time of day such as `14:30`, `2:30 PM`, `14:30:00-05:00`; 24:00 is the end of the day. */
function parseClock(text: string): Clock | undefined {
  const match = clock.exec(text.trim());
  if (match === null) return undefined;
  const [, h = '', m = '', s = '0', half, zone] = match;
  let hour = Number(h);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  const seconds = hour * 3600 + Number(m) * 60 + Number(s);
  if (Number(m) > 59 || Number(s) > 59 || seconds > daySeconds) return undefined;
  if (zone === undefined) return { seconds };
  if (zone.toLowerCase() === 'z') return { seconds, offset: 0 };
  const size = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(-2)) * 60;
  return { seconds, offset: zone.startsWith('-') ? -size : size };
}

function timeAt(start: number | undefined, rest: string | undefined): CsvTime | undefined {
  if (start === undefined) return undefined;
  if (rest === undefined) return { kind: 'day', day: new Date(start * 1000).toISOString().slice(0, 10) };
  const time = parseClock(rest);
  if (time === undefined) return undefined;
  const wall = start + time.seconds;
  return time.offset === undefined
    ? { kind: 'local', wall }
    : { kind: 'instant', seconds: wall - time.offset };
}

const fullYear = (text: string): number => Number(text) + (text.length === 2 ? 2000 : 0);

/**
 * Reads a time: ISO 8601 with or without offset, `M/D/YYYY` with or without a time of day, `YYYYMMDD`, or epoch
 * seconds (9 or 10 digits) or milliseconds (12 would be a date: 13). undefined for anything else.
 */
export function parseCsvTime(text: string, order: Order): CsvTime | undefined {
  const trimmed = text.trim();
  const usual = parseUsual(trimmed);
  if (usual !== undefined) return usual;
  if (/^(\d{9,10}|\d{13})$/.test(trimmed)) {
    const number = Number(trimmed);
    return { kind: 'instant', seconds: trimmed.length === 13 ? Math.floor(number / 1000) : number };
  }
  const asIso = iso.exec(trimmed);
  if (asIso !== null) {
    const [, year, month, day, rest] = asIso;
    return timeAt(dayStart(Number(year), Number(month), Number(day)), rest);
  }
  const asWritten = written.exec(trimmed);
  if (asWritten !== null) {
    const [, first = '', mark, second = '', year = '', rest] = asWritten;
    const dayFirst = mark === '.' || order === 'dmy';
    const [day, month] = dayFirst ? [first, second] : [second, first];
    return timeAt(dayStart(fullYear(year), Number(month), Number(day)), rest);
  }
  const asCompact = compact.exec(trimmed);
  if (asCompact === null) return undefined;
  const [, year, month, day, hour, minute, second = '00'] = asCompact;
  const rest = hour === undefined ? undefined : `${hour}:${minute}:${second}`;
  return timeAt(dayStart(Number(year), Number(month), Number(day)), rest);
}

/** A day with a time of day from another column. */
export function withClock(time: CsvTime | undefined, text: string): CsvTime | undefined {
  return time?.kind === 'day' ? timeAt(Date.parse(`${time.day}T00:00:00Z`) / 1000, text) : undefined;
}

/**
 * The instants at which the clock of a zone shows a time: one; two, the earlier first, in the hour that it shows
 * twice when it is set back; none in the hour that it leaves out.
 */
export function instantsOf(wall: number, zone: ZoneClock): number[] {
  const span = zone.spanAt(wall);
  const near = wall - span.offset;
  // Far from every change there is nothing to decide.
  if (near - span.from > daySeconds && span.until - near > daySeconds) return [near];
  const offsets = new Set([zone.spanAt(wall - daySeconds).offset, zone.spanAt(wall + daySeconds).offset]);
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((t) => zone.spanAt(t).offset === wall - t)
    .sort((a, b) => a - b);
}

/** The day that is `days` after another, as `YYYY-MM-DD`. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * daySeconds * 1000).toISOString().slice(0, 10);

/** Where a local day begins and the next one does. */
export const boundsOf = (day: string, zone: ZoneClock): { start: number; end: number } =>
  localDayBounds(day, zone);

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function readDuration(text: string): number | undefined {
  const plain = text.trim().toLowerCase();
  if (/^\d{1,9}$/.test(plain)) return Number(plain);
  const clockLike = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(plain);
  if (clockLike !== null) {
    const [, h, m, s = '0'] = clockLike;
    return Number(h) * 3600 + Number(m) * 60 + Number(s);
  }
  const period = /^p(?:(\d+)d)?(?:t(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?)?$/.exec(plain);
  if (period !== null && plain.length > 2) {
    const [, d = '0', h = '0', m = '0', s = '0'] = period;
    return Number(d) * 86_400 + Number(h) * 3600 + Number(m) * 60 + Number(s);
  }
  const [, count, unit = ''] =
    /^(\d{1,6})\s*(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)$/.exec(plain) ?? [];
  return count === undefined ? undefined : Number(count) * (unitSeconds[unit.slice(0, 1)] ?? 0);
}

let lastDuration: { readonly text: string; readonly seconds: number | undefined } | undefined;

/** A length of time in seconds: `900`, `15m`, `15 min`, `1h`, `PT15M`, `00:15`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  if (text !== lastDuration?.text) lastDuration = { text, seconds: readDuration(text) };
  return lastDuration.seconds;
}
