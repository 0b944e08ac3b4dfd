import { createReadStream, statSync } from 'node:fs';
import { importFile } from '../../src/services/ingest/import-file.ts';
import type { ImportInput } from '../../src/services/ingest/import-input.ts';
import type { ImportReceipt } from '../../src/services/ingest/import-receipt.ts';
import type { ImportSource } from '../../src/services/ingest/import-source.ts';
import type { IngestBatch } from '../../src/services/ingest/ingest-batch.ts';
import { type BatchReceipt, writeBatch } from '../../src/services/ingest/write-batch.ts';
import { prepareStorage } from '../../src/services/maintenance/prepare-storage.ts';
import type { Database } from '../../src/storage/database.ts';
import { insertUtility, type Utility } from '../../src/storage/utilities.ts';
import { type TestClock, testClock } from './clock.ts';
import { openTestDatabase } from './database.ts';

/** A database with a utility, and what fills it. */
export interface IngestHouse {
  readonly db: Database;
  readonly clock: TestClock;
  readonly utility: Utility;
  /** Makes another utility, so that a test has its data for itself. */
  readonly addUtility: (timeZone?: string) => Promise<Utility>;
  readonly write: (batch: Partial<IngestBatch>, utility?: Utility) => Promise<BatchReceipt>;
  readonly import: (
    source: ImportSource,
    options?: Partial<Omit<ImportInput, 'source'>>,
  ) => Promise<ImportReceipt>;
  readonly close: () => Promise<void>;
}

/** A batch with nothing in it but what is given. */
export const batchOf = (parts: Partial<IngestBatch>): IngestBatch => ({
  usagePoints: [],
  meterReadings: [],
  readings: [],
  usageSummaries: [],
  qualitySummaries: [],
  customerResources: [],
  ...parts,
});

/**
 * A source that does something in the middle of its second whole pass, which writes: the first looks for faults and links,
 * and a look at the first bytes is no pass.
 *
 * @param at bytes into the file.
 */
export function interrupted(source: ImportSource, at: number, act: () => unknown): ImportSource {
  let passes = 0;
  return {
    ...source,
    async *open() {
      let read = 0;
      for await (const piece of source.open()) {
        const before = read;
        read += piece.length;
        const crosses = before <= at && read > at;
        if (crosses) passes += 1;
        if (crosses && passes === 2) await act();
        yield piece;
      }
    },
  };
}

/** A file on disk as a source. */
export const fileSource = (path: string): ImportSource => ({
  name: path,
  bytes: statSync(path).size,
  open: () => createReadStream(path),
});

/** Text as a source, in pieces as small as wanted. */
export function textSource(name: string, text: string, pieceBytes = 65_536): ImportSource {
  const bytes = Buffer.from(text);
  return {
    name,
    bytes: bytes.length,
    async *open() {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    },
  };
}

/** Opens a database with one utility in New York. */
export async function openIngestHouse(): Promise<IngestHouse> {
  const db = await openTestDatabase();
  const clock = testClock();
  await prepareStorage({ db });
  let count = 0;
  const addUtility = async (timeZone = 'America/New_York'): Promise<Utility> => {
    count += 1;
    const utility = await insertUtility(db, {
      slug: `utility-${count}`,
      name: `Utility ${count}`,
      timeZone,
      currency: 840,
      branding: {},
      settings: {},
    });
    if (utility === undefined) throw new Error('The slug of the utility is taken');
    return utility;
  };
  const utility = await addUtility();
  return {
    db,
    clock,
    utility,
    addUtility,
    write: (parts, to = utility) => writeBatch({ db, clock }, { utility: to, batch: batchOf(parts) }),
    import: (source, options = {}) => importFile({ db, clock }, { utility, source, ...options }),
    close: () => db.close(),
  };
}
