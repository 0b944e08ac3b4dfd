import { listChangedCustomers } from '../../storage/notification-targets.ts';
import { enqueueDataNotifications } from '../notification/enqueue-data-notifications.ts';
import type { BatchContext } from './batch-context.ts';
import type { IngestBatch } from './ingest-batch.ts';

/** Has the third parties told, after the commit, whose customers' data this batch wrote. */
export async function notifyChanges(
  { tx, utilityId, stamp }: BatchContext,
  {
    batch,
    upIds,
    now,
  }: { readonly batch: IngestBatch; readonly upIds: readonly number[]; readonly now: number },
): Promise<void> {
  const sourceKeys = batch.customerResources.map(({ sourceKey }) => sourceKey);
  const customerIds =
    sourceKeys.length === 0
      ? []
      : await listChangedCustomers(tx, { utilityId, sourceKeys, stamp: await stamp() });
  await enqueueDataNotifications({ tx, clock: { now: () => now } }, { utilityId, upIds, customerIds });
}
