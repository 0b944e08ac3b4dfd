import type { Entry, FeedHead, WireStyle } from '../../espi/atom.ts';
import type { ComplexType, ComplexValue } from '../../espi/schema/define.ts';

/** A feed: its head is known before the first entry is read. */
export interface FeedAnswer {
  readonly form: 'feed';
  readonly head: FeedHead;
  /** In the pieces in which they are read, as they are iterated: a reader that stops stops the reading. */
  readonly entries: AsyncIterable<Iterable<Entry>>;
  readonly style: WireStyle;
  readonly etag: string;
  /** How much it is, where its plan tells. */
  readonly size?: FeedSize;
  /** Keys of the Authorizations of which it holds data so far, where there are many: it grows as entries are read. */
  readonly holds?: ReadonlySet<number>;
}

/** How much a feed holds. */
export interface FeedSize {
  readonly readings: number;
  readonly entries: number;
}

/** A single entry. */
export interface EntryAnswer {
  readonly form: 'entry';
  readonly entry: Entry;
  readonly style: WireStyle;
  readonly etag: string;
}

/** A bare element of the standard, without Atom around it. */
export interface DocumentAnswer {
  readonly form: 'document';
  readonly element: string;
  readonly type: ComplexType;
  readonly value: ComplexValue;
}

/** A stored file. */
export interface FileAnswer {
  readonly form: 'file';
  readonly fileName: string;
  readonly mediaType: string;
  readonly size: number;
  readonly etag: string;
  /** Bytes `start … end - 1`. */
  readonly read: (start: number, end: number) => Promise<Uint8Array>;
}

/** A feed that was written before: one gzip member of `size` bytes. */
export interface PreparedAnswer {
  readonly form: 'prepared';
  readonly size: number;
  /** Strong validator of its bytes. */
  readonly etag: string;
  /** Bytes `start … end - 1`, a stored part at a time. */
  readonly read: (start: number, end: number) => AsyncIterable<Uint8Array>;
  /** Its reader has had its last byte. */
  readonly onRead: () => Promise<void>;
}

/** A feed that is being written: the same request finds it later. */
export interface PendingAnswer {
  readonly form: 'pending';
  readonly retryAfterSeconds: number;
  /** The answer that says so has left. */
  readonly onAnswered: () => Promise<void>;
}

/** What reading a resource gives; how it becomes HTTP is not decided here. */
export type Answer = FeedAnswer | EntryAnswer | DocumentAnswer | FileAnswer | PreparedAnswer | PendingAnswer;
