import { AppError } from '../../platform/errors.ts';
import type { Database } from '../../storage/database.ts';
import { findNotificationTarget } from '../../storage/notification-targets.ts';
import { lockNotification, updateNotificationState } from '../../storage/notifications.ts';
import { enqueueDelivery } from './enqueue-notification.ts';

/**
 * Sends a notification once more, under the same id, whatever became of it before.
 *
 * @returns false when it is on its way already.
 * @throws AppError `not_found`; `conflict` when the third party has nowhere to be told, or is paused.
 */
export async function replayNotification(
  { db }: { readonly db: Database },
  input: { readonly clientId: number; readonly uid: string },
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const row = await lockNotification(tx, input);
    if (row === undefined) throw new AppError('not_found', `There is no notification "${input.uid}".`);
    const target = await findNotificationTarget(tx, input.clientId);
    if (target?.notifyUri == null)
      throw new AppError('conflict', 'The registration has no notify URI: give one first.');
    if (target.paused !== null)
      throw new AppError(
        'conflict',
        'Notifications are paused, because the receiver answered 410: resume them first.',
      );
    if (row.state === 'waiting' && row.tries === 0) return false;
    await updateNotificationState(tx, { id: row.id, state: 'waiting' });
    await enqueueDelivery(tx, row.id);
    return true;
  });
}
