import { listOverdueAuthorizations } from '../../storage/authorizations.ts';
import { deleteOldOauthCodes } from '../../storage/oauth-codes.ts';
import { deleteOldRefreshTokens } from '../../storage/oauth-refresh.ts';
import { deleteExpiredOauthRequests } from '../../storage/oauth-requests.ts';
import { deleteOldTokens } from '../../storage/tokens.ts';
import { endAuthorization } from './end-authorization.ts';
import type { OauthContext } from './oauth-context.ts';

const day = 86_400_000;

/** An Authorization that nobody has read for this long ends. */
const idleMilliseconds = 365 * day;

/** Most Authorizations that one call ends. */
const batch = 500;

/**
 * Ends the Authorizations whose time is over, and those that nobody has used for a year. Their tokens open nothing
 * already: this writes the end down, and has it mailed and notified.
 *
 * @returns how many it ended; call again at once when it is not 0.
 */
export async function endOverdueAuthorizations(
  context: Pick<OauthContext, 'db' | 'clock' | 'tokenCache'>,
): Promise<number> {
  const now = context.clock.now();
  const overdue = await listOverdueAuthorizations(context.db, {
    now,
    readBefore: now - idleMilliseconds,
    limit: batch,
  });
  for (const { uid, cause } of overdue)
    await endAuthorization(context, { uid, cause, actor: { kind: 'system' } });
  return overdue.length;
}

/**
 * Forgets requests that nobody decided, codes after a day (until then a second use is recognised), and tokens 30 days
 * after their end (until then the request log can say why they are refused).
 */
export async function forgetOldGrants({ db, clock }: Pick<OauthContext, 'db' | 'clock'>): Promise<void> {
  const now = clock.now();
  await deleteExpiredOauthRequests(db, now);
  await deleteOldOauthCodes(db, now - day);
  await deleteOldRefreshTokens(db, now - 30 * day);
  await deleteOldTokens(db, now - 30 * day);
}
