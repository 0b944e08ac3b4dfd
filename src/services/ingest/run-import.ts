import { AppError } from '../../platform/errors.ts';
import type { Queryable } from '../../storage/database.ts';
import { finishImportRun, insertImportRun } from '../../storage/import-runs.ts';
import type { ImportContext, ImportInput } from './import-input.ts';
import type { ImportReceipt, ReceiptBuilder } from './import-receipt.ts';
import type { IngestBatch } from './ingest-batch.ts';
import { createRehearsal } from './rehearse-batch.ts';
import { type BatchReceipt, writeBatch } from './write-batch.ts';

/** Writes one batch. */
export type WriteBatch = (batch: IngestBatch) => Promise<BatchReceipt>;

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
  });
  const end = async (error?: string): Promise<ImportReceipt> => {
    const done = receipt.finish(error);
    await finishImportRun(db, { id, finished: clock.now(), receipt: done });
    return done;
  };
  try {
    await run(db, (batch) => writeBatch(context, { utility, batch }));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return await end(`${source.name}: ${error.message}`);
  }
  return await end();
}
