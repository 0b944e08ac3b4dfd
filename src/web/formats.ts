import { type Locale, languageTags } from './locale.ts';

/** Writes instants and amounts for people: in their language, in the utility's time zone and currency. */
export interface Formats {
  /** `November 23, 2027`. Instants are milliseconds since 1970. */
  readonly date: (at: number) => string;
  /** `November 23, 2027 at 2:02 pm` */
  readonly dateTime: (at: number) => string;
  /** `2026-11-23 14:02:11`, for tables that are compared line by line. */
  readonly stamp: (at: number) => string;
  /** `2:02 pm` */
  readonly time: (at: number) => string;
  /** `2027-11-23`, the value of a date field. */
  readonly isoDate: (at: number) => string;
  /** `2026-11-23T19:02:11.000Z`, the value of `<time datetime>`. */
  readonly iso: (at: number) => string;
  readonly number: (value: number) => string;
  /** A ratio 0..1 as `99.98 %`. */
  readonly percent: (ratio: number) => string;
  /** Bytes in kB, MB or GB (powers of 1000). */
  readonly bytes: (count: number) => string;
  /** An amount in 1/100000 of the currency. */
  readonly money: (hundredThousandths: number) => string;
}

function create(locale: Locale, timeZone: string, currency: string): Formats {
  const tag = languageTags[locale];
  const date = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone });
  const dateTime = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const time = new Intl.DateTimeFormat(tag, { timeStyle: 'short', timeZone });
  const stamp = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
  const isoDate = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone });
  const number = new Intl.NumberFormat(tag);
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 2 });
  const money = new Intl.NumberFormat(tag, { style: 'currency', currency });
  const unit = (name: string) =>
    new Intl.NumberFormat(tag, { style: 'unit', unit: name, maximumFractionDigits: 1 });
  const units = [unit('byte'), unit('kilobyte'), unit('megabyte'), unit('gigabyte')];
  // `p.m.` would end a sentence that ends with a time in two points.
  const plain = (text: string): string => text.replace(/([ap])\.\s?m\./, '$1m');
  return {
    date: (at) => date.format(at),
    dateTime: (at) => plain(dateTime.format(at)),
    stamp: (at) => stamp.format(at),
    time: (at) => plain(time.format(at)),
    isoDate: (at) => isoDate.format(at),
    iso: (at) => new Date(at).toISOString(),
    number: (value) => number.format(value),
    percent: (ratio) => percent.format(ratio),
    bytes: (count) => {
      const power = count < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(count) / 3));
      return units[power]?.format(count / 1000 ** power) ?? number.format(count);
    },
    money: (hundredThousandths) => money.format(hundredThousandths / 100_000),
  };
}

const cache = new Map<string, Formats>();

/** The formats of a language, time zone and currency (three letters). Made once each: `Intl` is slow to build. */
export function formatsFor(locale: Locale, timeZone: string, currency: string): Formats {
  const key = `${locale} ${timeZone} ${currency}`;
  const found = cache.get(key) ?? create(locale, timeZone, currency);
  cache.set(key, found);
  return found;
}
