/** The languages of the pages and mails. */
export const locales = ['en', 'fr'] as const;
export type Locale = (typeof locales)[number];

/** The BCP 47 tag that `Intl` and the `lang` attribute get: Canadian conventions for dates and money. */
export const languageTags: Readonly<Record<Locale, string>> = { en: 'en-CA', fr: 'fr-CA' };

/** A sentence together with the language it is written in, which may differ from the page's. */
export interface LocalText {
  readonly text: string;
  readonly lang: Locale;
}

/** Where a reader's language may be known from, best first. */
export interface LocaleSources {
  /** What the reader chose on a page and the cookie keeps. */
  readonly chosen?: string | undefined;
  /** `ui_locales` of an authorization request: tags separated by blanks. */
  readonly uiLocales?: string | undefined;
  /** The request's `Accept-Language`. */
  readonly acceptLanguage?: string | undefined;
  /** The utility's own first language; English when absent. */
  readonly fallback?: Locale | undefined;
}

const known = (tag: string): Locale | undefined =>
  locales.find((locale) => tag.trim().toLowerCase().split('-')[0] === locale);

function firstAccepted(header: string): Locale | undefined {
  const weighted = header.split(',').map((part) => {
    const [tag = '', ...parameters] = part.split(';');
    const quality = parameters.map((text) => /^\s*q=([\d.]+)/.exec(text)?.[1]).find((q) => q !== undefined);
    return { locale: known(tag), quality: quality === undefined ? 1 : Number(quality) };
  });
  return weighted
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .find(({ locale }) => locale !== undefined)?.locale;
}

/** The language to answer in: chosen, then asked for by the third party, then the browser's, then the utility's. */
export function chooseLocale(sources: LocaleSources): Locale {
  return (
    known(sources.chosen ?? '') ??
    (sources.uiLocales ?? '').split(' ').map(known).find(Boolean) ??
    firstAccepted(sources.acceptLanguage ?? '') ??
    sources.fallback ??
    'en'
  );
}

/** The URL of the same page in another language: the server keeps the choice and answers without `lang`. */
export function inLanguage(url: string, locale: Locale): string {
  const [path = '', query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('lang', locale);
  return `${path}?${parameters}`;
}
