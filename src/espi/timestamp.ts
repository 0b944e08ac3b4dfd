/** A moment read from text, and how the text fell short of RFC 3339. */
export interface ParsedTimestamp {
  /** Milliseconds since 1970; finer fractions are cut off. */
  readonly ms: number;
  /** Without a zone, and without a time of day, UTC is assumed. */
  readonly lacks?: 'zone' | 'time';
}

const pattern = /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)?)?$/;

const offsetMinutes = (zone: string): number => {
  if (zone === 'Z' || zone === 'z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return zone.startsWith('-') ? -minutes : minutes;
};

/** Reads a moment of Atom; undefined when the text is no moment of the calendar. */
export function parseTimestamp(text: string): ParsedTimestamp | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = match;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const offset = offsetMinutes(zone ?? 'Z');
  if (Math.abs(offset) > 14 * 60) return undefined;
  const ms =
    date.getTime() +
    ((Number(hour) * 60 + Number(minute) - offset) * 60 + Number(second)) * 1000 +
    Number(fraction.padEnd(3, '0').slice(0, 3));
  if (match[4] === undefined) return { ms, lacks: 'time' };
  return zone === undefined ? { ms, lacks: 'zone' } : { ms };
}
