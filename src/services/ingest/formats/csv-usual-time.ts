/** A time as a file writes it. `wall` is what the clock shows, in seconds as if it were UTC. */
export type CsvTime =
  | { readonly kind: 'instant'; readonly seconds: number }
  | { readonly kind: 'local'; readonly wall: number }
  | { readonly kind: 'day'; readonly day: string };

/** The beginning of a date in UTC, in seconds; undefined when there is no such date. */
export function dayStart(year: number, month: number, day: number): number | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? date.getTime() / 1000 : undefined;
}

/** The number of two digits; NaN when there are none. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : Number.NaN;
}

/** Local time minus UTC as it stands at the end of a time; NaN for anything else. */
function offsetAt(text: string, at: number): number {
  const sign = text[at];
  if (sign === 'Z' && text.length === at + 1) return 0;
  const colon = text[at + 3] === ':' ? 1 : 0;
  if ((sign !== '+' && sign !== '-') || text.length !== at + 5 + colon) return Number.NaN;
  const size = twoDigits(text, at + 1) * 3600 + twoDigits(text, at + 3 + colon) * 60;
  return sign === '-' ? -size : size;
}

// Rows follow one another: most have the day of the one before.
let lastDay = { text: '', start: 0 };

/** `2026-01-31T00:15:00-05:00` without what may be left out, digit by digit; undefined for all else, however valid. */
export function parseUsual(text: string): CsvTime | undefined {
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || (text[10] !== 'T' && text[10] !== ' '))
    return undefined;
  const day = text.slice(0, 10);
  if (day !== lastDay.text) {
    const year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
    const start = dayStart(year, twoDigits(text, 5), twoDigits(text, 8));
    if (start === undefined) return undefined;
    lastDay = { text: day, start };
  }
  let at = 16;
  let second = 0;
  if (text[at] === ':') {
    second = twoDigits(text, at + 1);
    at += 3;
    if (text[at] === '.' && text.endsWith('000', at + 4)) at += 4;
  }
  const [hour, minute] = [twoDigits(text, 11), twoDigits(text, 14)];
  if (!(hour < 24 && minute < 60 && second < 60)) return undefined;
  const wall = lastDay.start + hour * 3600 + minute * 60 + second;
  if (text.length === at) return { kind: 'local', wall };
  const offset = offsetAt(text, at);
  return Number.isNaN(offset) ? undefined : { kind: 'instant', seconds: wall - offset };
}
