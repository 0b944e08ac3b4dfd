import type { BillFact } from '../../storage/customer-settings.ts';

/** What the utility knows of a customer, to compare with what somebody enters. */
export interface KnownFacts {
  readonly names: readonly string[];
  readonly phones: readonly string[];
  readonly postalCodes: readonly string[];
  readonly meterNumbers: readonly string[];
  /** Days on which the newest bills were issued: `2026-11-02`. */
  readonly billDates: readonly string[];
  /** Totals of the newest bills, in 1/100,000 of the currency. */
  readonly billTotals: readonly number[];
}

/** Letters and digits alone, in lower case: how account, meter and postal codes are compared. */
export const plainCode = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** A name without accents, case and more than single blanks. */
export function plainName(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const digits = (text: string): string => text.replace(/\D/g, '');

/** US ZIP codes are compared by their first five digits: bills show nine, people know five. */
function samePostalCode(entered: string, known: string): boolean {
  const [a, b] = [plainCode(entered), plainCode(known)];
  const zip = /^\d{5}(?:\d{4})?$/;
  return zip.test(a) && zip.test(b) ? a.slice(0, 5) === b.slice(0, 5) : a === b;
}

/**
 * Phone numbers are the same when the last ten digits are, or all of a shorter one: country codes may be missing, and
 * zeros stand before where they are.
 */
function samePhone(entered: string, known: string): boolean {
  const plain = (text: string): string => digits(text).replace(/^0+/, '').slice(-10);
  const [a, b] = [plain(entered), plain(known)];
  const length = Math.min(a.length, b.length);
  return length >= 7 && a.slice(-length) === b.slice(-length);
}

/** The last name is the end of the name, from a word on: `Cruz` and `de la Cruz` for Maria de la Cruz. */
function sameLastName(entered: string, known: string): boolean {
  const [a, b] = [plainName(entered), plainName(known)];
  return a.length >= 2 && (a === b || b.endsWith(` ${a}`));
}

/**
 * Reads an amount as people write it: `$1,286.20`, `1 286,20 $`, `84.2`. A comma or point counts as the decimal sign
 * when one or two digits follow it at the end.
 *
 * @returns hundredths; undefined when it is no amount.
 */
export function parseAmount(text: string): number | undefined {
  const bare = text.replace(/[^\d.,-]/g, '');
  const match = /^(-?)([\d.,]*?)(?:[.,](\d{1,2}))?$/.exec(bare);
  if (match === null || bare === '') return undefined;
  const whole = digits(match[2] ?? '');
  if (whole === '' && match[3] === undefined) return undefined;
  const hundredths = Number(whole || '0') * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' ? -hundredths : hundredths;
}

/** Reads a day with the year first: `2026-11-02`, `2026/11/2`, `2026 11 02`, `20261102`. */
export function parseBillDate(text: string): string | undefined {
  const match =
    /^(\d{4})\D{0,2}(\d{1,2})\D{1,2}(\d{1,2})\D?$/.exec(text.trim()) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text.trim());
  if (match === null) return undefined;
  const [, year = '', month = '', day = ''] = match;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const sameAmount = (entered: string, known: number): boolean =>
  parseAmount(entered) === Math.round(known / 1000);

const matchers: Readonly<Record<BillFact, (entered: string, known: KnownFacts) => boolean>> = {
  postal_code: (entered, known) => known.postalCodes.some((code) => samePostalCode(entered, code)),
  meter_number: (entered, known) =>
    known.meterNumbers.some((number) => plainCode(number) === plainCode(entered)),
  phone: (entered, known) => known.phones.some((phone) => samePhone(entered, phone)),
  last_name: (entered, known) => known.names.some((name) => sameLastName(entered, name)),
  bill_date: (entered, known) => known.billDates.includes(parseBillDate(entered) ?? ''),
  bill_total: (entered, known) => known.billTotals.some((total) => sameAmount(entered, total)),
};

/** Whether what somebody entered is a fact that the utility knows: however it is spaced, cased or formatted. */
export function matchesFact(fact: BillFact, entered: string, known: KnownFacts): boolean {
  return /[\p{L}\p{N}]/u.test(entered) && matchers[fact](entered, known);
}
