import type { Clock } from '../../platform/clock.ts';
import type { Queryable } from '../../storage/database.ts';
import { enqueueJobs } from '../../storage/job-queue.ts';
import { listTouchedAuthorizations } from '../../storage/notification-targets.ts';
import { enqueueBulkCut } from '../bulk/enqueue-bulk-cut.ts';
import { notifiedScope } from './notified-scope.ts';

/** Name of the job that collects what changed for one Authorization. */
export const dataNotificationJobKind = 'data-notification';

/** What an import settles before a third party is told: the batches of one import become one notification. */
const settleMs = 15_000;

/** What an import wrote. */
export interface TouchedData {
  readonly utilityId: number;
  /** Keys of usage points whose readings, bills or own elements changed. */
  readonly upIds: readonly number[];
  /** Keys of the Customers under which a resource changed. */
  readonly customerIds?: readonly number[];
}

/**
 * Has the third parties of the touched Authorizations told, once each, after the commit of `tx`. Call it in the
 * transaction that writes the data.
 */
export async function enqueueDataNotifications(
  { tx, clock }: { readonly tx: Queryable; readonly clock: Clock },
  { utilityId, upIds, customerIds = [] }: TouchedData,
): Promise<void> {
  if (upIds.length === 0 && customerIds.length === 0) return;
  const soonest = clock.now() + settleMs;
  const jobs = [];
  const bulkWaits = new Map<number, number>();
  for (const { id, clientId, scope, notifiedAt } of await listTouchedAuthorizations(tx, {
    utilityId,
    upIds,
    customerIds,
  })) {
    const { kinds, waitMs, inBulk } = notifiedScope(scope);
    if (inBulk) bulkWaits.set(clientId, Math.min(waitMs, bulkWaits.get(clientId) ?? waitMs));
    if (kinds.size === 0) continue;
    jobs.push({
      kind: dataNotificationJobKind,
      payload: { authorizationId: id },
      key: `${dataNotificationJobKind}:${id}`,
      runAt: notifiedAt === null ? soonest : Math.max(soonest, notifiedAt + waitMs),
    });
  }
  await enqueueJobs(tx, jobs);
  for (const [clientId, waitMs] of [...bulkWaits].sort(([a], [b]) => a - b))
    await enqueueBulkCut(tx, { clientId, soonest, waitMs });
}
