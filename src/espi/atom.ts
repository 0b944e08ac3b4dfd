import type { BlockContent } from './block-content.ts';
import type { EntryLinks } from './link-template.ts';
import type { Link } from './links.ts';
import type { ComplexType, ComplexValue } from './schema/define.ts';

/** The namespace of feeds and entries. */
export const atomNamespace = 'http://www.w3.org/2005/Atom';

/** What stands inside `content`: a value with its table, stored readings, or text that was made elsewhere. */
export type Content =
  | { readonly element: string; readonly type: ComplexType; readonly value: ComplexValue }
  | { readonly block: BlockContent }
  | { readonly xml: string };

/** One Atom entry as it leaves. */
export interface Entry {
  /** UUIDv5 without the `urn:uuid:` prefix. */
  readonly uuid: string;
  readonly links: EntryLinks;
  /** Milliseconds since 1970. */
  readonly published: number;
  readonly updated: number;
  /** The bare name of the resource. */
  readonly title: string;
  readonly content: Content;
}

/** The head of an Atom feed. */
export interface FeedHead {
  readonly uuid: string;
  readonly title: string;
  /** Milliseconds since 1970: the newest `updated` of the matching entries. */
  readonly updated: number;
  readonly links: readonly Link[];
}

/** Where a utility's readers want it different. */
export interface WireStyle {
  /** Value of `content/@type`. */
  readonly contentType: 'application/xml' | 'atom+xml';
  /** Writes `ServiceDeliveryPoint` with a capital, as UtilityAPI does; not valid against the schema. */
  readonly capitalServiceDeliveryPoint: boolean;
}
