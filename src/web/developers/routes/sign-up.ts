import { z } from 'zod';
import { sendSession } from '../../../http/session.ts';
import {
  beginSignUp,
  completeSignUp,
  type PendingSignUp,
  renewSignUpCode,
} from '../../../services/account/sign-up.ts';
import { saveSessionData } from '../../../services/session/save-session-data.ts';
import { signIn } from '../../../services/session/sign-in.ts';
import { recordFailure } from '../../../services/throttle/throttle.ts';
import type { EnterCodeProps } from '../../customer/enter-code.tsx';
import type { WebAnswer } from '../../serving/answer.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { type PostedVisit, pageOf, queryOf, type Visit } from '../../serving/visit.ts';
import { renderSignUp } from '../sign-up.tsx';
import { checkSending, codePage, sendCode, sendingKey } from './mailed-code.ts';

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

const showCode = (
  visit: Visit,
  pending: PendingSignUp,
  props: Pick<EnterCodeProps, 'resent' | 'errors'>,
  status?: number,
): WebAnswer =>
  codePage(
    visit,
    pending,
    { action: codeUrl(visit), startOverUrl: visit.paths.developerSignUp, ...props },
    status,
  );

async function send(visit: PostedVisit, pending: PendingSignUp, code: string): Promise<void> {
  const { context, session } = visit;
  await recordFailure(context, [sendingKey(visit)]);
  await saveSessionData(context, { session, data: { ...session.data, signUp: pending } });
  await sendCode(visit, pending, code);
}

async function postForm(visit: PostedVisit): Promise<WebAnswer> {
  const { form, context, paths } = visit;
  await checkSending(visit, [sendingKey(visit)]);
  const values = { name: form.text('name'), email: form.text('email') };
  const begun = await beginSignUp(context, { ...values, password: form.exact('password') });
  if (begun.outcome === 'refused')
    return {
      status: 422,
      html: renderSignUp(pageOf(visit), { action: paths.developerSignUp, values, errors: begun.faults }),
    };
  await send(visit, begun.pending, begun.code);
  return { redirect: codeUrl(visit) };
}

async function postCode(visit: PostedVisit, pending: PendingSignUp): Promise<WebAnswer> {
  const { form, context, session, reply, place, paths, locale } = visit;
  if (form.text('intent') === 'resend') {
    await checkSending(visit, [sendingKey(visit)]);
    const renewed = renewSignUpCode(context, pending);
    await send(visit, renewed.pending, renewed.code);
    return showCode(visit, renewed.pending, { resent: true });
  }
  const done = await completeSignUp(context, { pending, code: form.text('code'), language: locale });
  if (done.outcome === 'taken') return { redirect: paths.developerSignIn };
  if (done.outcome === 'expired') return showCode(visit, pending, { errors: { code: 'code_expired' } }, 422);
  if (done.outcome === 'wrong') {
    await saveSessionData(context, { session, data: { ...session.data, signUp: done.pending } });
    return showCode(visit, done.pending, { errors: { code: 'code_wrong' } }, 422);
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
      return showCode(visit, pending, {});
    return { html: renderSignUp(pageOf(visit), { action: visit.paths.developerSignUp }) };
  },
  post: async (visit) => {
    const pending = pendingOf(visit);
    return queryOf(visit.request.url).get('step') === 'code' && pending !== undefined
      ? await postCode(visit, pending)
      : await postForm(visit);
  },
};
