import { AppError } from '../../platform/errors.ts';
import type { Transaction } from '../../storage/database.ts';
import { keepStamp, lockStamp } from '../../storage/stamps.ts';

/** What the writers of one batch share. */
export interface BatchContext {
  readonly tx: Transaction;
  readonly utilityId: number;
  /**
   * The stamp for what this batch writes. The first call locks the stamps of the utility until the transaction
   * ends: from then on this is the only writer of the utility, and what it reads stays true.
   */
  readonly stamp: () => Promise<number>;
}

/** A context whose stamp is taken when it is first needed. */
export function batchContext(tx: Transaction, utilityId: number, now: number): BatchContext {
  let stamp: Promise<number> | undefined;
  return {
    tx,
    utilityId,
    stamp: () => {
      stamp ??= lockStamp(tx, utilityId, now);
      return stamp;
    },
  };
}

/** Ends a batch: the stamp counts as used only when something was written with it. */
export async function endBatch({ tx, utilityId, stamp }: BatchContext, wrote: boolean): Promise<void> {
  if (wrote) await keepStamp(tx, utilityId, await stamp());
}

/** The error for a batch that names something which is neither in it nor stored. */
export const unknownKey = (what: string, key: string, whose: string): AppError =>
  new AppError(
    'invalid_input',
    `${whose} belongs to the ${what} "${key}", which is not known here; import that first.`,
  );

/** The last of those with the same key, in the order of the first: a batch may repeat itself. */
export function lastByKey<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
