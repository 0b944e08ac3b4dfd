import { sendSession } from '../../http/session.ts';
import { changeOwnCustomerPassword, findOwnEmail } from '../../services/account/customer-accounts.ts';
import { findDeveloper, findOperator } from '../../services/account/find-account.ts';
import {
  changeOwnPassword,
  type OwnPasswordOutcome,
  type PasswordRequest,
} from '../../services/account/own-password.ts';
import { renderPasswordMail } from '../mails/password-mail.ts';
import { mailContextOf } from '../mails/registration-mail.ts';
import { type PasswordProps, renderPassword } from '../password.tsx';
import type { Paths } from '../paths.ts';
import type { WebAnswer } from './answer.ts';
import { leaveFlash, takeFlash } from './flash.ts';
import type { PageRoute } from './mount-page.ts';
import { tellRetryAfter } from './retry-after.ts';
import { type PostedVisit, pageOf, type SignedInVisit } from './visit.ts';

type Area = PasswordProps['area'];

/** The request that changes a password, for the service and the audit, with the mail that tells its owner. */
export const requestOf = (
  { context, utility, locale, session, request }: PostedVisit,
  area: Area,
): PasswordRequest => ({
  utilityId: utility.id,
  session,
  ipAddress: request.ip,
  requestId: request.id,
  language: locale,
  mailOf: (email) =>
    renderPasswordMail(mailContextOf(context, { utility, language: locale }), { area, email }),
});

/** What is different from part to part of the site. */
interface PasswordPlace {
  readonly area: Area;
  readonly path: (paths: Paths) => string;
  /** With which address somebody is signed in; undefined for one who is not signed in with a password. */
  readonly emailOf: (visit: SignedInVisit) => Promise<string | undefined>;
  readonly change: (
    visit: SignedInVisit & PostedVisit,
    entered: { readonly current: string; readonly password: string },
  ) => Promise<OwnPasswordOutcome>;
}

const placeOf = (area: 'developers' | 'operator'): PasswordPlace => ({
  area,
  path: (paths) => (area === 'developers' ? paths.developerPassword : paths.operatorPassword),
  emailOf: async ({ context, subjectId }) =>
    (await (area === 'developers' ? findDeveloper : findOperator)(context, { id: subjectId }))?.email,
  change: async (visit, entered) => {
    const { context, subjectId } = visit;
    return await changeOwnPassword(context, area, requestOf(visit, area), { subjectId, ...entered });
  },
});

/** The account with whose password a customer is signed in. */
function accountOf({
  utility,
  session,
}: SignedInVisit): { utilityId: number; accountUid: string } | undefined {
  const { accountUid } = session.data;
  return typeof accountUid === 'string' ? { utilityId: utility.id, accountUid } : undefined;
}

const places: Readonly<Record<Area, PasswordPlace>> = {
  developers: placeOf('developers'),
  operator: placeOf('operator'),
  customer: {
    area: 'customer',
    path: (paths) => paths.customerPassword,
    emailOf: async (visit) => {
      const account = accountOf(visit);
      return account === undefined ? undefined : await findOwnEmail(visit.context, account);
    },
    change: async (visit, entered) => {
      const account = accountOf(visit);
      if (account === undefined) return { outcome: 'refused', faults: { current: 'password_wrong' } };
      const { accountUid } = account;
      return await changeOwnCustomerPassword(visit.context, requestOf(visit, 'customer'), {
        accountUid,
        ...entered,
      });
    },
  },
};

async function show(
  visit: SignedInVisit,
  { area, path, emailOf }: PasswordPlace,
  props: Pick<PasswordProps, 'errors' | 'changed' | 'lockedUntil'>,
  status = 200,
): Promise<WebAnswer> {
  const { context, paths } = visit;
  const email = await emailOf(visit);
  // Of customers there are those who are signed in without one.
  if (email === undefined) return { redirect: paths.sharing };
  const action = path(paths);
  const outbox = context.keepsMail;
  return { status, html: renderPassword(pageOf(visit), { area, email, action, outbox, ...props }) };
}

async function change(visit: SignedInVisit & PostedVisit, place: PasswordPlace): Promise<WebAnswer> {
  const { context, form, reply, paths } = visit;
  const entered = { current: form.exact('current'), password: form.exact('password') };
  const done = await place.change(visit, entered);
  if (done.outcome === 'locked') {
    tellRetryAfter(visit, done.until);
    return await show(visit, place, { lockedUntil: done.until }, 429);
  }
  if (done.outcome === 'refused') return await show(visit, place, { errors: done.faults }, 422);
  sendSession(context, reply, visit.place, done.next);
  await leaveFlash(context, done.next.session, { done: 'password' });
  return { redirect: place.path(paths) };
}

/** Where somebody who is signed in changes the password. */
export function passwordRoute(area: Area): PageRoute {
  const place = places[area];
  return {
    access: 'signed_in',
    path: place.path,
    get: async (visit) => {
      const { done } = await takeFlash(visit.context, visit.session);
      return await show(visit, place, done === 'password' ? { changed: true } : {});
    },
    post: async (visit) => await change(visit, place),
  };
}
