import type { Clock } from '../../platform/clock.ts';
import { newUid } from '../../platform/ids.ts';
import type { Queryable } from '../../storage/database.ts';
import { enqueueJob } from '../../storage/job-queue.ts';
import { insertMail } from '../../storage/mails.ts';

/** Name of the job that delivers a mail. */
export const mailJobKind = 'mail';

/** A mail as its template wrote it: the same words as text and as HTML. */
export interface ComposedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A mail with its reader. */
export interface OutgoingMail {
  readonly utilityId: number;
  readonly to: string;
  readonly language: string;
  readonly mail: ComposedMail;
  /** It holds a one-time code: its words are removed once it is sent. */
  readonly secret?: boolean;
}

/**
 * Writes a mail down and has it delivered after the commit of `tx`.
 *
 * @returns the uid under which it stands in the outbox.
 */
export async function enqueueMail(
  { tx, clock }: { readonly tx: Queryable; readonly clock: Clock },
  { mail, secret = false, ...rest }: OutgoingMail,
): Promise<string> {
  const uid = newUid();
  const mailId = await insertMail(tx, { uid, created: clock.now(), ...rest, ...mail, secret });
  await enqueueJob(tx, { kind: mailJobKind, payload: { mailId } });
  return uid;
}
