import type { Finding } from '../../espi/reader/finding.ts';
import type { BatchReceipt } from './write-batch.ts';
import { addCounts, noCount, type WriteCount } from './write-count.ts';

/** Something about a file: a value that was left out (`error`) or something unusual that was understood (`warning`). */
export type ImportFinding = Pick<Finding, 'severity' | 'line' | 'element' | 'message'> & {
  /** A code of the reader, or one of the import's own: `import-…`. */
  readonly code: string;
};

/** What came of the import of one file. */
export interface ImportReceipt {
  readonly file: string;
  readonly dryRun: boolean;
  /**
   * `complete`: everything in it is stored. `partly`: something was rejected, or `error` ended it after some of it
   * had been written. `failed`: nothing was changed.
   */
  readonly status: 'complete' | 'partly' | 'failed';
  /** What ended it, with the place. */
  readonly error?: string;
  readonly usagePoints: WriteCount;
  readonly meterReadings: WriteCount;
  /** `repeated`: the file holds them more than once, and they were stored once. */
  readonly readings: WriteCount & { readonly rejected: number; readonly repeated: number };
  readonly blocks: WriteCount;
  readonly bills: WriteCount;
  readonly qualitySummaries: WriteCount;
  readonly customerResources: WriteCount;
  /** From the first start to the last end of its readings and billing periods, in epoch seconds. */
  readonly period?: { readonly start: number; readonly end: number };
  /** Resources that are not imported, such as Authorization, by name. */
  readonly ignored: Readonly<Record<string, number>>;
  /** How many values were rejected; `rejected` holds the first of them. */
  readonly rejectedValues: number;
  readonly rejected: readonly ImportFinding[];
  readonly warnings: readonly ImportFinding[];
}

/** Most findings of a kind that a receipt holds. */
const mostFindings = 10_000;

/** A receipt while the import goes on. */
export interface ReceiptBuilder {
  readonly find: (finding: ImportFinding) => void;
  /** Notes how many usable readings the file holds. */
  readonly found: (readings: number) => void;
  readonly reject: (readings: number) => void;
  readonly cover: (start: number, end: number) => void;
  readonly ignore: (ignored: ReadonlyMap<string, number>) => void;
  readonly wrote: (receipt: BatchReceipt) => void;
  readonly finish: (error?: string) => ImportReceipt;
}

/** Begins the receipt of a file. */
export function createReceipt({
  file,
  dryRun,
}: {
  readonly file: string;
  readonly dryRun: boolean;
}): ReceiptBuilder {
  const rejected: ImportFinding[] = [];
  const warnings: ImportFinding[] = [];
  let rejectedValues = 0;
  let foundReadings = 0;
  let rejectedReadings = 0;
  let rejectedLater = 0;
  let written = false;
  let ignored: Record<string, number> = {};
  let [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const counts = {
    usagePoints: noCount,
    meterReadings: noCount,
    readings: noCount,
    blocks: noCount,
    usageSummaries: noCount,
    qualitySummaries: noCount,
    customerResources: noCount,
  };
  return {
    find(finding) {
      if (finding.severity === 'error') rejectedValues += 1;
      const list = finding.severity === 'error' ? rejected : warnings;
      if (list.length < mostFindings) list.push(finding);
    },
    found(readings) {
      foundReadings = readings;
    },
    reject(readings) {
      rejectedReadings += readings;
      if (foundReadings > 0) rejectedLater += readings;
    },
    cover(from, until) {
      start = Math.min(start, from);
      end = Math.max(end, until);
    },
    ignore(more) {
      ignored = Object.fromEntries(more);
    },
    wrote(receipt) {
      written = true;
      for (const kind of Object.keys(counts) as (keyof typeof counts)[])
        counts[kind] = addCounts(counts[kind], receipt[kind]);
    },
    finish(error) {
      const { usageSummaries: bills, readings, ...others } = counts;
      const complete = rejectedValues + rejectedReadings === 0 && error === undefined;
      const failed = error !== undefined && !written;
      const stored = readings.created + readings.changed + readings.unchanged;
      const repeated = error === undefined ? foundReadings - rejectedLater - stored : 0;
      return {
        file,
        dryRun,
        status: failed ? 'failed' : complete ? 'complete' : 'partly',
        ...(error === undefined ? {} : { error }),
        ...others,
        readings: { ...readings, rejected: rejectedReadings, repeated },
        bills,
        ...(start <= end ? { period: { start, end } } : {}),
        ignored,
        rejectedValues,
        rejected,
        warnings,
      };
    },
  };
}
