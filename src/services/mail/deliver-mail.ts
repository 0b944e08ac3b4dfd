import type { Clock } from '../../platform/clock.ts';
import type { MailTransport } from '../../platform/smtp.ts';
import { isInventedAddress } from '../../storage/customer-accounts.ts';
import type { Queryable } from '../../storage/database.ts';
import { findMail, updateMailState } from '../../storage/mails.ts';
import { normalEmail } from '../account/email.ts';

/** What delivering mails needs. Without a transport, mails stay in the outbox. */
export interface MailContext {
  readonly db: Queryable;
  readonly clock: Clock;
  readonly mailTransport?: MailTransport | undefined;
}

const minute = 60_000;
/** Waits between tries; after the last one the mail has failed. Together about a day and a half. */
const waits = [1, 5, 15, 60, 240, 720, 1080].map((minutes) => minutes * minute);

/** Whether a mail server refused for good: the address or the mail, not the moment. */
function isPermanent(error: unknown): boolean {
  const code =
    typeof error === 'object' && error !== null && 'responseCode' in error ? error.responseCode : undefined;
  return typeof code === 'number' && code >= 500;
}

/**
 * Delivers a mail that waits, or keeps it in the outbox when there is no mail server or it is for
 * a customer who was invented for the sandbox: it would only come back.
 * Does nothing for one that is no longer waiting.
 *
 * @returns when to try again; undefined when there is nothing left to do.
 */
export async function deliverMail(
  { db, clock, mailTransport }: MailContext,
  { mailId }: { readonly mailId: number },
): Promise<number | undefined> {
  const mail = await findMail(db, mailId);
  if (mail === undefined || mail.state !== 'waiting') return undefined;
  const { utilityId } = mail;
  if (
    mailTransport === undefined ||
    (await isInventedAddress(db, { utilityId, email: normalEmail(mail.to) }))
  ) {
    await updateMailState(db, { id: mailId, state: 'kept' });
    return undefined;
  }
  const { uid: id, to, subject, text, html, language } = mail;
  try {
    await mailTransport.send({ id, to, subject, text, html, language });
  } catch (error) {
    const wait = isPermanent(error) ? undefined : waits[mail.tries];
    const words = error instanceof Error ? error.message : String(error);
    await updateMailState(db, { id: mailId, state: wait === undefined ? 'failed' : 'waiting', error: words });
    return wait === undefined ? undefined : clock.now() + wait;
  }
  await updateMailState(db, { id: mailId, state: 'sent', sent: clock.now() });
  return undefined;
}
