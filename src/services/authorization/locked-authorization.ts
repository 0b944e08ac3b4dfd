import {
  type AuthorizationName,
  type LockedAuthorization,
  lockAuthorization,
} from '../../storage/authorizations.ts';
import type { Queryable } from '../../storage/database.ts';
import { expireCodesOf } from '../../storage/oauth-codes.ts';
import { revokeRefreshOf } from '../../storage/oauth-refresh.ts';
import { announceTokenChange } from '../../storage/token-changes.ts';
import { revokeTokensOf } from '../../storage/tokens.ts';
import type { OauthContext } from './oauth-context.ts';

/**
 * Runs every change of one Authorization's codes and tokens, under the lock of its row: ONE order of locks. What
 * `work` decides to refuse it must return, not throw: a throw would roll back the revocation that a replay brings.
 *
 * @returns what `work` returns; undefined when there is no such Authorization.
 */
export async function withLockedAuthorization<T>(
  { db, tokenCache }: Pick<OauthContext, 'db' | 'tokenCache'>,
  which: AuthorizationName,
  work: (tx: Queryable, authorization: LockedAuthorization) => Promise<T>,
): Promise<T | undefined> {
  const done = await db.transaction(async (tx) => {
    const authorization = await lockAuthorization(tx, which);
    if (authorization === undefined) return undefined;
    return { id: authorization.id, result: await work(tx, authorization) };
  });
  if (done === undefined) return undefined;
  tokenCache?.forget({ of: 'authorization', key: String(done.id) });
  return done.result;
}

/** Whether an Authorization lets its data be read now. */
export function isLive({ status, start, end }: LockedAuthorization, now: number): boolean {
  return status === 1 && start * 1000 <= now && (end === null || now < end * 1000);
}

/** Makes every code, access token and refresh token of a locked Authorization worth nothing, in every process. */
export async function killTokens(tx: Queryable, authorizationId: number, now: number): Promise<void> {
  await revokeTokensOf(tx, authorizationId, now);
  await revokeRefreshOf(tx, authorizationId, now);
  await expireCodesOf(tx, authorizationId, now);
  await announceTokenChange(tx, { of: 'authorization', key: String(authorizationId) });
}
