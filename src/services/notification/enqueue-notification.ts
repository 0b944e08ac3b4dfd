import type { Clock } from '../../platform/clock.ts';
import { newUid } from '../../platform/ids.ts';
import type { Queryable } from '../../storage/database.ts';
import { enqueueJob } from '../../storage/job-queue.ts';
import { findNotificationTarget } from '../../storage/notification-targets.ts';
import { insertNotification } from '../../storage/notifications.ts';

/** Name of the job that delivers a notification. */
export const notificationJobKind = 'notification';

/** Has a notification delivered: one job for each, so that a replay joins a retry that waits. */
export async function enqueueDelivery(tx: Queryable, notificationId: number): Promise<void> {
  await enqueueJob(tx, {
    kind: notificationJobKind,
    payload: { notificationId },
    key: `${notificationJobKind}:${notificationId}`,
  });
}

/** What a third party is told of. */
type NotificationEvent = 'data' | 'authorization_ended' | 'registration_changed' | 'batch_ready' | 'test';

/** A notification with its receiver. */
export interface OutgoingNotification {
  /** Key of the third party. */
  readonly clientId: number;
  readonly authorizationId?: number | undefined;
  readonly event: NotificationEvent;
  /** Absolute URIs that it may now fetch. */
  readonly resources: readonly string[];
}

/**
 * Writes a notification down and has it delivered after the commit of `tx`. A receiver that answered 410 gets
 * none: the row stays to be replayed.
 *
 * @returns its uid; undefined when the third party has nowhere to be told.
 */
export async function enqueueNotification(
  { tx, clock }: { readonly tx: Queryable; readonly clock: Clock },
  input: OutgoingNotification,
): Promise<string | undefined> {
  const target = await findNotificationTarget(tx, input.clientId);
  if (target === undefined || target.notifyUri === null || target.state === 'terminated') return undefined;
  const state = target.paused === null ? 'waiting' : 'dropped';
  const uid = newUid();
  const notificationId = await insertNotification(tx, { uid, created: clock.now(), state, ...input });
  if (state === 'waiting') await enqueueDelivery(tx, notificationId);
  return uid;
}
