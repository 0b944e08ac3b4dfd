import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../storage/database.ts';
import { deleteOldMails } from '../../storage/mails.ts';
import { deleteOldNotifications } from '../../storage/notifications.ts';
import { deleteExpiredOneTimeCodes } from '../../storage/one-time-codes.ts';
import { forgetOldGrants } from '../authorization/end-overdue.ts';
import { forgetOldRequests } from '../reporting/request-recorder.ts';
import { forgetEndedSessions } from '../session/sign-out.ts';
import { forgetOldThrottles } from '../throttle/throttle.ts';

const day = 86_400_000;
/** How long it can be seen what a third party was told, and what was mailed. */
const keepNotificationsDays = 90;
const keepMailsDays = 90;

/**
 * Deletes what has been kept long enough: sessions, codes, requests and tokens that are over, the log of requests,
 * old notifications and mails. Evidence of consents, the story of authorizations and the audit stay for ever.
 */
export async function forgetOld(context: { readonly db: Database; readonly clock: Clock }): Promise<void> {
  const { db, clock } = context;
  const now = clock.now();
  await forgetEndedSessions(context);
  await forgetOldThrottles(context);
  await deleteExpiredOneTimeCodes(db, now);
  await forgetOldGrants(context);
  await forgetOldRequests(context);
  await deleteOldNotifications(db, { before: now - keepNotificationsDays * day });
  await deleteOldMails(db, { before: now - keepMailsDays * day });
}
