import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import { newUid } from '../../platform/ids.ts';
import { hashPassword } from '../../platform/passwords.ts';
import { insertAuditEvent } from '../../storage/audit-events.ts';
import type { Database, Queryable } from '../../storage/database.ts';
import {
  insertOperatorAccount,
  listOperatorAccounts,
  type OperatorRole,
  updateOperatorPassword,
} from '../../storage/operator-accounts.ts';
import { deleteSubjectSessions } from '../../storage/sessions.ts';
import { badValue, checkEmail, checkPassword } from './check-input.ts';
import { normalEmail } from './email.ts';

/** A person of a utility. */
export interface OperatorInput {
  readonly utilityId: number;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly role: OperatorRole;
}

/**
 * Lets a person of the utility sign in. An auditor sees everything and changes nothing.
 *
 * @throws AppError `invalid_input`; `conflict` when the utility has one with that e-mail address.
 */
export async function createOperator(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  input: OperatorInput,
): Promise<{ readonly id: number; readonly uid: string }> {
  checkEmail(input.email);
  if (input.name.trim() === '' || input.name.length > 100)
    throw badValue('name', 'give 1 to 100 characters.');
  checkPassword(input.password);
  const uid = newUid();
  const at = clock.now();
  const email = normalEmail(input.email);
  const passwordHash = await hashPassword(input.password);
  const { utilityId, name, role } = input;
  const id = await db.transaction(async (tx) => {
    const made = await insertOperatorAccount(tx, {
      uid,
      utilityId,
      email,
      name: name.trim(),
      passwordHash,
      role,
      created: at,
    });
    if (made === undefined) return undefined;
    const target = { targetKind: 'operator', target: uid, detail: { role } };
    await insertAuditEvent(tx, { utilityId, at, actorKind: 'system', action: 'operator.created', ...target });
    return made;
  });
  if (id === undefined)
    throw new AppError('conflict', `There is an operator ${email} already. Change the password instead.`, {
      parameter: 'email',
    });
  return { id, uid };
}

/**
 * Gives an operator a new password, and ends every session that was open under the old one.
 *
 * @throws AppError `invalid_input`, `not_found`.
 */
export async function changeOperatorPassword(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  input: { readonly utilityId: number; readonly email: string; readonly password: string },
): Promise<void> {
  checkPassword(input.password);
  const { utilityId } = input;
  const email = normalEmail(input.email);
  const passwordHash = await hashPassword(input.password);
  await db.transaction(async (tx) => {
    const id = await updateOperatorPassword(tx, { utilityId, email, passwordHash });
    if (id === undefined)
      throw new AppError('not_found', `There is no operator ${email}. List them: meterhouse operator list.`);
    await deleteSubjectSessions(tx, { area: 'operator', subjectId: id });
    await insertAuditEvent(tx, {
      utilityId,
      at: clock.now(),
      actorKind: 'system',
      action: 'operator.password_changed',
      targetKind: 'operator',
      target: email,
    });
  });
}

/** The people of a utility, without their passwords. */
export async function listOperators(
  { db }: { readonly db: Queryable },
  { utilityId }: { readonly utilityId: number },
): Promise<
  { readonly uid: string; readonly email: string; readonly name: string; readonly role: OperatorRole }[]
> {
  const rows = await listOperatorAccounts(db, utilityId);
  return rows.map(({ uid, email, name, role }) => ({ uid, email, name, role }));
}
