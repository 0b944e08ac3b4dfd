import { currency } from '../../espi/schema/codes-units.ts';
import type { Locale } from '../locale.ts';
import type { UtilityFace } from '../page.ts';
import { brandingOf, inLocale } from './branding.ts';
import type { Utility } from './web-context.ts';

/** ISO 4217 letters of a numeric code; the standard's list says `840: 'USD: United States dollar'`. */
function currencyLetters(numeric: number): string {
  const words = currency.codes?.get(String(numeric));
  return /^[A-Z]{3}/.exec(words ?? '')?.[0] ?? 'XXX';
}

/** What pages and mails show of a utility, in a language. */
export function utilityFace(utility: Utility, locale: Locale): UtilityFace {
  const branding = brandingOf(utility);
  const { logoUrl, phone = '' } = branding;
  const optional = {
    tagline: inLocale(branding.tagline, locale),
    helpUrl: inLocale(branding.helpUrl, locale),
    privacyUrl: inLocale(branding.privacyUrl, locale),
    accessibilityUrl: inLocale(branding.accessibilityUrl, locale),
    logoUrl,
  };
  return {
    name: utility.name,
    phone,
    complaintUrl: inLocale(branding.complaintUrl, locale) ?? '',
    timeZone: utility.timeZone,
    currency: currencyLetters(utility.currency),
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined),
    ) as Partial<UtilityFace>),
  };
}

/** The face of pages that belong to no utility: the list of them, and what is not found. */
export const neutralFace: UtilityFace = {
  name: 'Green Button Connect My Data',
  phone: '',
  complaintUrl: '',
  timeZone: 'UTC',
  currency: 'XXX',
};
