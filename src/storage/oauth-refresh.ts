import type { Queryable } from './database.ts';

/** A refresh token. Times in milliseconds. */
interface RefreshToken {
  readonly hash: string;
  readonly authorizationId: number;
  readonly clientId: number;
  readonly expires: number;
}

/** A refresh token as it stands under the lock of its Authorization. */
export interface LockedRefreshToken extends RefreshToken {
  readonly used: number | null;
  readonly revoked: number | null;
}

/** Reads a refresh token, after its Authorization has been locked. */
export async function findRefreshToken(db: Queryable, hash: string): Promise<LockedRefreshToken | undefined> {
  const [row] = await db.query<LockedRefreshToken>(
    `select hash, authorization_id as "authorizationId", client_id as "clientId", expires, used, revoked
     from oauth_refresh where hash = $1`,
    [hash],
  );
  return row;
}

/** Revokes every refresh token of an Authorization. */
export async function revokeRefreshOf(tx: Queryable, authorizationId: number, now: number): Promise<void> {
  await tx.query('update oauth_refresh set revoked = $2 where authorization_id = $1 and revoked is null', [
    authorizationId,
    now,
  ]);
}

/** Forgets refresh tokens that ended before an instant. */
export async function deleteOldRefreshTokens(db: Queryable, endedBefore: number): Promise<void> {
  await db.query('delete from oauth_refresh where least(expires, revoked, used) <= $1', [endedBefore]);
}
