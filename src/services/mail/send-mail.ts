import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../storage/database.ts';
import { enqueueMail, type OutgoingMail } from './enqueue-mail.ts';

/** Writes a mail down that belongs to no other change, and has it delivered. */
export async function sendMail(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  mail: OutgoingMail,
): Promise<void> {
  await db.transaction(async (tx) => {
    await enqueueMail({ tx, clock }, mail);
  });
}
