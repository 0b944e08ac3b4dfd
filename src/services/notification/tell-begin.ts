import type { Clock } from '../../platform/clock.ts';
import type { Queryable } from '../../storage/database.ts';
import { lockNotifiedAuthorization, updateNotifiedStamp } from '../../storage/notification-targets.ts';
import { findNewestStamp } from '../../storage/stamps.ts';
import { enqueueBulkCut } from '../bulk/enqueue-bulk-cut.ts';
import { enqueueNotification } from './enqueue-notification.ts';
import { batchesOf, isOn } from './notified-authorization.ts';
import { notifiedScope } from './notified-scope.ts';

/**
 * Tells a third party, as far as it asked to be told, that an Authorization has begun: where all that it grants is, or by a bulk.
 * What it is told of later is what came after that. Of one that has ended before, nothing is told.
 */
export async function tellBegin(
  { tx, clock, publicUrl }: { readonly tx: Queryable; readonly clock: Clock; readonly publicUrl: string },
  { authorizationId }: { readonly authorizationId: number },
): Promise<void> {
  const now = clock.now();
  const found = await lockNotifiedAuthorization(tx, authorizationId);
  if (found === undefined || !isOn(found, now)) return;
  const { id, clientId, utilityId, customerId } = found;
  const { kinds, inBulk } = notifiedScope(found.scope);
  if (inBulk) await enqueueBulkCut(tx, { clientId, soonest: now, waitMs: 0 });
  const { usage, customer } = batchesOf(publicUrl, found);
  const resources = [
    ...([...kinds].some((kind) => kind !== 'customer') ? [usage] : []),
    ...(kinds.has('customer') && customerId !== null ? [customer] : []),
  ];
  if (resources.length === 0) return;
  await updateNotifiedStamp(tx, { id, stamp: await findNewestStamp(tx, utilityId), at: now });
  await enqueueNotification({ tx, clock }, { clientId, authorizationId: id, event: 'data', resources });
}
