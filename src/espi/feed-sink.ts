import type { ReadingColumns } from './packed-columns.ts';
import type { ReadingTemplate } from './reading-template.ts';
import type { RecordTemplate, RecordValues } from './text-record.ts';

/** Pieces that leave are at least this long, but for the last: what makes streaming cheap. */
export const chunkBytes = 16_384;

/**
 * Takes a feed piece by piece and makes bytes of it: the text itself, or a gzip member. Text is written by
 * `text`, readings by `readings`; the walk that calls them is the same for all sinks.
 */
export interface FeedSink {
  /** Appends text, which is written as UTF-8. It must not end within a surrogate pair. */
  text(text: string): void;
  /** Appends text of a kind: texts of one kind differ in a few places only. */
  similar(kind: string, text: string): void;
  /** Appends a record of a template, of which others are near. */
  record(template: RecordTemplate, values: RecordValues): void;
  /**
   * Appends the readings `from … to - 1` of the columns, all of the template: each has a value exactly when the
   * template has one, and a cost likewise.
   */
  readings(template: ReadingTemplate, columns: ReadingColumns, from: number, to: number): void;
  /** The next piece of at least `chunkBytes`, or undefined while there is none. It belongs to the taker. */
  take(): Uint8Array | undefined;
  /** Ends the feed: all that is left, after the last `take`. Nothing may be appended any more. */
  end(): Uint8Array;
}
