import { resourceRoot } from '../../espi/resources.ts';
import type { Clock } from '../../platform/clock.ts';
import { sealSecret } from '../../platform/crypto.ts';
import { newWebhookSecret } from '../../platform/webhook-signature.ts';
import type { Database, Queryable } from '../../storage/database.ts';
import {
  findNotificationTarget,
  updateNotifyPaused,
  updateNotifySecret,
} from '../../storage/notification-targets.ts';
import { enqueueNotification } from './enqueue-notification.ts';

/**
 * Gives a third party a new secret by which it knows our notifications. The old one signs too for `overlapMs`.
 *
 * @returns the secret, to be shown once.
 */
export async function replaceNotifySecret(
  { db, clock, secretKey }: { readonly db: Queryable; readonly clock: Clock; readonly secretKey: Uint8Array },
  { clientId, overlapMs }: { readonly clientId: number; readonly overlapMs: number },
): Promise<string> {
  const secret = newWebhookSecret();
  const now = clock.now();
  await updateNotifySecret(db, {
    clientId,
    ciphertext: sealSecret(secretKey, secret),
    created: now,
    previousUntil: now + overlapMs,
  });
  return secret;
}

/** Sends notifications again to a third party that had answered 410. What was missed can be replayed. */
export async function resumeNotifications(
  { db }: { readonly db: Queryable },
  { clientId }: { readonly clientId: number },
): Promise<boolean> {
  return await updateNotifyPaused(db, { clientId, paused: null });
}

/**
 * Sends a notification that says nothing new: it names the third party's own ApplicationInformation.
 *
 * @returns its uid; undefined when the third party has no notify URI.
 */
export async function sendTestNotification(
  context: { readonly db: Database; readonly clock: Clock; readonly publicUrl: string },
  { clientId }: { readonly clientId: number },
): Promise<string | undefined> {
  return await context.db.transaction(
    async (tx) => await notifyOfRegistration({ ...context, tx }, { clientId, event: 'test' }),
  );
}

/**
 * Tells a third party, after the commit of `tx`, that its ApplicationInformation is worth reading: the operator
 * decided something about it.
 *
 * @returns the uid of the notification; undefined when the third party has no notify URI.
 */
export async function notifyOfRegistration(
  { tx, clock, publicUrl }: { readonly tx: Queryable; readonly clock: Clock; readonly publicUrl: string },
  {
    clientId,
    event = 'registration_changed',
  }: { readonly clientId: number; readonly event?: 'registration_changed' | 'test' },
): Promise<string | undefined> {
  const target = await findNotificationTarget(tx, clientId);
  if (target === undefined) return undefined;
  const resources = [`${publicUrl}${resourceRoot}/ApplicationInformation/${target.clientUid}`];
  return await enqueueNotification({ tx, clock }, { clientId, event, resources });
}
