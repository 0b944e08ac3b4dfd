import type { Reading } from '../reading.ts';
import type { ComplexType, ComplexValue, NamespaceName } from '../schema/define.ts';

/** A link as it stands in the file; nothing is resolved or checked. */
export interface ReadLink {
  readonly rel: string;
  readonly href: string;
  readonly type?: string;
  readonly line: number;
}

/** What a block's readings amount to. They themselves are handed over in slices. */
export interface ReadingSummary {
  /** Readings that were handed over. */
  readonly count: number;
  /** Readings that were left out because of an error. */
  readonly rejected: number;
  /** Smallest start and largest end, in epoch seconds; absent when there are no readings. */
  readonly extent?: { readonly start: number; readonly end: number };
  /**
   * Elements of ReadingType that stand inside this block or its readings, where the standard has none
   * (`powerOfTenMultiplier`, `uom`, `currency`, …), each with the different texts found, ten at most.
   */
  readonly stated: ReadonlyMap<string, readonly string[]>;
}

/** One resource inside `content`. */
export interface ReadContent {
  /** Name by which the schema knows it. */
  readonly element: string;
  readonly namespace: NamespaceName;
  readonly type: ComplexType;
  /**
   * What was understood. Whatever the file lacked, a value that is `complete` can be written again: parts that
   * are not usable as a whole are left out. IntervalBlocks come without their IntervalReading.
   */
  readonly value: ComplexValue;
  /** False when a required element of the resource itself is missing or was rejected. */
  readonly complete: boolean;
  /** How many errors were found in it, its readings included. */
  readonly errors: number;
  readonly line: number;
  /** Only for an IntervalBlock. */
  readonly readings?: ReadingSummary;
}

/** One Atom entry, or a bare resource, which is an entry of which everything but the content is absent. */
export interface ReadEntry {
  /** Place among the document's entries, from 0: the same in every pass over the file. */
  readonly index: number;
  readonly line: number;
  readonly id?: string;
  readonly title?: string;
  /** Milliseconds since 1970. */
  readonly published?: number;
  readonly updated?: number;
  readonly links: readonly ReadLink[];
  readonly contents: readonly ReadContent[];
}

/** What a feed says of itself; what stands after the entries is known only after they were read. */
export interface ReadFeedHead {
  readonly id?: string;
  readonly title?: string;
  /** Milliseconds since 1970. */
  readonly updated?: number;
  readonly links: readonly ReadLink[];
}

/**
 * Takes readings of one IntervalBlock: at most 10,000 at a time, in the order of the file, never of two blocks
 * at once. The array is the callee's to keep.
 *
 * It is called while the block is still being read. What the entry says before the block is in `entry`; files
 * that write their links after the content have not said them yet. So an importer reads a file twice: first
 * without taking readings, to learn from the complete entries which channel each entry's blocks belong to;
 * then again, finding that knowledge by `entry.index` and `blockIndex`.
 *
 * @param blockIndex place of the block in the entry's `contents`.
 */
export type TakeReadings = (entry: ReadEntry, blockIndex: number, readings: Reading[]) => void;
