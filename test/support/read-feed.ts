import { readFileSync } from 'node:fs';
import type { ReadEntry, ReadFeedHead } from '../../src/espi/reader/entry.ts';
import { createFeedReader } from '../../src/espi/reader/feed-reader.ts';
import type { Finding, RepeatedFinding } from '../../src/espi/reader/finding.ts';
import { readFeed } from '../../src/espi/reader/read-feed.ts';
import type { Reading } from '../../src/espi/reading.ts';

/** Everything that a reader gives for one document. */
export interface ReadResult {
  readonly entries: readonly ReadEntry[];
  readonly findings: readonly Finding[];
  readonly repeated: readonly RepeatedFinding[];
  /** Readings by `entry/block`. */
  readonly readings: ReadonlyMap<string, readonly Reading[]>;
  /** Lengths of the slices in which they came. */
  readonly slices: readonly number[];
  readonly head: ReadFeedHead | undefined;
  readonly failed: boolean;
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Reads bytes that arrive in chunks of `chunkBytes`. */
export async function readBytes(
  bytes: Uint8Array,
  mode: 'strict' | 'import',
  chunkBytes = 65_536,
): Promise<ReadResult> {
  const entries: ReadEntry[] = [];
  const findings: Finding[] = [];
  const readings = new Map<string, Reading[]>();
  const slices: number[] = [];
  const reader = createFeedReader({
    mode,
    onEntry: (entry) => entries.push(entry),
    onReadings: (entry, block, slice) => {
      slices.push(slice.length);
      const key = `${entry.index}/${block}`;
      readings.set(key, [...(readings.get(key) ?? []), ...slice]);
    },
    onFinding: (finding) => findings.push(finding),
  });
  await readFeed(inChunks(bytes, chunkBytes), reader);
  return {
    entries,
    findings,
    repeated: reader.repeated(),
    readings,
    slices,
    head: reader.head,
    failed: reader.failed,
  };
}

/** Reads a text as UTF-8. */
export const readText = (xml: string, mode: 'strict' | 'import', chunkBytes?: number): Promise<ReadResult> =>
  readBytes(new TextEncoder().encode(xml), mode, chunkBytes);

/** Reads a file. */
export const readFile = (path: string, mode: 'strict' | 'import'): Promise<ReadResult> =>
  readBytes(readFileSync(path), mode);
