import type { Queryable } from './database.ts';

/** An authorization code. Times in milliseconds. */
export interface OauthCode {
  readonly hash: string;
  readonly authorizationId: number;
  readonly clientId: number;
  /** Present when the request named it: the token request must repeat it then. */
  readonly redirectUri: string | null;
  readonly codeChallenge: string | null;
  readonly expires: number;
}

/** Stores a code. */
export async function insertOauthCode(tx: Queryable, code: OauthCode): Promise<void> {
  await tx.query(
    `insert into oauth_code (hash, authorization_id, client_id, redirect_uri, code_challenge, expires)
     values ($1, $2, $3, $4, $5, $6)`,
    [code.hash, code.authorizationId, code.clientId, code.redirectUri, code.codeChallenge, code.expires],
  );
}

/** Uses a code up. The caller holds the lock of its Authorization. */
export async function claimOauthCode(
  tx: Queryable,
  { hash, now }: { readonly hash: string; readonly now: number },
): Promise<{ readonly claimed: OauthCode } | { readonly usedAt: number } | undefined> {
  const [claimed] = await tx.query<OauthCode>(
    `update oauth_code set used = $2 where hash = $1 and used is null
     returning hash, authorization_id as "authorizationId", client_id as "clientId", redirect_uri as "redirectUri",
       code_challenge as "codeChallenge", expires`,
    [hash, now],
  );
  if (claimed !== undefined) return { claimed };
  const [row] = await tx.query<{ used: number }>('select used from oauth_code where hash = $1', [hash]);
  return row && { usedAt: row.used };
}

/** Makes the codes of an Authorization that nobody has used yet worth nothing. */
export async function expireCodesOf(tx: Queryable, authorizationId: number, now: number): Promise<void> {
  await tx.query(
    'update oauth_code set expires = least(expires, $2) where authorization_id = $1 and used is null',
    [authorizationId, now],
  );
}

/** Forgets codes that ended before an instant; until then a second use is recognised. */
export async function deleteOldOauthCodes(db: Queryable, endedBefore: number): Promise<void> {
  await db.query('delete from oauth_code where greatest(expires, coalesce(used, 0)) <= $1', [endedBefore]);
}
