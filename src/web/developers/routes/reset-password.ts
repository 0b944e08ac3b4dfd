import { sendSession } from '../../../http/session.ts';
import { AppError } from '../../../platform/errors.ts';
import {
  findResetAccount,
  type ResetLink,
  resetPassword,
  sendResetLink,
} from '../../../services/account/reset-password.ts';
import { renderResetMail } from '../../mails/password-mail.ts';
import { mailContextOf } from '../../mails/registration-mail.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import { leaveFlash } from '../../serving/flash.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { requestOf } from '../../serving/password-route.ts';
import { sendsResetLinks } from '../../serving/reset-links.ts';
import { tellRetryAfter } from '../../serving/retry-after.ts';
import { type PostedVisit, pageOf, queryOf, type Visit } from '../../serving/visit.ts';
import { type ResetPasswordProps, renderChoosePassword, renderResetPassword } from '../reset-password.tsx';

/** The link of a mail that the page was reached by; undefined when it was not. */
function linkOf({ request }: Visit): ResetLink | undefined {
  const query = queryOf(request.url);
  const [account, until, key] = [query.get('account'), query.get('until'), query.get('key')];
  if (account === null || until === null || key === null) return undefined;
  return { account, until: /^\d{1,15}$/.test(until) ? Number(until) : 0, key };
}

const queryFor = ({ account, until, key }: ResetLink): string =>
  `?${new URLSearchParams({ account, until: String(until), key })}`;

const askAgain = (visit: Visit, props: Omit<ResetPasswordProps, 'action'>, status = 200): WebAnswer => ({
  status,
  html: renderResetPassword(pageOf(visit), { action: visit.paths.developerPasswordReset, ...props }),
});

function choose(visit: Visit, link: ResetLink, email: string): WebAnswer {
  const action = visit.paths.developerPasswordReset + queryFor(link);
  return { html: renderChoosePassword(pageOf(visit), { action, email }) };
}

/** Sends a link: the page says the same whether somebody has an account with that address or not. */
async function postEmail(visit: PostedVisit): Promise<WebAnswer> {
  const { context, form, request, utility, locale } = visit;
  if (!(await sendsResetLinks(visit))) throw new AppError('not_allowed', 'No links are sent here.');
  const email = form.text('email');
  const sent = await sendResetLink(context, {
    email,
    utilityId: utility.id,
    ipAddress: request.ip,
    language: locale,
    mailOf: ({ email: to, link }) =>
      renderResetMail(mailContextOf(context, { utility, language: locale }), {
        email: to,
        query: queryFor(link),
        until: link.until,
      }),
  });
  if (sent.outcome === 'locked') {
    tellRetryAfter(visit, sent.until);
    return askAgain(visit, { email, lockedUntil: sent.until }, 429);
  }
  if (sent.outcome === 'refused') return askAgain(visit, { email, error: sent.fault }, 422);
  return askAgain(visit, { sent: context.keepsMail ? 'kept' : 'mailed' });
}

async function postPassword(visit: PostedVisit, link: ResetLink): Promise<WebAnswer> {
  const { context, form, reply, place, paths } = visit;
  const password = form.exact('password');
  const done = await resetPassword(context, requestOf(visit, 'developers'), { link, password });
  if (done.outcome === 'over') return askAgain(visit, { over: true }, 422);
  if (done.outcome === 'refused') {
    const { email, fault: error } = done;
    const action = paths.developerPasswordReset + queryFor(link);
    return { status: 422, html: renderChoosePassword(pageOf(visit), { action, email, error }) };
  }
  sendSession(context, reply, place, done.next);
  await leaveFlash(context, done.next.session, { done: 'password' });
  return { redirect: paths.developerPassword };
}

/** For a developer who forgot the password: the address, a link that is mailed there, and a new password. */
export const resetPasswordRoute: PageRoute = {
  access: 'form',
  path: (paths) => paths.developerPasswordReset,
  get: async (visit) => {
    const link = linkOf(visit);
    if (link === undefined) return askAgain(visit, { closed: !(await sendsResetLinks(visit)) });
    const account = await findResetAccount(visit.context, link);
    return account === undefined ? askAgain(visit, { over: true }, 410) : choose(visit, link, account.email);
  },
  post: async (visit) => {
    const link = linkOf(visit);
    return link === undefined ? await postEmail(visit) : await postPassword(visit, link);
  },
};
