import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import { hashPassword } from '../../platform/passwords.ts';
import { insertAuditEvent } from '../../storage/audit-events.ts';
import type { Database } from '../../storage/database.ts';
import { deleteSubjectSessions } from '../../storage/sessions.ts';
import {
  findThirdPartyAccountByEmail,
  updateThirdPartyPassword,
} from '../../storage/third-party-accounts.ts';
import { checkPassword } from './check-input.ts';
import { normalEmail } from './email.ts';

/**
 * Gives a developer a new password, and ends every session that was open under the old one. The account is one for all
 * utilities; the audit of `utilityId` has it.
 *
 * @throws AppError `invalid_input`, `not_found`.
 */
export async function changeDeveloperPassword(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  input: { readonly utilityId: number; readonly email: string; readonly password: string },
): Promise<void> {
  checkPassword(input.password);
  const email = normalEmail(input.email);
  const passwordHash = await hashPassword(input.password);
  await db.transaction(async (tx) => {
    const account = await findThirdPartyAccountByEmail(tx, email);
    if (account === undefined || !(await updateThirdPartyPassword(tx, { id: account.id, passwordHash })))
      throw new AppError(
        'not_found',
        `There is no developer ${email}. They sign up at /DataCustodian/developers.`,
        {
          parameter: 'email',
        },
      );
    await deleteSubjectSessions(tx, { area: 'developers', subjectId: account.id });
    await insertAuditEvent(tx, {
      utilityId: input.utilityId,
      at: clock.now(),
      actorKind: 'system',
      action: 'third_party_account.password_changed',
      targetKind: 'third_party_account',
      target: account.uid,
    });
  });
}
