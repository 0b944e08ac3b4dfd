import type { Queryable } from './database.ts';

/** What a third party asked for at the authorization endpoint, until the customer has decided. */
export interface OauthRequestRow {
  readonly idHash: string;
  readonly sessionHash: string;
  /** Key of the third party. */
  readonly clientId: number;
  readonly issuer: string;
  /** Null: the customer ends on a receipt. */
  readonly redirectUri: string | null;
  readonly redirectGiven: boolean;
  readonly requestedScope: string;
  readonly scope: string;
  readonly scopeGiven: boolean;
  readonly state: string | null;
  readonly codeChallenge: string | null;
  /** The customer proves again who they are. */
  readonly forceLogin: boolean;
  /** Milliseconds. */
  readonly created: number;
  readonly expires: number;
}

const columns = `id_hash as "idHash", session_hash as "sessionHash", client_id as "clientId", issuer,
  redirect_uri as "redirectUri", redirect_given as "redirectGiven", requested_scope as "requestedScope", scope,
  scope_given as "scopeGiven", state, code_challenge as "codeChallenge",
  force_login as "forceLogin", created, expires`;

/** Stores a request. */
export async function insertOauthRequest(db: Queryable, row: OauthRequestRow): Promise<void> {
  await db.query(
    `insert into oauth_request (id_hash, session_hash, client_id, issuer, redirect_uri, redirect_given,
       requested_scope, scope, scope_given, state, code_challenge, force_login, created, expires)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      row.idHash,
      row.sessionHash,
      row.clientId,
      row.issuer,
      row.redirectUri,
      row.redirectGiven,
      row.requestedScope,
      row.scope,
      row.scopeGiven,
      row.state,
      row.codeChallenge,
      row.forceLogin,
      row.created,
      row.expires,
    ],
  );
}

/** Finds a request by the hash of its id. */
export async function findOauthRequest(db: Queryable, idHash: string): Promise<OauthRequestRow | undefined> {
  const [row] = await db.query<OauthRequestRow>(`select ${columns} from oauth_request where id_hash = $1`, [
    idHash,
  ]);
  return row;
}

/** Takes a request away, so that it is decided once; whether it was still there. */
export async function deleteOauthRequest(tx: Queryable, idHash: string): Promise<boolean> {
  return (await tx.query('delete from oauth_request where id_hash = $1 returning 1', [idHash])).length > 0;
}

/** Forgets requests whose time is over. */
export async function deleteExpiredOauthRequests(db: Queryable, now: number): Promise<void> {
  await db.query('delete from oauth_request where expires <= $1', [now]);
}
