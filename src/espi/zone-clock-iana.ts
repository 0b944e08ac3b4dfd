import { createZoneClock, type ZoneClock } from './zone-clock.ts';

/** A clock that changes stays changed for longer than this: the shortest time known in decades is a week. */
const probeSeconds = 3 * 86_400;

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
}

/** Whether a name is a time zone of the IANA database, such as `America/Toronto` or `UTC`. */
export function isTimeZone(name: string): boolean {
  // Newer engines take `+05:00` as well, older ones do not.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}

/** Offset in seconds out of text such as `3/8/2026, GMT-05:00`; `GMT` alone is 0. */
function offsetIn(text: string): number {
  const match = /GMT(?:([+\-\u2212])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  if (match === null) throw new RangeError(`No offset in "${text}"`);
  const [, sign, hours = 0, minutes = 0, seconds = 0] = match;
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === undefined || sign === '+' ? size : -size;
}

function firstChange(offsetAt: (t: number) => number, from: number, until: number): number {
  const before = offsetAt(from);
  let [low, high] = [from, until];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function createIanaClock(name: string): ZoneClock {
  const formatter = formatterOf(name);
  const offsetAt = (t: number): number => offsetIn(formatter.format(t * 1000));
  const changesBetween = (from: number, until: number): number[] => {
    const changes: number[] = [];
    let offset = offsetAt(from);
    for (let at = from; at < until - 1; ) {
      const next = Math.min(at + probeSeconds, until - 1);
      const nextOffset = offsetAt(next);
      if (nextOffset !== offset) changes.push(firstChange(offsetAt, at, next));
      offset = nextOffset;
      at = next;
    }
    return changes;
  };
  return createZoneClock({ name, offsetAt, changesBetween });
}

const clocks = new Map<string, ZoneClock>();

/**
 * The clock of an IANA time zone. Made once per name; a year that was not asked for before costs less
 * than a millisecond.
 *
 * @throws RangeError when the name is not a time zone.
 */
export function zoneClockOf(ianaName: string): ZoneClock {
  const known = clocks.get(ianaName);
  if (known !== undefined) return known;
  if (!isTimeZone(ianaName)) {
    throw new RangeError(`"${ianaName}" is not a time zone; write an IANA name such as America/Toronto`);
  }
  const clock = createIanaClock(ianaName);
  clocks.set(ianaName, clock);
  return clock;
}
