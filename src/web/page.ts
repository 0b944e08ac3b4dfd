import { type Catalog, catalogs } from './catalog.ts';
import { type Formats, formatsFor } from './formats.ts';
import type { Locale } from './locale.ts';
import { type Paths, pathsBelow } from './paths.ts';

/** What a page shows of the utility. Texts are in the page's language already. */
export interface UtilityFace {
  readonly name: string;
  /** A second line under the name. */
  readonly tagline?: string;
  /** On this origin, or a `data:` URL; a plain mark is drawn when absent. */
  readonly logoUrl?: string;
  /** As people read it: `519-555-0100`; empty when the utility has named none. */
  readonly phone: string;
  readonly helpUrl?: string;
  readonly privacyUrl?: string;
  readonly accessibilityUrl?: string;
  /** Where a customer complains: the utility's route, which leads on to the regulator's. Empty when none is named. */
  readonly complaintUrl: string;
  /** IANA name; every date on a page is in it. */
  readonly timeZone: string;
  /** ISO 4217 letters. */
  readonly currency: string;
}

/** What every page needs, whatever it shows. Plain data: the routes fill it once per request. */
export interface Page {
  readonly locale: Locale;
  readonly utility: UtilityFace;
  /** Prefix of the utility's own pages, without a slash at the end. */
  readonly base: string;
  /** Path and query of this page as a GET request reaches it, without `lang`. */
  readonly url: string;
  /** The session's value against forged forms: every form carries it as `csrf`. */
  readonly csrf: string;
  /** The stylesheets to link, base first, brand second. */
  readonly stylesheets: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Who is signed in to this part of the site, with a way to sign out. */
  readonly account?: {
    readonly name: string;
    /** Whether they are signed in with a password, which they can change. */
    readonly password: boolean;
  };
}

/** A page with its words, formats and links at hand: what components get. */
export interface View {
  readonly page: Page;
  readonly t: Catalog;
  readonly f: Formats;
  readonly paths: Paths;
}

/** Looks up the words and formats of a page. */
export function viewOf(page: Page): View {
  const { locale, utility, base } = page;
  return {
    page,
    t: catalogs[locale],
    f: formatsFor(locale, utility.timeZone, utility.currency),
    paths: pathsBelow(base),
  };
}
