import { brandingOf, inLocale } from '../../serving/branding.ts';
import type { Visit } from '../../serving/visit.ts';

/** The terms that third parties accept; where the utility has set none, the first version, on the public page. */
export function termsOf({ utility, locale, paths }: Pick<Visit, 'utility' | 'locale' | 'paths'>): {
  readonly version: string;
  readonly url: string;
} {
  const { terms } = brandingOf(utility);
  return { version: terms?.version ?? '1', url: inLocale(terms?.url, locale) ?? paths.developers };
}
