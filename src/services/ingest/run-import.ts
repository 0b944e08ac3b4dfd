import { AppError } from '../../platform/errors.ts';
import type { Queryable } from '../../storage/database.ts';
import {
  breakImportRun,
  extendImportRun,
  finishImportRun,
  insertImportRun,
} from '../../storage/import-runs.ts';
import type { ImportContext, ImportInput } from './import-input.ts';
import type { ImportReceipt, ReceiptBuilder } from './import-receipt.ts';
import type { IngestBatch } from './ingest-batch.ts';
import { createRehearsal } from './rehearse-batch.ts';
import { type BatchReceipt, writeBatch } from './write-batch.ts';

/** Writes one batch. */
export type WriteBatch = (batch: IngestBatch) => Promise<BatchReceipt>;

/**
 * How long an import is taken to be at work without a word from it: as long as a job of a worker. Feeds wait for it in vain
 * so long when it was killed. It says a word three times as often, so one may be late.
 */
const leaseMs = 60_000;

/**
 * Runs the writing half of an import, and keeps its receipt in import_run; in a dry run every batch is taken back, and
 * nothing is kept. What is wrong with the data ends in the receipt, not in an error.
 *
 * @param run writes the file, batch by batch.
 */
export async function runImport(
  context: ImportContext,
  input: ImportInput,
  receipt: ReceiptBuilder,
  run: (db: Queryable, write: WriteBatch) => Promise<void>,
): Promise<ImportReceipt> {
  const { db, clock } = context;
  const { utility, source } = input;
  if (input.dryRun === true) {
    await run(db, createRehearsal(context, { utility }));
    return receipt.finish();
  }
  const id = await insertImportRun(db, {
    utilityId: utility.id,
    fileName: source.name,
    started: clock.now(),
    runningUntil: clock.now() + leaseMs,
  });
  const heart = setInterval(() => {
    // What is not heard now is said again, or the import breaks off by itself.
    extendImportRun(db, { id, runningUntil: clock.now() + leaseMs }).catch(() => undefined);
  }, leaseMs / 3);
  const end = async (error?: string): Promise<ImportReceipt> => {
    const done = receipt.finish(error);
    await finishImportRun(db, { id, finished: clock.now(), receipt: done });
    return done;
  };
  try {
    const fault = await run(db, (batch) => writeBatch(context, { utility, batch })).then(
      () => undefined,
      (error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        return `${source.name}: ${error.message}`;
      },
    );
    return await end(fault);
  } catch (error) {
    await breakImportRun(db, id).catch(() => undefined);
    throw error;
  } finally {
    clearInterval(heart);
  }
}
