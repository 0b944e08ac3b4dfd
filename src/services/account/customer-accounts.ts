import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import { newUid } from '../../platform/ids.ts';
import { hashPassword } from '../../platform/passwords.ts';
import { type AuditEvent, insertAuditEvent } from '../../storage/audit-events.ts';
import {
  type CustomerAccountRow,
  deleteCustomerAccount,
  findCustomerAccountByEmail,
  findCustomerAccountByUid,
  insertCustomerAccount,
  isInventedAddress,
  type ListedCustomerAccount,
  listAccountsByEmail,
  updateCustomerPassword,
} from '../../storage/customer-accounts.ts';
import type { Database, Queryable } from '../../storage/database.ts';
import { deleteCodesOfCustomers } from '../../storage/one-time-codes.ts';
import {
  deleteChoosingSessions,
  deleteSubjectSessions,
  moveSessionBelongings,
} from '../../storage/sessions.ts';
import { findNamedCustomer } from '../customer/find-named-customer.ts';
import { identifyByPassword } from '../customer/identify-by-password.ts';
import { openSession } from '../session/open-session.ts';
import { badValue, checkEmail, checkPassword } from './check-input.ts';
import { normalEmail } from './email.ts';
import {
  enqueuePasswordMail,
  type OwnPasswordOutcome,
  ownPasswordFaults,
  type PasswordRequest,
} from './own-password.ts';

interface AccountContext {
  readonly db: Database;
  readonly clock: Clock;
}

/** Whose account, as somebody types it. */
interface AccountName {
  readonly utilityId: number;
  readonly email: string;
}

async function findOwnAccount(
  db: Queryable,
  { utilityId, accountUid: uid }: { readonly utilityId: number; readonly accountUid: string },
): Promise<CustomerAccountRow & { readonly email: string }> {
  const account = await findCustomerAccountByUid(db, { utilityId, uid });
  if (account?.email == null) throw new AppError('not_found', 'This account is gone.');
  return { ...account, email: account.email };
}

/**
 * The address with which somebody is signed in.
 *
 * @throws AppError `not_found` when the account is gone.
 */
export async function findOwnEmail(
  { db }: { readonly db: Queryable },
  account: { readonly utilityId: number; readonly accountUid: string },
): Promise<string> {
  return (await findOwnAccount(db, account)).email;
}

/** An account of customers, as an operator makes it. */
export interface CustomerAccountInput extends AccountName {
  /** What the utility calls the customers, their uids or account numbers. */
  readonly customers: readonly string[];
  readonly password: string;
  /** Of mails; that of an account of one customer follows the pages that they read. */
  readonly language: 'en' | 'fr';
}

async function customerIdsOf(
  db: Queryable,
  { utilityId, customers }: Pick<CustomerAccountInput, 'utilityId' | 'customers'>,
): Promise<number[]> {
  if (customers.length === 0) throw badValue('customer', 'name at least one.');
  const ids: number[] = [];
  for (const name of customers) {
    const id = await findNamedCustomer({ db }, { utilityId, name });
    if (id === undefined)
      throw new AppError(
        'not_found',
        `There is no customer "${name}", or several have that account number. List them: meterhouse customer list.`,
        { parameter: 'customer' },
      );
    ids.push(id);
  }
  return [...new Set(ids)];
}

/** Writes the audit of a change: who it is stands in the account, which is named by its uid. */
async function audit(
  tx: Queryable,
  { utilityId, at, uid, action }: { utilityId: number; at: number; uid: string; action: string },
  detail: Readonly<Record<string, unknown>> = {},
  by: Pick<AuditEvent, 'actorKind' | 'actor' | 'ipAddress' | 'requestId'> = { actorKind: 'system' },
): Promise<void> {
  await insertAuditEvent(tx, {
    utilityId,
    at,
    ...by,
    action: `customer_account.${action}`,
    targetKind: 'customer_account',
    target: uid,
    detail,
  });
}

/**
 * Makes an account with which customers sign in by e-mail address and password, or by a code to that address.
 *
 * @throws AppError `invalid_input`; `not_found` for an unknown customer; `conflict` when the utility has an account with
 *   that e-mail address.
 */
export async function createCustomerAccount(
  { db, clock }: AccountContext,
  input: CustomerAccountInput,
): Promise<{ readonly uid: string }> {
  checkEmail(input.email);
  checkPassword(input.password);
  const { utilityId, language } = input;
  const email = normalEmail(input.email);
  const customerIds = await customerIdsOf(db, input);
  const passwordHash = await hashPassword(input.password);
  const uid = newUid();
  const created = clock.now();
  await db.transaction(async (tx) => {
    const row = { uid, utilityId, customerIds, email, passwordHash, language, created };
    if (!(await insertCustomerAccount(tx, row)))
      throw new AppError(
        'conflict',
        `There is an account ${email} already. Give it a new password (meterhouse customer account password), or remove it (meterhouse customer account remove) and make it anew.`,
        { parameter: 'email' },
      );
    await audit(tx, { utilityId, at: created, uid, action: 'created' }, { customers: input.customers });
  });
  return { uid };
}

