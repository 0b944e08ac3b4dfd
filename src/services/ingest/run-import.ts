import { AppError } from '../../platform/errors.ts';
import type { Queryable } from '../../storage/database.ts';
import { finishImportRun, insertImportRun } from '../../storage/import-runs.ts';
import type { ImportContext, ImportInput } from './import-input.ts';
import type { ImportReceipt, ReceiptBuilder } from './import-receipt.ts';
import type { IngestBatch } from './ingest-batch.ts';
import { type BatchReceipt, writeBatch, writeBatchWithin } from './write-batch.ts';

/** Writes one batch. */
export type WriteBatch = (batch: IngestBatch) => Promise<BatchReceipt>;

/** Thrown at the end of a dry run to take everything back; never leaves this file. */
class TakeBack extends Error {}

async function dryRun(
  { db, clock }: ImportContext,
  { utility }: ImportInput,
  run: (db: Queryable, write: WriteBatch) => Promise<void>,
): Promise<void> {
  try {
    await db.transaction(async (tx) => {
      await run(tx, (batch) => writeBatchWithin({ tx, clock }, { utility, batch }));
      throw new TakeBack();
    });
  } catch (error) {
    if (!(error instanceof TakeBack)) throw error;
  }
}

/**
 * Runs the writing half of an import, and keeps its receipt in import_run; in a dry run it is one transaction that
 * is taken back, and nothing is kept. What is wrong with the data ends in the receipt, not in an error.
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
    await dryRun(context, input, run);
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
