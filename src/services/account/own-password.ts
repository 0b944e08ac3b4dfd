import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import { hashPassword } from '../../platform/passwords.ts';
import { insertAuditEvent } from '../../storage/audit-events.ts';
import type { Database, Queryable } from '../../storage/database.ts';
import { updateOperatorPassword } from '../../storage/operator-accounts.ts';
import { deleteSubjectSessions } from '../../storage/sessions.ts';
import {
  findThirdPartyAccountByEmail,
  updateThirdPartyPassword,
} from '../../storage/third-party-accounts.ts';
import { openSession } from '../session/open-session.ts';
import type { NewSession, Session } from '../session/session.ts';
import { clearThrottle } from '../throttle/throttle.ts';
import { accountThrottleKey, checkCredentials } from './check-credentials.ts';
import { isEmail, normalEmail } from './email.ts';
import { findDeveloper, findOperator, type SignedInAccount } from './find-account.ts';
import { checkMailedCode, type MailedCode, makeMailedCode } from './mailed-code.ts';
import { type PasswordFault, passwordFault } from './password-fault.ts';

interface PasswordContext {
  readonly db: Database;
  readonly clock: Clock;
}

/** Whose password it is, and the request that changes it. */
interface PasswordOwner {
  readonly area: 'developers' | 'operator';
  readonly utilityId: number;
  readonly session: Session;
  readonly ipAddress: string;
  readonly requestId: string;
}

/** Somebody whose password is another one now: a session of their own, and where they are written to. */
export interface PasswordChanged {
  readonly outcome: 'done';
  readonly next: NewSession;
  readonly email: string;
}

async function writePassword(
  tx: Queryable,
  { area, utilityId }: PasswordOwner,
  { id, email }: SignedInAccount,
  passwordHash: string,
): Promise<boolean> {
  return area === 'developers'
    ? await updateThirdPartyPassword(tx, { id, passwordHash })
    : (await updateOperatorPassword(tx, { utilityId, email, passwordHash })) !== undefined;
}

/** Replaces the password, ends every session that was open under the old one, and goes on in a new one. */
async function replacePassword(
  { db, clock }: PasswordContext,
  owner: PasswordOwner,
  account: SignedInAccount,
  password: string,
): Promise<PasswordChanged> {
  const { area, utilityId, session, ipAddress, requestId } = owner;
  const passwordHash = await hashPassword(password);
  const next = await db.transaction(async (tx) => {
    if (!(await writePassword(tx, owner, account, passwordHash)))
      throw new AppError('not_found', 'This account is gone.');
    await deleteSubjectSessions(tx, { area, subjectId: account.id });
    await insertAuditEvent(tx, {
      utilityId,
      at: clock.now(),
      actorKind: area === 'developers' ? 'third_party' : 'operator',
      actor: account.uid,
      action: area === 'developers' ? 'third_party_account.password_changed' : 'operator.password_changed',
      targetKind: area === 'developers' ? 'third_party_account' : 'operator',
      // Of developers, whose addresses are nobody's business, the uid; operators are named in the audit.
      target: area === 'developers' ? account.uid : account.email,
      ipAddress,
      requestId,
    });
    return await openSession(
      { db: tx, clock },
      { area, utilityId: session.utilityId, subjectId: account.id, data: session.data },
    );
  });
  return { outcome: 'done', next, email: account.email };
}

/** Faults by field. */
interface OwnPasswordFaults {
  readonly current?: 'required' | 'password_wrong';
  readonly password?: PasswordFault;
}

/** What came of it. `locked`: nothing was checked, and nothing is before `until` (milliseconds). */
export type OwnPasswordOutcome =
  | PasswordChanged
  | { readonly outcome: 'refused'; readonly faults: OwnPasswordFaults }
  | { readonly outcome: 'locked'; readonly until: number };

