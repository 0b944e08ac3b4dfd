/** What kinds of fault a reader finds. The words are stable: scripts may test them. */
export type FindingCode =
  // The document.
  | 'not-well-formed'
  | 'doctype'
  | 'encoding'
  | 'unexpected-root'
  | 'text-too-long'
  | 'nested-too-deep'
  | 'too-large'
  // Elements.
  | 'unknown-element'
  | 'unknown-attribute'
  | 'wrong-namespace'
  | 'wrong-case'
  | 'wrong-order'
  | 'too-many'
  | 'missing-element'
  | 'missing-default'
  | 'unexpected-text'
  // Values.
  | 'empty-value'
  | 'surrounding-space'
  | 'bad-value'
  | 'out-of-range'
  | 'value-too-long'
  | 'unlisted-code'
  | 'reading-rejected'
  | 'stated-in-reading'
  // Atom.
  | 'atom-missing'
  | 'atom-repeated'
  | 'atom-id'
  | 'atom-duplicate-id'
  | 'atom-timestamp'
  | 'atom-content-first'
  | 'atom-links-apart'
  | 'atom-link'
  | 'mixed-namespaces';

/** One fault in a file: where it is, what is wrong and what to do. */
export interface Finding {
  /**
   * In strict mode everything is an error. In import mode an error is a value, or a whole resource, that was
   * left out, or the end of reading; a warning is something unusual that was understood all the same.
   */
  readonly severity: 'error' | 'warning';
  readonly line: number;
  /** Counted from 1; only where the XML itself is broken. */
  readonly column?: number;
  /** Path from the resource or the entry: `IntervalBlock/IntervalReading/value`, `entry/link`. */
  readonly element: string;
  readonly code: FindingCode;
  readonly message: string;
  /** The text at fault, shortened. */
  readonly value?: string;
}

/** A warning that a file gave again and again: its first place, and how often in all. */
export interface RepeatedFinding {
  readonly first: Finding;
  readonly count: number;
}

/** Text that a file may have made long, cut to `most` characters. */
export const clip = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 3)}...` : text;

/** Text of a file for a message: on one line and not long. */
export const excerpt = (text: string): string => clip(text.slice(0, 1_000).replace(/\s+/g, ' '), 60);
