/** A file to import. It is read more than once, from its beginning each time. */
export interface ImportSource {
  /** As it was named; shown, and its last part is the name of the file. */
  readonly name: string;
  /** What tells it from every other file where its name does not: for keys of things with relative links. */
  readonly identity?: string;
  readonly bytes: number;
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** How far an import is. */
export interface ImportProgress {
  /** `check`: the file is read and nothing is written yet. `write`: it is read again and written. */
  readonly phase: 'check' | 'write';
  /** Bytes read in this phase, and of how many. */
  readonly bytes: number;
  readonly totalBytes: number;
  /** Readings written so far. */
  readonly readings: number;
}

/** The bytes of a source, counted as they pass. */
export async function* counted(
  source: ImportSource,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of source.open()) {
    yield piece;
    onBytes(piece.length);
  }
}
