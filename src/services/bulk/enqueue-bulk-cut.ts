import { findLastCut } from '../../storage/bulks.ts';
import type { Queryable } from '../../storage/database.ts';
import { enqueueJob } from '../../storage/job-queue.ts';

/** Name of the job that cuts what changed for a third party into bulks. */
export const cutBulkJobKind = 'cut-bulk';

/**
 * Has what changed for a third party cut into bulks after the commit of `tx`, and the third party told of them. One
 * that waits already is due at the earlier of both times.
 *
 * @param input.soonest milliseconds.
 * @param input.waitMs least time since the last cut.
 */
export async function enqueueBulkCut(
  tx: Queryable,
  {
    clientId,
    soonest,
    waitMs,
  }: { readonly clientId: number; readonly soonest: number; readonly waitMs: number },
): Promise<void> {
  const runAt = Math.max(soonest, (await findLastCut(tx, clientId)) + waitMs);
  await enqueueJob(tx, {
    kind: cutBulkJobKind,
    payload: { clientId },
    key: `${cutBulkJobKind}:${clientId}`,
    runAt,
  });
}