async function getAccount(db: Queryable, { utilityId, email }: AccountName): Promise<CustomerAccountRow> {
  const normal = normalEmail(email);
  const account = await findCustomerAccountByEmail(db, { utilityId, email: normal });
  if (account === undefined)
    throw new AppError(
      'not_found',
      `There is no account ${normal}. List them: meterhouse customer account list.`,
      { parameter: 'email' },
    );
  return account;
}

/**
 * Ends what is open as one of the account's customers, in whatever way it was opened, and what could still be opened:
 * a choice between customers, and a code that was sent.
 */
async function endSessions(tx: Queryable, { customerIds }: CustomerAccountRow): Promise<void> {
  // Codes before sessions, as signing in locks them.
  await deleteCodesOfCustomers(tx, customerIds);
  for (const subjectId of customerIds) await deleteSubjectSessions(tx, { area: 'customer', subjectId });
  await deleteChoosingSessions(tx, customerIds);
}

/**
 * Gives an account a new password, and ends every session of its customers.
 *
 * @throws AppError `invalid_input`, `not_found`; `conflict` for a customer who was invented for the sandbox.
 */
export async function changeCustomerPassword(
  { db, clock }: AccountContext,
  input: AccountName & { readonly password: string },
): Promise<void> {
  checkPassword(input.password);
  const passwordHash = await hashPassword(input.password);
  await db.transaction(async (tx) => {
    const account = await getAccount(tx, input);
    const { uid } = account;
    const email = normalEmail(input.email);
    if (await isInventedAddress(tx, { utilityId: input.utilityId, email }))
      throw new AppError(
        'conflict',
        `${email} was invented for the sandbox: nobody signs in as this customer but for an app that is tried.`,
        { parameter: 'email' },
      );
    await updateCustomerPassword(tx, { uid, passwordHash });
    await endSessions(tx, account);
    await audit(tx, { utilityId: input.utilityId, at: clock.now(), uid, action: 'password_changed' });
  });
}

/**
 * Changes the password of an account by its owner, who is signed in with it and knows the old one, ends every session of its
 * customers, and goes on in a new one. Tries at the old password count like those at the sign-in.
 *
 * @throws AppError `not_found` when the account is gone.
 */
export async function changeOwnCustomerPassword(
  context: AccountContext,
  request: PasswordRequest,
  {
    accountUid,
    current,
    password,
  }: { readonly accountUid: string; readonly current: string; readonly password: string },
): Promise<OwnPasswordOutcome> {
  const faults = ownPasswordFaults({ current, password });
  if (faults !== undefined) return { outcome: 'refused', faults };
  const { db, clock } = context;
  const { utilityId, session, ipAddress, requestId } = request;
  const before = await findOwnAccount(db, { utilityId, accountUid });
  const { email } = before;
  const checked = await identifyByPassword(context, { utilityId, ipAddress, email, password: current });
  if (checked.outcome === 'locked') return checked;
  const wrong = { outcome: 'refused', faults: { current: 'password_wrong' } } as const;
  if (checked.outcome !== 'identified') return wrong;
  const passwordHash = await hashPassword(password);
  const next = await db.transaction(async (tx) => {
    const account = await getAccount(tx, { utilityId, email });
    const { uid } = account;
    if (!(await updateCustomerPassword(tx, { uid, passwordHash, seen: before.passwordHash })))
      return undefined;
    await endSessions(tx, account);
    const by = { actorKind: 'customer', actor: uid, ipAddress, requestId } as const;
    await audit(tx, { utilityId, at: clock.now(), uid, action: 'password_changed' }, {}, by);
    await enqueuePasswordMail({ tx, clock }, request, email);
    const { subjectId, data } = session;
    const opened = await openSession({ db: tx, clock }, { area: 'customer', utilityId, subjectId, data });
    // A consent that is under way in another window goes on.
    await moveSessionBelongings(tx, session.idHash, opened.session.idHash);
    return opened;
  });
  return next === undefined ? wrong : { outcome: 'done', next };
}

/**
 * Removes an account, and ends every session of its customers. The customers, and what they share, stay.
 *
 * @throws AppError `not_found`.
 */
export async function removeCustomerAccount({ db, clock }: AccountContext, name: AccountName): Promise<void> {
  await db.transaction(async (tx) => {
    const account = await getAccount(tx, name);
    const { uid } = account;
    await deleteCustomerAccount(tx, uid);
    await endSessions(tx, account);
    await audit(tx, { utilityId: name.utilityId, at: clock.now(), uid, action: 'removed' });
  });
}

/** The accounts of a utility's customers that have an e-mail address, without their passwords. */
export async function listAccountsOfUtility(
  { db }: { readonly db: Queryable },
  { utilityId }: { readonly utilityId: number },
): Promise<ListedCustomerAccount[]> {
  return await listAccountsByEmail(db, utilityId);
}
