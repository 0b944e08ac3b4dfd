import { randomInt } from 'node:crypto';
import { sha256 } from '../../platform/hash.ts';
import { findOneTimeCode, type OneTimeCodeRow, upsertOneTimeCode } from '../../storage/one-time-codes.ts';
import { normalEmail } from '../account/email.ts';
import { type ComposedMail, enqueueMail } from '../mail/enqueue-mail.ts';
import { takeTurn } from '../throttle/throttle.ts';
import { findContact, maskEmail } from './contact.ts';
import { customersOfCode } from './customers-of-code.ts';
import { type Attempt, type IdentifyContext, type IdentifyOutcome, keysOf } from './identified.ts';

const codeLifetimeMs = 10 * 60_000;

/** Writes the mail with a code. */
type CodeMail = (props: { readonly code: string; readonly expiresAt: number }) => ComposedMail;

/** What sending a code needs to know of the page that asks for it. */
export interface CodeOrder extends Attempt {
  /** SHA-256 of the session's cookie. */
  readonly sessionHash: string;
  readonly language: string;
  readonly mailOf: CodeMail;
}

/** A code is good in its own session only: its hash is that of both. */
export const codeHash = (sessionHash: string, code: string): string => sha256(`${sessionHash} ${code}`);

/** What codes to an address are counted under. */
export const codesTo = (email: string): string => `codes to ${normalEmail(email)}`;

interface Recipient {
  /** As whom the code signs in. None: nobody; the page must not tell. */
  readonly customerIds: readonly number[];
  readonly email: string;
  readonly by: OneTimeCodeRow['identifiedBy'];
  /** How it is known that they read this address. */
  readonly recipient: OneTimeCodeRow['recipient'];
}

async function send(context: IdentifyContext, order: CodeOrder, to: Recipient): Promise<void> {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const created = context.clock.now();
  const expires = created + codeLifetimeMs;
  await context.db.transaction(async (tx) => {
    await upsertOneTimeCode(tx, {
      sessionHash: order.sessionHash,
      codeHash: codeHash(order.sessionHash, code),
      channel: 'email',
      customerIds: to.customerIds,
      email: to.email,
      identifiedBy: to.by,
      recipient: to.recipient,
      sentTo: maskEmail(to.email),
      created,
      expires,
    });
    if (to.customerIds.length === 0) return;
    await enqueueMail(
      { tx, clock: context.clock },
      {
        utilityId: order.utilityId,
        to: to.email,
        language: order.language,
        mail: order.mailOf({ code, expiresAt: expires }),
        secret: true,
      },
    );
  });
}

/** Sends a code, at most a few times in a row to the same address. */
async function sendWithinLimits(
  context: IdentifyContext,
  order: CodeOrder,
  to: Recipient,
): Promise<IdentifyOutcome> {
  const keys = keysOf(order, codesTo(to.email)).filter(({ kind }) => kind === 'account');
  const until = await takeTurn(context, keys);
  if (until !== undefined) return { outcome: 'locked', until };
  await send(context, order, to);
  return { outcome: 'code_sent' };
}

/** Sends a code to a customer who is half known already; undefined when there is nowhere to send it. */
export async function sendCodeToCustomer(
  context: IdentifyContext,
  order: CodeOrder,
  { customerId, by }: { readonly customerId: number; readonly by: OneTimeCodeRow['identifiedBy'] },
): Promise<IdentifyOutcome | undefined> {
  const contact = await findContact(context.db, { utilityId: order.utilityId, customerId });
  if (contact === undefined) return undefined;
  const { email } = contact;
  return await sendWithinLimits(context, order, {
    customerIds: [customerId],
    email,
    by,
    recipient: 'on_file',
  });
}

/** Sends a code to an address, as to these customers. The page goes on in the same way when nobody has it. */
export async function sendCodeToAddress(
  context: IdentifyContext,
  order: CodeOrder,
  to: Omit<Recipient, 'by'>,
): Promise<IdentifyOutcome> {
  return await sendWithinLimits(context, order, { ...to, by: 'email_code' });
}

/**
 * Sends another code to where the one went that a session waits for, also when its time is over; `not_matched` when it
 * waits for none. Who reads there is looked up again: it is worth what a code is worth that is asked for now.
 */
export async function resendCode(context: IdentifyContext, order: CodeOrder): Promise<IdentifyOutcome> {
  const row = await findOneTimeCode(context.db, order.sessionHash);
  if (row === undefined) return { outcome: 'not_matched' };
  const { email, identifiedBy: by, recipient } = row;
  const customerIds = await customersOfCode(context.db, { utilityId: order.utilityId, code: row });
  return await sendWithinLimits(context, order, { customerIds, email, by, recipient });
}
