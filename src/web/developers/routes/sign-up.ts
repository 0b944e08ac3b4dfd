import { z } from 'zod';
import { sendSession } from '../../../http/session.ts';
import { AppError } from '../../../platform/errors.ts';
import { addressOwner } from '../../../platform/network-address.ts';
import { maskedEmail } from '../../../services/account/email.ts';
import {
  beginSignUp,
  completeSignUp,
  type PendingSignUp,
  renewSignUpCode,
  signUpTriesLeft,
} from '../../../services/account/sign-up.ts';
import { sendMail } from '../../../services/mail/send-mail.ts';
import { saveSessionData } from '../../../services/session/save-session-data.ts';
import { signIn } from '../../../services/session/sign-in.ts';
import { checkThrottle, type ThrottleKey, takeTurn } from '../../../services/throttle/throttle.ts';
import { type EnterCodeProps, renderEnterCode } from '../../customer/enter-code.tsx';
import { renderCodeMail } from '../../mails/customer-mails.ts';
import { mailContextOf } from '../../mails/registration-mail.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { type PostedVisit, pageOf, queryOf, type Visit } from '../../serving/visit.ts';
import { renderSignUp } from '../sign-up.tsx';

const pendingShape = z.object({
  name: z.string(),
  email: z.string(),
  passwordHash: z.string(),
  codeHash: z.string(),
  tries: z.number(),
  expires: z.number(),
});

const pendingOf = ({ session }: Visit): PendingSignUp | undefined =>
  pendingShape.safeParse(session?.data.signUp).data;

const codeUrl = ({ paths }: Visit): string => `${paths.developerSignUp}?step=code`;

function codePage(
  visit: Visit,
  pending: PendingSignUp,
  props: Partial<EnterCodeProps>,
  status = 200,
): WebAnswer {
  return {
    status,
    html: renderEnterCode(pageOf(visit), {
      sentTo: { channel: 'email', masked: maskedEmail(pending.email) },
      kept: visit.context.keepsMail,
      expiresAt: pending.expires,
      triesLeft: signUpTriesLeft(pending),
      action: codeUrl(visit),
      startOverUrl: visit.paths.developerSignUp,
      ...props,
    }),
  };
}

const sendingKeys = ({ request }: Visit): ThrottleKey[] => [
  { kind: 'address', value: `sign-up ${addressOwner(request.ip)}` },
];

/** @throws AppError `too_many_requests` where no code may be sent before `until`. */
function refuseUntil({ context }: Visit, until: number | undefined): void {
  if (until !== undefined)
    throw new AppError('too_many_requests', 'Too many codes were sent from this address.', {
      retryAfterSeconds: Math.ceil((until - context.clock.now()) / 1000),
    });
}

/** Whether this address has had too many codes sent already: asked before a password costs a hash. */
const checkSending = async (visit: Visit): Promise<void> =>
  refuseUntil(visit, await checkThrottle(visit.context, sendingKeys(visit)));

async function sendCode(visit: PostedVisit, pending: PendingSignUp, code: string): Promise<void> {
  const { context, utility, locale, session } = visit;
  // Every code counts, so that nobody can have strangers written to without end.
  refuseUntil(visit, await takeTurn(context, sendingKeys(visit)));
  const mail = renderCodeMail(mailContextOf(context, { utility, language: locale }), {
    code,
    expiresAt: pending.expires,
  });
  await saveSessionData(context, { session, data: { ...session.data, signUp: pending } });
  await sendMail(context, { utilityId: utility.id, to: pending.email, language: locale, mail, secret: true });
}

async function postForm(visit: PostedVisit): Promise<WebAnswer> {
  const { form, context, paths } = visit;
  await checkSending(visit);
  const values = { name: form.text('name'), email: form.text('email') };
  const begun = await beginSignUp(context, { ...values, password: form.exact('password') });
  if (begun.outcome === 'refused')
    return {
      status: 422,
      html: renderSignUp(pageOf(visit), { action: paths.developerSignUp, values, errors: begun.faults }),
    };
  await sendCode(visit, begun.pending, begun.code);
  return { redirect: codeUrl(visit) };
}

async function postCode(visit: PostedVisit, pending: PendingSignUp): Promise<WebAnswer> {
  const { form, context, session, reply, place, paths, locale } = visit;
  if (form.text('intent') === 'resend') {
    await checkSending(visit);
    const renewed = renewSignUpCode(context, pending);
    await sendCode(visit, renewed.pending, renewed.code);
    return codePage(visit, renewed.pending, { resent: true });
  }
  const done = await completeSignUp(context, { pending, code: form.text('code'), language: locale });
  if (done.outcome === 'taken') return { redirect: paths.developerSignIn };
  if (done.outcome === 'expired') return codePage(visit, pending, { errors: { code: 'code_expired' } }, 422);
  if (done.outcome === 'wrong') {
    await saveSessionData(context, { session, data: { ...session.data, signUp: done.pending } });
    return codePage(visit, done.pending, { errors: { code: 'code_wrong' } }, 422);
  }
  const { signUp: _, ...data } = session.data;
  const next = await signIn(context, { session: { ...session, data }, subjectId: done.accountId });
  sendSession(context, reply, place, next);
  return { redirect: paths.registrations };
}

/** A new account: name, address and password, then the code that confirms the address. */
export const signUpRoute: PageRoute = {
  access: 'form',
  path: (paths) => paths.developerSignUp,
  get: async (visit) => {
    const pending = pendingOf(visit);
    if (queryOf(visit.request.url).get('step') === 'code' && pending !== undefined)
      return codePage(visit, pending, {});
    return { html: renderSignUp(pageOf(visit), { action: visit.paths.developerSignUp }) };
  },
  post: async (visit) => {
    const pending = pendingOf(visit);
    return queryOf(visit.request.url).get('step') === 'code' && pending !== undefined
      ? await postCode(visit, pending)
      : await postForm(visit);
  },
};
