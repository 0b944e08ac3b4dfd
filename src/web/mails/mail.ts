import { type Catalog, catalogs } from '../catalog.ts';
import { type Formats, formatsFor } from '../formats.ts';
import type { Locale } from '../locale.ts';
import type { UtilityFace } from '../page.ts';
import { type Paths, pathsBelow } from '../paths.ts';
import type { MailBlock } from './mail-block.ts';
import { renderMailHtml } from './mail-html.tsx';
import { renderMailText } from './mail-text.ts';

/** A mail, ready to send: the same words as text and as HTML, in one language. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What every mail needs. */
export interface MailContext {
  /** The reader's language. */
  readonly locale: Locale;
  readonly utility: UtilityFace;
  /** The utility's colour, `#rrggbb`. */
  readonly accent?: string;
  /** Absolute prefix of the utility's own pages: `https://host/DataCustodian`. */
  readonly base: string;
}

/** The words, formats and links of a mail. */
export interface MailView {
  readonly t: Catalog;
  readonly f: Formats;
  readonly paths: Paths;
}

/** Looks up what a mail is written with. */
export function mailViewOf({ locale, utility, base }: MailContext): MailView {
  return {
    t: catalogs[locale],
    f: formatsFor(locale, utility.timeZone, utility.currency),
    paths: pathsBelow(base),
  };
}

/** Puts a mail together: the blocks, then the way to a person. */
export function composeMail(context: MailContext, subject: string, blocks: readonly MailBlock[]): Mail {
  const { t } = mailViewOf(context);
  const { name, phone } = context.utility;
  const help = phone === '' ? [] : [t.mails.help(name, phone)];
  const all: MailBlock[] = [...blocks, { kind: 'small', text: [...help, t.mails.noReply].join(' ') }];
  return {
    subject,
    text: renderMailText(all, { name: context.utility.name, colon: t.shell.colon }),
    html: renderMailHtml(context, subject, all),
  };
}
