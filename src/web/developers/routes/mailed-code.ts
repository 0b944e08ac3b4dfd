import { AppError } from '../../../platform/errors.ts';
import { addressOwner } from '../../../platform/network-address.ts';
import { maskedEmail } from '../../../services/account/email.ts';
import { type MailedCode, mailedTriesLeft } from '../../../services/account/mailed-code.ts';
import { sendMail } from '../../../services/mail/send-mail.ts';
import { checkThrottle, type ThrottleKey } from '../../../services/throttle/throttle.ts';
import { type EnterCodeProps, renderEnterCode } from '../../customer/enter-code.tsx';
import { renderCodeMail } from '../../mails/customer-mails.ts';
import { mailContextOf } from '../../mails/registration-mail.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import { pageOf, type Visit } from '../../serving/visit.ts';

/** The page that asks for a code that was mailed. */
export function codePage(
  visit: Visit,
  mailed: MailedCode,
  props: Pick<EnterCodeProps, 'action' | 'startOverUrl' | 'resent' | 'errors'>,
  status = 200,
): WebAnswer {
  return {
    status,
    html: renderEnterCode(pageOf(visit), {
      sentTo: { channel: 'email', masked: maskedEmail(mailed.email) },
      kept: visit.context.keepsMail,
      expiresAt: mailed.expires,
      triesLeft: mailedTriesLeft(mailed),
      ...props,
    }),
  };
}

/** Under which the codes are counted that one address on the network has sent. */
export const sendingKey = ({ request }: Visit): ThrottleKey => ({
  kind: 'address',
  value: `sign-up ${addressOwner(request.ip)}`,
});

/**
 * Asks whether too many codes have been sent already, before anything costs something.
 *
 * @throws AppError `too_many_requests`.
 */
export async function checkSending({ context }: Visit, keys: readonly ThrottleKey[]): Promise<void> {
  const until = await checkThrottle(context, keys);
  if (until !== undefined)
    throw new AppError('too_many_requests', 'Too many codes were sent.', {
      retryAfterSeconds: Math.ceil((until - context.clock.now()) / 1000),
    });
}

/** Sends a code. Count each one before, so that nobody can have strangers written to without end. */
export async function sendCode(
  { context, utility, locale }: Visit,
  { email, expires }: MailedCode,
  code: string,
): Promise<void> {
  const mail = renderCodeMail(mailContextOf(context, { utility, language: locale }), {
    code,
    expiresAt: expires,
  });
  await sendMail(context, { utilityId: utility.id, to: email, language: locale, mail, secret: true });
}
