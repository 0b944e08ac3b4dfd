import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../storage/database.ts';
import { holdsOperatorPassword } from '../../storage/operator-accounts.ts';
import { holdsThirdPartyPassword } from '../../storage/third-party-accounts.ts';
import type { NewSession, Session } from '../session/session.ts';
import { replaceSession } from '../session/sign-in.ts';
import type { Credentials } from './check-credentials.ts';

/**
 * Signs somebody in whose password was checked.
 *
 * @param input.passwordHash as it was checked: whoever entered the old one while it was changed does not come in.
 * @returns undefined when the password is another one by now.
 */
export async function signInWithPassword(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  {
    area,
    session,
    subjectId,
    passwordHash,
  }: Pick<Credentials, 'area'> & {
    readonly session: Session;
    readonly subjectId: number;
    readonly passwordHash: string;
  },
): Promise<NewSession | undefined> {
  const holds = area === 'developers' ? holdsThirdPartyPassword : holdsOperatorPassword;
  return await db.transaction(async (tx) =>
    (await holds(tx, { id: subjectId, passwordHash }))
      ? await replaceSession({ tx, clock }, { session, subjectId })
      : undefined,
  );
}
