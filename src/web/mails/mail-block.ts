import type { Locale } from '../locale.ts';

/** A piece of a mail. */
export type MailBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'small'; readonly text: string }
  | { readonly kind: 'code'; readonly value: string }
  | { readonly kind: 'quote'; readonly text: string; readonly lang?: Locale }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [string, string | readonly string[]])[] }
  | { readonly kind: 'button'; readonly label: string; readonly url: string };
