import { currencyLetters } from '../../espi/currency-letters.ts';
import type { Locale } from '../locale.ts';
import type { UtilityFace } from '../page.ts';
import { brandingOf, inLocale } from './branding.ts';
import type { Utility } from './web-context.ts';

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
