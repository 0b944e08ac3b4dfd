import { readFileSync } from 'node:fs';
import { sha256 } from '../platform/hash.ts';

/** A stylesheet to serve under a name that changes with its content, so that it may be cached for ever. */
export interface Stylesheet {
  readonly text: string;
  /** 12 hex digits of the SHA-256 of `text`. */
  readonly hash: string;
}

/** Names a stylesheet by its content. */
export function stylesheetOf(text: string): Stylesheet {
  return { text, hash: sha256(text).slice(0, 12) };
}

/** The look of every page. Serve it as `…/assets/style.{hash}.css`, beside the utility's `brandStylesheet`. */
export const baseStylesheet: Stylesheet = stylesheetOf(
  readFileSync(new URL('./style.css', import.meta.url), 'utf8'),
);
