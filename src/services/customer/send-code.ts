import { randomInt } from 'node:crypto';
import { sha256 } from '../../platform/hash.ts';
import { findOneTimeCode, type OneTimeCodeRow, upsertOneTimeCode } from '../../storage/one-time-codes.ts';
import { normalEmail } from '../account/email.ts';
import { type ComposedMail, enqueueMail } from '../mail/enqueue-mail.ts';
import { checkThrottle, recordFailure } from '../throttle/throttle.ts';
import { findContact, maskEmail } from './contact.ts';
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
  const until = await checkThrottle(context, keys);
  if (until !== undefined) return { outcome: 'locked', until };
  await recordFailure(context, keys);
  await send(context, order, to);
  return { outcome: 'code_sent' };
}

/** Sends a code to a customer who is half known already; undefined when there is nowhere to send it. */
export async function sendCodeToCustomer(
  context: IdentifyContext,
  order: CodeOrder,
  { customerId, by }: { readonly customerId: number; readonly by: OneTimeCodeRow['identifiedBy'] },
): Promise<IdentifyOutcome | undefined> {
  const contact = await findContact(context.db, customerId);
  if (contact === undefined) return undefined;
  return await sendWithinLimits(context, order, { customerIds: [customerId], email: contact.email, by });
}

/** Sends a code to an address that somebody entered. The page goes on in the same way when nobody has it. */
export async function sendCodeToAddress(
  context: IdentifyContext,
  order: CodeOrder,
  { customerIds, email }: Pick<Recipient, 'customerIds' | 'email'>,
): Promise<IdentifyOutcome> {
  return await sendWithinLimits(context, order, { customerIds, email, by: 'email_code' });
}

/** Sends another code to where the one went that a session waits for; `not_matched` when it waits for none. */
export async function resendCode(context: IdentifyContext, order: CodeOrder): Promise<IdentifyOutcome> {
  const row = await findOneTimeCode(context.db, order.sessionHash);
  if (row === undefined) return { outcome: 'not_matched' };
  const { customerIds, email, identifiedBy: by } = row;
  return await sendWithinLimits(context, order, { customerIds, email, by });
}
