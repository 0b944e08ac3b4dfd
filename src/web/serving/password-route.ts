import { sendSession } from '../../http/session.ts';
import { findDeveloper, findOperator, type SignedInAccount } from '../../services/account/find-account.ts';
import { changeOwnPassword } from '../../services/account/own-password.ts';
import { sendMail } from '../../services/mail/send-mail.ts';
import { renderPasswordMail } from '../mails/password-mail.ts';
import { mailContextOf } from '../mails/registration-mail.ts';
import { type PasswordProps, renderPassword } from '../password.tsx';
import type { Paths } from '../paths.ts';
import type { WebAnswer } from './answer.ts';
import { leaveFlash, takeFlash } from './flash.ts';
import type { PageRoute } from './mount-page.ts';
import { type PostedVisit, pageOf, type SignedInVisit, type Visit } from './visit.ts';

type Area = PasswordProps['area'];

/** The request that changes a password, for the service and the audit. */
export const ownerOf = ({ utility, session, request }: PostedVisit) => ({
  utilityId: utility.id,
  session,
  ipAddress: request.ip,
  requestId: request.id,
});

/** Tells somebody by mail that their password is another one now: it may not have been them. */
export async function tellPasswordChanged(
  { context, utility, locale }: Visit,
  area: Area,
  { email }: SignedInAccount,
): Promise<void> {
  const mail = renderPasswordMail(mailContextOf(context, { utility, language: locale }), { area, email });
  await sendMail(context, { utilityId: utility.id, to: email, language: locale, mail });
}

async function show(
  visit: SignedInVisit,
  area: Area,
  props: Pick<PasswordProps, 'errors' | 'changed' | 'lockedUntil'>,
  status = 200,
): Promise<WebAnswer> {
  const { context, subjectId, paths } = visit;
  const find = area === 'developers' ? findDeveloper : findOperator;
  const email = (await find(context, { id: subjectId }))?.email ?? '';
  const action = area === 'developers' ? paths.developerPassword : paths.operatorPassword;
  const outbox = context.keepsMail;
  return { status, html: renderPassword(pageOf(visit), { area, email, action, outbox, ...props }) };
}

async function change(visit: SignedInVisit & PostedVisit, area: Area): Promise<WebAnswer> {
  const { context, form, subjectId, reply, place, paths } = visit;
  const entered = { subjectId, current: form.exact('current'), password: form.exact('password') };
  const done = await changeOwnPassword(context, { area, ...ownerOf(visit) }, entered);
  if (done.outcome === 'locked') {
    reply.header('retry-after', String(Math.ceil((done.until - context.clock.now()) / 1000)));
    return await show(visit, area, { lockedUntil: done.until }, 429);
  }
  if (done.outcome === 'refused') return await show(visit, area, { errors: done.faults }, 422);
  sendSession(context, reply, place, done.next);
  await leaveFlash(context, done.next.session, { done: 'password' });
  await tellPasswordChanged(visit, area, done.account);
  return { redirect: area === 'developers' ? paths.developerPassword : paths.operatorPassword };
}

/** Where somebody who is signed in changes the password. */
export const passwordRoute = (area: Area, path: (paths: Paths) => string): PageRoute => ({
  access: 'signed_in',
  path,
  get: async (visit) => {
    const { done } = await takeFlash(visit.context, visit.session);
    return await show(visit, area, done === 'password' ? { changed: true } : {});
  },
  post: async (visit) => await change(visit, area),
});
