import { createDescribedBefore } from './described-before.ts';
import type { ImportContext } from './import-input.ts';
import type { IngestBatch } from './ingest-batch.ts';
import { type BatchInput, type BatchReceipt, writeBatchWithin } from './write-batch.ts';

/** Thrown to take a batch back; never leaves this file. */
class TakeBack extends Error {}

/**
 * What writes the batches of a dry run: each in a transaction of its own that is taken back, so that other writers of the
 * utility wait for a batch and not for the file. What an earlier batch would have left is written again first, as far as a
 * batch needs it, and not counted; so the receipts are those of an import.
 *
 * Only readings that the file holds more than once, in different batches, are counted as if each were the first.
 */
export function createRehearsal(
  { db, clock }: ImportContext,
  { utility }: Pick<BatchInput, 'utility'>,
): (batch: IngestBatch) => Promise<BatchReceipt> {
  const before = createDescribedBefore();
  return async (batch) => {
    const needed = before.neededBy(batch);
    let receipt: BatchReceipt | undefined;
    try {
      await db.transaction(async (tx) => {
        if (needed !== undefined) await writeBatchWithin({ tx, clock }, { utility, batch: needed });
        receipt = await writeBatchWithin({ tx, clock }, { utility, batch });
        throw new TakeBack();
      });
    } catch (error) {
      if (!(error instanceof TakeBack) || receipt === undefined) throw error;
    }
    before.note(batch);
    return receipt as BatchReceipt;
  };
}
