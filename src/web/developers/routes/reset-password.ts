import { sendSession } from '../../../http/session.ts';
import { AppError } from '../../../platform/errors.ts';
import { addressOwner } from '../../../platform/network-address.ts';
import { normalEmail } from '../../../services/account/email.ts';
import {
  findResetAccount,
  type ResetLink,
  resetPassword,
  sendResetLink,
} from '../../../services/account/reset-password.ts';
import { type ThrottleKey, takeTurn } from '../../../services/throttle/throttle.ts';
import { renderResetMail } from '../../mails/password-mail.ts';
import { mailContextOf } from '../../mails/registration-mail.ts';
import { pathsBelow } from '../../paths.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import { leaveFlash } from '../../serving/flash.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { requestOf } from '../../serving/password-route.ts';
import { sendsResetLinks } from '../../serving/reset-links.ts';
import { baseOf, type PostedVisit, pageOf, queryOf, type Visit } from '../../serving/visit.ts';
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

/** Under which the links are counted that were sent to an address, and those for which one network asked. */
const keysOf = ({ request }: Visit, email: string): ThrottleKey[] => [
  { kind: 'account', value: `reset links to ${normalEmail(email)}` },
  { kind: 'address', value: `reset links ${addressOwner(request.ip)}` },
];

/** Sends a link: the page says the same whether somebody has an account with that address or not. */
async function postEmail(visit: PostedVisit): Promise<WebAnswer> {
  const { context, form, utility, locale, reply } = visit;
  if (!(await sendsResetLinks(visit))) throw new AppError('not_allowed', 'No links are sent here.');
  const email = form.text('email');
  const until = await takeTurn(context, keysOf(visit, email));
  if (until !== undefined) {
    reply.header('retry-after', String(Math.ceil((until - context.clock.now()) / 1000)));
    return askAgain(visit, { email, lockedUntil: until }, 429);
  }
  const base = context.publicUrl + baseOf(utility.slug);
  const sent = await sendResetLink(context, {
    email,
    utilityId: utility.id,
    language: locale,
    mailOf: ({ email: to, link }) =>
      renderResetMail(mailContextOf(context, { utility, language: locale }), {
        email: to,
        url: pathsBelow(base).developerPasswordReset + queryFor(link),
        until: link.until,
      }),
  });
  if (sent !== 'sent') return askAgain(visit, { email, error: sent }, 422);
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
