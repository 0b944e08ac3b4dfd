import type { Clock } from '../../platform/clock.ts';
import { findCustomerFace } from '../../storage/customer-identities.ts';
import type { Queryable } from '../../storage/database.ts';
import { findGrant, type GrantRow } from '../../storage/grants.ts';
import { findUtilityById } from '../../storage/utilities.ts';
import { type ComposedMail, enqueueMail } from '../mail/enqueue-mail.ts';
import type { GrantMail, MailReader } from '../mail/mail-templates.ts';
import { findContact } from './contact.ts';
import { grantRecord } from './grant-record.ts';
import { stopLinkKey } from './stop-by-mail.ts';

/** What mailing a customer needs. `tx` is the transaction with which the mail comes to be. */
export interface MailGrantContext {
  readonly tx: Queryable;
  readonly clock: Clock;
  readonly secretKey: Uint8Array;
}

const languageOf = (text: string | null | undefined): MailReader['language'] | undefined =>
  text === 'en' || text === 'fr' ? text : undefined;

/** Where mails about an Authorization go: to the address that the customer gave for it, else the one on file. */
async function addressOf(tx: Queryable, row: GrantRow) {
  const { utilityId, customerId } = row;
  const contact = customerId === null ? undefined : await findContact(tx, { utilityId, customerId });
  const email = row.receiptEmail ?? contact?.email;
  if (email === undefined) return undefined;
  return { email, language: languageOf(row.language) ?? contact?.language ?? 'en' };
}

/**
 * Mails a customer about something shared.
 *
 * @returns whether there was an address to write to.
 */
export async function mailGrant(
  { tx, clock, secretKey }: MailGrantContext,
  {
    authorizationId,
    write,
  }: {
    readonly authorizationId: number;
    readonly write: (reader: MailReader, mail: GrantMail) => ComposedMail;
  },
): Promise<boolean> {
  const row = await findGrant(tx, authorizationId);
  if (row === undefined || row.customerId === null) return false;
  const to = await addressOf(tx, row);
  const utility = await findUtilityById(tx, row.utilityId);
  if (to === undefined || utility === undefined) return false;
  const customer = await findCustomerFace(tx, { customerId: row.customerId });
  const grant = await grantRecord({ db: tx, clock }, row);
  const mail = write(
    { utility, language: to.language },
    { customerName: customer?.name ?? '', grant, stopKey: stopLinkKey(secretKey, row.uid) },
  );
  await enqueueMail({ tx, clock }, { utilityId: row.utilityId, to: to.email, language: to.language, mail });
  return true;
}
