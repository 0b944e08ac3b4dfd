const rfc3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:[Zz]|([+\- ])(\d{2}):(\d{2}))$/;
const epochSeconds = /^(?:0|[1-9]\d{8,9})$/;

const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();

/**
 * Reads an instant from a query parameter; undefined when it is none.
 *
 * Accepts RFC 3339 with `Z` or an offset, in either case of letters, with any number of fractional digits
 * (cut off after the milliseconds), and epoch seconds. The `+` of an offset may have arrived as a blank,
 * as it does where a client forgot to escape it. Epoch seconds are `0` or have nine or ten digits: a
 * shorter number is a year or a date without hyphens, a longer one is milliseconds, and guessing wrong
 * would answer with the wrong data.
 *
 * @returns milliseconds since 1970-01-01T00:00:00Z.
 * @see RFC 3339, section 5.6
 */
export function parseQueryTime(text: string): number | undefined {
  if (epochSeconds.test(text)) return Number(text) * 1000;
  const match = rfc3339.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const offsetHour = Number(match[9] ?? 0);
  const offsetMinute = Number(match[10] ?? 0);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const offset = (match[8] === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute) * 60;
  const seconds = date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset;
  // A leap second can only end a day of UTC; it reads as the midnight that follows.
  if (second === 60 && seconds % 86_400 !== 0) return undefined;
  return seconds * 1000 + Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
}

const dayMs = 86_400_000;
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** Days that were written, in the form `YYYY-MM-DDT`: in a feed many moments share theirs. */
const dayTexts = new Map<number, string>();
const mostDays = 1000;

function dayText(day: number): string {
  let text = dayTexts.get(day);
  if (text === undefined) {
    text = new Date(day * dayMs).toISOString().slice(0, -13);
    if (dayTexts.size >= mostDays) dayTexts.clear();
    dayTexts.set(day, text);
  }
  return text;
}

/**
 * Writes an instant as it stands on the wire: RFC 3339 in UTC, with milliseconds only when there are any.
 *
 * @param milliseconds since 1970-01-01T00:00:00Z; finer fractions are cut off.
 * @throws RangeError beyond the years that a Date can hold.
 */
export function formatTime(milliseconds: number): string {
  const whole = Math.trunc(milliseconds);
  const day = Math.floor(whole / dayMs);
  const inDay = whole - day * dayMs;
  const seconds = Math.floor(inDay / 1000);
  const fraction = inDay - seconds * 1000;
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const time = `${twoDigits[hours]}:${twoDigits[minutes - hours * 60]}:${twoDigits[seconds - minutes * 60]}`;
  return `${dayText(day)}${time}${fraction === 0 ? '' : `.${String(fraction).padStart(3, '0')}`}Z`;
}
