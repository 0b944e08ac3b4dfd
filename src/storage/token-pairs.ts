import { noteAnnouncement } from './announcements.ts';
import type { Queryable } from './database.ts';
import { tokenChannel } from './token-changes.ts';

/** An access token and a refresh token of one Authorization. Times in milliseconds. */
export interface TokenPair {
  readonly authorizationId: number;
  readonly clientId: number;
  readonly accessHash: string;
  readonly accessExpires: number;
  readonly certificateSha256: string | undefined;
  readonly refreshHash: string;
  readonly refreshExpires: number;
  /** The refresh token that this pair answers. */
  readonly usedHash: string | undefined;
  /** Whether the access tokens before it stay good. */
  readonly keepFormer: boolean;
  readonly now: number;
}

/**
 * Stores a pair, uses up the refresh token before it, ends the access tokens before it, and tells every process: one
 * statement. The caller holds the lock of the Authorization.
 */
export async function insertTokenPair(tx: Queryable, pair: TokenPair): Promise<void> {
  if (!pair.keepFormer) noteAnnouncement(tx, `authorization:${pair.authorizationId}`);
  await tx.query(
    `with replaced as (
       update token set revoked = $10, replaced = $10
       where authorization_id = $1 and revoked is null and not $9::bool),
     used as (
       update oauth_refresh set used = $10 where hash = $8 and used is null),
     access as (
       insert into token (hash, kind, client_id, authorization_id, issued, expires, certificate_sha256)
       values ($3, 'access_token', $2, $1, $10, $4, $5)),
     refresh as (
       insert into oauth_refresh (hash, authorization_id, client_id, expires) values ($6, $1, $2, $7))
     select pg_notify($11, 'authorization:' || $1::int8) where not $9::bool`,
    [
      pair.authorizationId,
      pair.clientId,
      pair.accessHash,
      pair.accessExpires,
      pair.certificateSha256 ?? null,
      pair.refreshHash,
      pair.refreshExpires,
      pair.usedHash ?? null,
      pair.keepFormer,
      pair.now,
      tokenChannel,
    ],
  );
}
