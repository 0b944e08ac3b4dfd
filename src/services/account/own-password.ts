import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import { hashPassword } from '../../platform/passwords.ts';
import { insertAuditEvent } from '../../storage/audit-events.ts';
import type { Database, Queryable } from '../../storage/database.ts';
import { findOperatorAccountById, updateOperatorPassword } from '../../storage/operator-accounts.ts';
import { deleteSession, deleteSubjectSessions } from '../../storage/sessions.ts';
import { findThirdPartyAccountById, updateThirdPartyPassword } from '../../storage/third-party-accounts.ts';
import { type ComposedMail, enqueueMail } from '../mail/enqueue-mail.ts';
import { openSession } from '../session/open-session.ts';
import type { NewSession, Session } from '../session/session.ts';
import { checkCredentials } from './check-credentials.ts';
import { type PasswordFault, passwordFault } from './password-fault.ts';

export interface PasswordContext {
  readonly db: Database;
  readonly clock: Clock;
}

/** The request that changes a password, and the mail that tells its owner. */
export interface PasswordRequest {
  readonly utilityId: number;
  readonly session: Session;
  readonly ipAddress: string;
  readonly requestId: string;
  readonly language: string;
  readonly mailOf: (email: string) => ComposedMail;
}

/** Whose password it is. */
interface PasswordAccount {
  readonly id: number;
  readonly uid: string;
  readonly email: string;
  /** As it was when its owner showed the right to change it. */
  readonly passwordHash: string;
}

/** Faults by field. */
interface OwnPasswordFaults {
  readonly current?: 'required' | 'password_wrong';
  readonly password?: PasswordFault;
}

/** What came of it. `locked`: nothing was checked, and nothing is before `until` (milliseconds). */
export type OwnPasswordOutcome =
  | { readonly outcome: 'done'; readonly next: NewSession }
  | { readonly outcome: 'refused'; readonly faults: OwnPasswordFaults }
  | { readonly outcome: 'locked'; readonly until: number };

/** Tells the owner of an account that its password is another one now: it may not have been them. */
export async function enqueuePasswordMail(
  context: { readonly tx: Queryable; readonly clock: Clock },
  { utilityId, language, mailOf }: PasswordRequest,
  email: string,
): Promise<void> {
  await enqueueMail(context, { utilityId, to: email, language, mail: mailOf(email) });
}

/**
 * Replaces a password, ends every session that was open under the old one and the one of the request, and goes on in a new
 * one; undefined when the password is not any more what it was.
 */
export async function replacePassword(
  { db, clock }: PasswordContext,
  area: 'developers' | 'operator',
  request: PasswordRequest,
  { account, password }: { readonly account: PasswordAccount; readonly password: string },
): Promise<NewSession | undefined> {
  const { utilityId, session, ipAddress, requestId } = request;
  const { id, uid, email, passwordHash: seen } = account;
  const passwordHash = await hashPassword(password);
  return await db.transaction(async (tx) => {
    const replaced =
      area === 'developers'
        ? await updateThirdPartyPassword(tx, { id, passwordHash, seen })
        : (await updateOperatorPassword(tx, { utilityId, email, passwordHash, seen })) !== undefined;
    if (!replaced) return undefined;
    await deleteSubjectSessions(tx, { area, subjectId: id });
    await deleteSession(tx, session.idHash);
    await insertAuditEvent(tx, {
      utilityId,
      at: clock.now(),
      actorKind: area === 'developers' ? 'third_party' : 'operator',
      actor: uid,
      action: area === 'developers' ? 'third_party_account.password_changed' : 'operator.password_changed',
      targetKind: area === 'developers' ? 'third_party_account' : 'operator',
      // Of developers, whose addresses are nobody's business, the uid; operators are named in the audit.
      target: area === 'developers' ? uid : email,
      ipAddress,
      requestId,
    });
    await enqueuePasswordMail({ tx, clock }, request, email);
    return await openSession(
      { db: tx, clock },
      { area, utilityId: session.utilityId, subjectId: id, data: session.data },
    );
  });
}

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
  area: 'developers' | 'operator',
  request: PasswordRequest,
  {
    subjectId,
    current,
    password,
  }: { readonly subjectId: number; readonly current: string; readonly password: string },
): Promise<OwnPasswordOutcome> {
  const faults = ownPasswordFaults({ current, password });
  if (faults !== undefined) return { outcome: 'refused', faults };
  const find = area === 'developers' ? findThirdPartyAccountById : findOperatorAccountById;
  const account = await find(context.db, subjectId);
  if (account === undefined) throw new AppError('not_found', 'This account is gone.');
  const { utilityId, ipAddress } = request;
  const { email } = account;
  const checked = await checkCredentials(context, { area, utilityId, ipAddress, email, password: current });
  if (checked.outcome === 'locked') return checked;
  const next =
    checked.outcome === 'wrong'
      ? undefined
      : await replacePassword(context, area, request, {
          account: { ...account, passwordHash: checked.passwordHash },
          password,
        });
  return next === undefined
    ? { outcome: 'refused', faults: { current: 'password_wrong' } }
    : { outcome: 'done', next };
}
