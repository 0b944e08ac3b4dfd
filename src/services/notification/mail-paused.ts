import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../storage/database.ts';
import type { NotificationTarget } from '../../storage/notification-targets.ts';
import { findUtilityById } from '../../storage/utilities.ts';
import { enqueueMail } from '../mail/enqueue-mail.ts';
import type { MailTemplates } from '../mail/mail-templates.ts';

/** Writes to a third party whose receiver answered 410: it may not know that it did. */
export async function mailPaused(
  {
    db,
    clock,
    mailTemplates,
  }: { readonly db: Database; readonly clock: Clock; readonly mailTemplates: MailTemplates },
  { clientUid: uid, name, notifyUri, utilityId, profile }: NotificationTarget,
): Promise<void> {
  const utility = await findUtilityById(db, utilityId);
  const { contactEmail: to, language: spoken } = profile;
  if (utility === undefined || typeof to !== 'string' || notifyUri === null) return;
  const language = spoken === 'fr' ? 'fr' : 'en';
  const mail = mailTemplates.notificationsPaused({ utility, language }, { uid, name, notifyUri });
  await db.transaction((tx) => enqueueMail({ tx, clock }, { utilityId, to, language, mail }));
}