/** What is wrong with the passwords that somebody entered to change theirs; undefined when nothing is. */
export function ownPasswordFaults({
  current,
  password,
}: {
  readonly current: string;
  readonly password: string;
}): OwnPasswordFaults | undefined {
  const fault = passwordFault(password);
  if (current !== '' && fault === undefined) return undefined;
  return {
    ...(current === '' ? { current: 'required' } : {}),
    ...(fault === undefined ? {} : { password: fault }),
  };
}

/**
 * Changes the password of somebody who is signed in and knows the old one. Tries at the old one count like those at the
 * sign-in.
 *
 * @throws AppError `not_found` when the account is gone.
 */
export async function changeOwnPassword(
  context: PasswordContext,
  owner: PasswordOwner,
  {
    subjectId,
    current,
    password,
  }: { readonly subjectId: number; readonly current: string; readonly password: string },
): Promise<OwnPasswordOutcome> {
  const faults = ownPasswordFaults({ current, password });
  if (faults !== undefined) return { outcome: 'refused', faults };
  const find = owner.area === 'developers' ? findDeveloper : findOperator;
  const account = await find(context, { id: subjectId });
  if (account === undefined) throw new AppError('not_found', 'This account is gone.');
  const checked = await checkCredentials(context, { ...owner, email: account.email, password: current });
  if (checked.outcome === 'locked') return checked;
  if (checked.outcome === 'wrong') return { outcome: 'refused', faults: { current: 'password_wrong' } };
  return await replacePassword(context, owner, account, password);
}

/** A developer who forgot a password: the code that was sent, and whether it was entered. */
export interface PendingReset extends MailedCode {
  readonly confirmed: boolean;
}

/**
 * Begins to reset the password of a developer's account.
 *
 * @returns the code to send; undefined when nobody has an account with that address, which the page does not tell.
 */
export async function beginReset(
  { db, clock }: PasswordContext,
  entered: string,
): Promise<
  | { readonly outcome: 'refused'; readonly fault: 'required' | 'email_invalid' }
  | { readonly outcome: 'sent'; readonly pending: PendingReset; readonly code: string | undefined }
> {
  const email = normalEmail(entered);
  if (email === '') return { outcome: 'refused', fault: 'required' };
  if (!isEmail(email)) return { outcome: 'refused', fault: 'email_invalid' };
  const { code, mailed } = makeMailedCode(email, clock.now());
  const known = await findThirdPartyAccountByEmail(db, email);
  return {
    outcome: 'sent',
    pending: { ...mailed, confirmed: false },
    code: known === undefined ? undefined : code,
  };
}

/** Takes the code of a reset. */
export function confirmReset(
  { clock }: Pick<PasswordContext, 'clock'>,
  pending: PendingReset,
  code: string,
): { readonly outcome: 'right' | 'wrong'; readonly pending: PendingReset } | { readonly outcome: 'expired' } {
  const outcome = checkMailedCode(pending, { code, now: clock.now() });
  if (outcome === 'expired') return { outcome };
  return {
    outcome,
    pending: outcome === 'right' ? { ...pending, confirmed: true } : { ...pending, tries: pending.tries + 1 },
  };
}

/** Gives the account of a reset whose code was entered a new password, and signs in. `expired` after the time of the code. */
export async function completeReset(
  context: PasswordContext,
  owner: Omit<PasswordOwner, 'area'>,
  { pending, password }: { readonly pending: PendingReset; readonly password: string },
): Promise<
  | PasswordChanged
  | { readonly outcome: 'refused'; readonly fault: PasswordFault }
  | { readonly outcome: 'expired' }
> {
  const fault = passwordFault(password);
  if (fault !== undefined) return { outcome: 'refused', fault };
  const { email, confirmed, expires } = pending;
  const account = await findThirdPartyAccountByEmail(context.db, email);
  if (!confirmed || expires <= context.clock.now() || account === undefined) return { outcome: 'expired' };
  const area = 'developers' as const;
  const done = await replacePassword(context, { ...owner, area }, account, password);
  // Whoever reads the mails of the address is its owner: tries of others do not keep them out.
  await clearThrottle(context, [accountThrottleKey({ ...owner, area, email })]);
  return done;
}
