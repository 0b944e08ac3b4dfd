import { currency } from './schema/codes-units.ts';

/**
 * The ISO 4217 letters of a numeric code (`USD` of 840), of those that the standard lists; `XXX` for others.
 *
 * @param numeric the code, as ReadingType and UsageSummary carry it.
 */
export function currencyLetters(numeric: number): string {
  // The standard's list says `840: 'USD: United States dollar'`.
  const words = currency.codes?.get(String(numeric));
  return /^[A-Z]{3}/.exec(words ?? '')?.[0] ?? 'XXX';
}
