import { type Locale, languageTags } from './locale.ts';

/** The words for one and for more; `#` is where the number goes. French counts 0 as one, English does not. */
export interface PluralForms {
  readonly one: string;
  readonly other: string;
}

/** Picks the form for a number by the language's own rule and writes the number in its own style. */
export function pluralIn(locale: Locale): (count: number, forms: PluralForms) => string {
  const rules = new Intl.PluralRules(languageTags[locale]);
  const numbers = new Intl.NumberFormat(languageTags[locale]);
  return (count, forms) =>
    (rules.select(count) === 'one' ? forms.one : forms.other).replace('#', numbers.format(count));
}
