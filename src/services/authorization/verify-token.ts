import { dataKindsOf } from '../../espi/function-blocks.ts';
import { parseScope } from '../../espi/scope.ts';
import type { Clock } from '../../platform/clock.ts';
import { sha256 } from '../../platform/hash.ts';
import type { Queryable } from '../../storage/database.ts';
import { findToken, type TokenRow } from '../../storage/tokens.ts';
import { utilityOf } from '../../storage/utilities.ts';
import type { GrantedAuthorization, Principal } from './principal.ts';
import { type Refusal, RefusedError } from './refusal.ts';
import type { TokenCache } from './token-cache.ts';

/** A refusal with the words for the bearer. */
interface Refused extends Refusal {
  readonly words: string;
}

function authorizationRefusal(
  { status, start, end, ended }: NonNullable<TokenRow['authorization']>,
  now: number,
): Refused | undefined {
  const code = 'authorization_ended';
  if (status !== 1) return { code, at: ended ?? undefined, words: 'The authorization was revoked.' };
  if (end !== null && end * 1000 <= now)
    return { code, at: end * 1000, words: 'The authorization has ended.' };
  if (start * 1000 > now) return { code, at: start * 1000, words: 'The authorization has not begun yet.' };
  return undefined;
}

/** Why a token is no good now; undefined when it is good. */
export function tokenRefusal(
  row: TokenRow,
  now: number,
  certificateSha256: string | undefined,
): Refused | undefined {
  const { client, expires, revoked, replaced, authorization } = row;
  const ended = authorization === null ? undefined : authorizationRefusal(authorization, now);
  if (revoked !== null) {
    if (replaced !== null)
      return { code: 'token_replaced', at: replaced, words: 'A newer token replaced this one.' };
    return ended ?? { code: 'token_expired', at: revoked, words: 'The token was revoked.' };
  }
  if (expires !== null && expires <= now)
    return { code: 'token_expired', at: expires, words: 'The token has expired.' };
  if (client.state === 'suspended' || client.state === 'terminated')
    return { code: 'registration_suspended', words: 'The registration of this third party is not active.' };
  if (row.certificateSha256 !== null && row.certificateSha256 !== certificateSha256)
    return { code: 'certificate_wrong', words: 'The token is bound to another client certificate.' };
  return ended;
}

function grantedOf(row: NonNullable<TokenRow['authorization']>): GrantedAuthorization {
  const { id, uid, scope, published, updated } = row;
  return {
    id,
    uid,
    scope,
    dataKinds: dataKindsOf(parseScope(scope)),
    published,
    updated,
    ...(row.customerId === null ? {} : { customerId: row.customerId }),
    ...(row.dataStart === null ? {} : { dataStart: row.dataStart }),
    ...(row.dataEnd === null ? {} : { dataEnd: row.dataEnd }),
  };
}

function principalOf({ kind, client, utility, authorization }: TokenRow): Principal {
  const { id, uid, bulkUid, accessTokenReadsAuthorization } = client;
  return {
    tokenKind: kind,
    utility: utilityOf(utility),
    client: { id, uid, bulkUid, accessTokenReadsAuthorization },
    ...(authorization === null ? {} : { authorization: grantedOf(authorization) }),
  };
}

/** What verifying needs. Without a cache every call costs one statement. */
export interface VerifyContext {
  readonly db: Queryable;
  readonly clock: Clock;
  readonly tokenCache?: TokenCache | undefined;
}

/** What came with the token. */
export interface Presented {
  /** SHA-256 of the client certificate of the connection. */
  readonly certificateSha256?: string | undefined;
  /** SHA-256 of the token, when it is known. */
  readonly hash?: string | undefined;
}

function check(row: TokenRow, now: number, { certificateSha256 }: Presented): void {
  const refused = tokenRefusal(row, now, certificateSha256);
  if (refused === undefined) return;
  const { words, ...refusal } = refused;
  throw new RefusedError('invalid_token', words, {
    refusal,
    owner: { clientId: row.client.id, authorizationUid: row.authorization?.uid, tokenKind: row.kind },
  });
}

async function readToken(
  { db, clock, tokenCache }: VerifyContext,
  hash: string,
  presented: Presented,
): Promise<Principal> {
  const generation = tokenCache?.generation() ?? 0;
  const row = await findToken(db, hash);
  if (row === undefined)
    throw new RefusedError('invalid_token', 'The token is not known here.', {
      refusal: { code: 'token_unknown' },
    });
  check(row, clock.now(), presented);
  const principal = principalOf(row);
  tokenCache?.remember(hash, { row, principal }, generation);
  return principal;
}

/**
 * Whose token this is. A token is good while it is neither revoked nor expired, its third party is active, the
 * authorization behind it is, and the certificate that it may be bound to came along: all checked at every call,
 * whether the row came from the cache or not.
 *
 * @returns a promise only when the token is not remembered: then it is read.
 * @throws RefusedError `invalid_token`.
 * @see RFC 6750 section 3.1, RFC 8705 section 3
 */
export function recogniseToken(
  context: VerifyContext,
  token: string | undefined,
  presented: Presented = {},
): Principal | Promise<Principal> {
  if (token === undefined)
    throw new RefusedError('invalid_token', 'Send a token in the header: Authorization: Bearer {token}.', {
      refusal: { code: 'token_missing' },
    });
  const { hash = sha256(token) } = presented;
  const cached = context.tokenCache?.find(hash);
  if (cached === undefined) return readToken(context, hash, presented);
  check(cached.row, context.clock.now(), presented);
  return cached.principal;
}

/**
 * The same as a promise in any case.
 *
 * @throws RefusedError `invalid_token`.
 */
export const verifyToken = async (
  context: VerifyContext,
  token: string | undefined,
  presented?: Presented,
): Promise<Principal> => await recogniseToken(context, token, presented);
