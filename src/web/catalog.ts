import type { Locale } from './locale.ts';
import { en } from './locales/en.ts';
import { fr } from './locales/fr.ts';

/** Every word of the pages and mails. English is the model: another language that lacks a key does not compile. */
export type Catalog = typeof en;

/** The catalog of each language. */
export const catalogs: Readonly<Record<Locale, Catalog>> = { en, fr };
