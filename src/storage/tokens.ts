import type { TokenKind } from '../espi/resources.ts';
import type { Queryable } from './database.ts';
import type { UtilityRow } from './utilities.ts';

/** The kinds of the standard, and the personal one that acts for a whole registration. */
export type StoredTokenKind = TokenKind | 'api_token';

/** A token as it is issued. Times in milliseconds. */
export interface NewToken {
  /** SHA-256 of the token. */
  readonly hash: string;
  readonly kind: StoredTokenKind;
  readonly clientId: number;
  readonly authorizationId?: number | undefined;
  readonly issued: number;
  readonly expires?: number | undefined;
  /** The scope of a client_access_token; that of an access_token is its Authorization's. */
  readonly scope?: string | undefined;
  /** SHA-256 of the client certificate that it is bound to. */
  readonly certificateSha256?: string | undefined;
  /** What its owner calls an api_token, and how it ends. */
  readonly name?: string | undefined;
  readonly lastFour?: string | undefined;
}

/** Stores a token that was issued. */
export async function insertToken(tx: Queryable, token: NewToken): Promise<void> {
  await tx.query(
    `insert into token (hash, kind, client_id, authorization_id, issued, expires, scope, certificate_sha256, name,
       last_four)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      token.hash,
      token.kind,
      token.clientId,
      token.authorizationId ?? null,
      token.issued,
      token.expires ?? null,
      token.scope ?? null,
      token.certificateSha256 ?? null,
      token.name ?? null,
      token.lastFour ?? null,
    ],
  );
}

/** A token with everything that decides whether it is good and what it opens. */
export interface TokenRow {
  readonly kind: StoredTokenKind;
  readonly issued: number;
  readonly expires: number | null;
  readonly revoked: number | null;
  /** When a refresh put another in its place. */
  readonly replaced: number | null;
  readonly scope: string | null;
  readonly certificateSha256: string | null;
  readonly client: {
    readonly id: number;
    readonly uid: string;
    readonly bulkUid: string;
    readonly clientId: string;
    readonly state: string;
    readonly accessTokenReadsAuthorization: boolean;
  };
  readonly utility: UtilityRow;
  /** Present when the token stands for an Authorization. Periods in seconds, stamps in milliseconds. */
  readonly authorization: {
    readonly id: number;
    readonly uid: string;
    readonly customerId: number | null;
    readonly status: number;
    readonly scope: string;
    readonly start: number;
    readonly end: number | null;
    readonly dataStart: number | null;
    readonly dataEnd: number | null;
    readonly published: number;
    readonly updated: number;
    /** When it was ended before its time; milliseconds. */
    readonly ended: number | null;
  } | null;
}

/** Finds a token by its hash: one statement, whatever kind it is. */
export async function findToken(db: Queryable, hash: string): Promise<TokenRow | undefined> {
  const [row] = await db.query<TokenRow>(
    `select t.kind, t.issued, t.expires, t.revoked, t.replaced, t.scope, t.certificate_sha256 as "certificateSha256",
       jsonb_build_object('id', c.id, 'uid', c.uid, 'bulkUid', c.bulk_uid, 'clientId', c.client_id,
         'state', c.state, 'accessTokenReadsAuthorization', c.access_token_reads_authorization) as client,
       jsonb_build_object('id', u.id, 'slug', u.slug, 'name', u.name, 'timeZone', u.time_zone,
         'currency', u.currency, 'branding', u.branding, 'settings', u.settings) as utility,
       case when a.id is not null then jsonb_build_object('id', a.id, 'uid', a.uid, 'customerId', a.customer_id,
         'status', a.status, 'scope', a.scope, 'start', a.start_ts, 'end', a.end_ts, 'dataStart', a.data_start_ts,
         'dataEnd', a.data_end_ts, 'published', a.published, 'updated', a.updated, 'ended', a.ended) end as "authorization"
     from token t
       join client c on c.id = t.client_id
       join utility u on u.id = c.utility_id
       left join "authorization" a on a.id = t.authorization_id
     where t.hash = $1`,
    [hash],
  );
  return row;
}

/** Revokes a token by its hash; whether there was one that was not revoked before. */
export async function revokeTokenRow(tx: Queryable, hash: string, now: number): Promise<boolean> {
  const rows = await tx.query(
    'update token set revoked = $2 where hash = $1 and revoked is null returning 1',
    [hash, now],
  );
  return rows.length > 0;
}

/** Revokes every token of an Authorization. */
export async function revokeTokensOf(tx: Queryable, authorizationId: number, now: number): Promise<void> {
  await tx.query('update token set revoked = $2 where authorization_id = $1 and revoked is null', [
    authorizationId,
    now,
  ]);
}

/** The Authorization, or none, and the third party of a token that is not revoked; without a lock. */
export async function findTokenOwner(
  db: Queryable,
  hash: string,
): Promise<
  | {
      readonly kind: StoredTokenKind;
      readonly clientId: number;
      readonly authorizationId: number | null;
    }
  | undefined
> {
  const [row] = await db.query<{ kind: StoredTokenKind; clientId: number; authorizationId: number | null }>(
    'select kind, client_id as "clientId", authorization_id as "authorizationId" from token where hash = $1',
    [hash],
  );
  return row;
}

/** Forgets tokens that ended before an instant. */
export async function deleteOldTokens(db: Queryable, endedBefore: number): Promise<void> {
  await db.query('delete from token where least(expires, revoked) <= $1', [endedBefore]);
}
