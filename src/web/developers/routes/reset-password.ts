import { z } from 'zod';
import { sendSession } from '../../../http/session.ts';
import { accountThrottleKey } from '../../../services/account/check-credentials.ts';
import { normalEmail } from '../../../services/account/email.ts';
import {
  beginReset,
  completeReset,
  confirmReset,
  type PendingReset,
} from '../../../services/account/own-password.ts';
import { saveSessionData } from '../../../services/session/save-session-data.ts';
import { recordFailure, type ThrottleKey } from '../../../services/throttle/throttle.ts';
import type { EnterCodeProps } from '../../customer/enter-code.tsx';
import type { WebAnswer } from '../../serving/answer.ts';
import { leaveFlash } from '../../serving/flash.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { ownerOf, tellPasswordChanged } from '../../serving/password-route.ts';
import { type PostedVisit, pageOf, queryOf, type Visit } from '../../serving/visit.ts';
import { renderChoosePassword, renderResetPassword } from '../reset-password.tsx';
import { checkSending, codePage, sendCode, sendingKey } from './mailed-code.ts';

const pendingShape = z.object({
  email: z.string(),
  codeHash: z.string(),
  tries: z.number(),
  expires: z.number(),
  confirmed: z.boolean(),
});

const pendingOf = ({ session }: Visit): PendingReset | undefined =>
  pendingShape.safeParse(session?.data.reset).data;

type Step = 'email' | 'code' | 'password';

/** Where somebody is on the way; one who has not come so far is sent back. */
function stepOf(visit: Visit, pending: PendingReset | undefined): Step {
  const step = queryOf(visit.request.url).get('step');
  if (pending === undefined || (step !== 'code' && step !== 'password')) return 'email';
  return pending.confirmed ? 'password' : 'code';
}

const urlOf = ({ paths }: Visit, step: Step): string =>
  step === 'email' ? paths.developerPasswordReset : `${paths.developerPasswordReset}?step=${step}`;

const keysOf = (visit: Visit, email: string): ThrottleKey[] => [
  sendingKey(visit),
  {
    kind: 'account',
    value: `reset ${accountThrottleKey({ area: 'developers', utilityId: 0, email }).value}`,
  },
];

const showCode = (
  visit: Visit,
  pending: PendingReset,
  props: Pick<EnterCodeProps, 'resent' | 'errors'>,
  status?: number,
): WebAnswer =>
  codePage(
    visit,
    pending,
    { action: urlOf(visit, 'code'), startOverUrl: urlOf(visit, 'email'), ...props },
    status,
  );

async function keep({ context, session }: PostedVisit, pending: PendingReset): Promise<void> {
  await saveSessionData(context, { session, data: { ...session.data, reset: pending } });
}

/** Begins, or begins anew: the page says the same whether somebody has an account with that address or not. */
async function begin(
  visit: PostedVisit,
  email: string,
): Promise<PendingReset | 'required' | 'email_invalid'> {
  const keys = keysOf(visit, normalEmail(email));
  await checkSending(visit, keys);
  const begun = await beginReset(visit.context, email);
  if (begun.outcome === 'refused') return begun.fault;
  await recordFailure(visit.context, keys);
  await keep(visit, begun.pending);
  if (begun.code !== undefined) await sendCode(visit, begun.pending, begun.code);
  return begun.pending;
}

async function postEmail(visit: PostedVisit): Promise<WebAnswer> {
  const email = visit.form.text('email');
  const begun = await begin(visit, email);
  if (typeof begun === 'object') return { redirect: urlOf(visit, 'code') };
  const action = urlOf(visit, 'email');
  return { status: 422, html: renderResetPassword(pageOf(visit), { action, email, error: begun }) };
}

async function postCode(visit: PostedVisit, pending: PendingReset): Promise<WebAnswer> {
  const { form, context } = visit;
  if (form.text('intent') === 'resend') {
    const renewed = await begin(visit, pending.email);
    return showCode(visit, typeof renewed === 'object' ? renewed : pending, { resent: true });
  }
  const checked = confirmReset(context, pending, form.text('code'));
  if (checked.outcome === 'expired')
    return showCode(visit, pending, { errors: { code: 'code_expired' } }, 422);
  await keep(visit, checked.pending);
  return checked.outcome === 'right'
    ? { redirect: urlOf(visit, 'password') }
    : showCode(visit, checked.pending, { errors: { code: 'code_wrong' } }, 422);
}

async function postPassword(visit: PostedVisit, pending: PendingReset): Promise<WebAnswer> {
  const { form, context, session, reply, place, paths } = visit;
  const { reset: _, ...data } = session.data;
  const owner = ownerOf({ ...visit, session: { ...session, data } });
  const done = await completeReset(context, owner, { pending, password: form.exact('password') });
  if (done.outcome === 'expired') return { redirect: urlOf(visit, 'email') };
  if (done.outcome === 'refused') {
    const action = urlOf(visit, 'password');
    const { email } = pending;
    return {
      status: 422,
      html: renderChoosePassword(pageOf(visit), { action, email, error: done.fault }),
    };
  }
  sendSession(context, reply, place, done.next);
  await leaveFlash(context, done.next.session, { done: 'password' });
  await tellPasswordChanged(visit, 'developers', done.email);
  return { redirect: paths.developerPassword };
}

/** For a developer who forgot the password: the address, the code that is sent there, and a new password. */
export const resetPasswordRoute: PageRoute = {
  access: 'form',
  path: (paths) => paths.developerPasswordReset,
  get: async (visit) => {
    const pending = pendingOf(visit);
    const step = stepOf(visit, pending);
    if (pending === undefined || step === 'email')
      return { html: renderResetPassword(pageOf(visit), { action: urlOf(visit, 'email') }) };
    if (step === 'code') return showCode(visit, pending, {});
    const action = urlOf(visit, 'password');
    return { html: renderChoosePassword(pageOf(visit), { action, email: pending.email }) };
  },
  post: async (visit) => {
    const pending = pendingOf(visit);
    const step = stepOf(visit, pending);
    if (pending === undefined || step === 'email') return await postEmail(visit);
    return step === 'code' ? await postCode(visit, pending) : await postPassword(visit, pending);
  },
};
