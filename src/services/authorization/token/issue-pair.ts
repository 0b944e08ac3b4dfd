import { sha256 } from '../../../platform/hash.ts';
import { newToken } from '../../../platform/ids.ts';
import type { LockedAuthorization } from '../../../storage/authorizations.ts';
import { insertAuthorizationEvent } from '../../../storage/consent-records.ts';
import type { Queryable } from '../../../storage/database.ts';
import { insertTokenPair } from '../../../storage/token-pairs.ts';
import { boundCertificate } from '../client-certificate.ts';
import { lifetimes } from './lifetimes.ts';
import { authorizationAddresses, type TokenAnswer } from './token-answer.ts';
import type { TokenRequest } from './token-request.ts';

/** How a pair is issued. */
interface PairInput {
  readonly request: TokenRequest;
  readonly publicUrl: string;
  readonly now: number;
  /** Whether the access tokens before it stay good: for the second answer to one refresh token. */
  readonly keepFormer: boolean;
  /** Hash of the refresh token that it answers, which is used up by it. */
  readonly usedHash?: string | undefined;
}

/** Issues an access token and a refresh token of a locked, live Authorization. */
export async function issuePair(
  tx: Queryable,
  authorization: LockedAuthorization,
  { request, publicUrl, now, keepFormer, usedHash }: PairInput,
): Promise<TokenAnswer> {
  const { id: authorizationId, scope, end } = authorization;
  const accessToken = newToken();
  const refreshToken = newToken();
  const expires = Math.min(now + lifetimes.access, end === null ? Number.POSITIVE_INFINITY : end * 1000);
  await insertTokenPair(tx, {
    authorizationId,
    clientId: request.client.id,
    accessHash: sha256(accessToken),
    accessExpires: expires,
    certificateSha256: boundCertificate(request.client, request.certificate),
    refreshHash: sha256(refreshToken),
    refreshExpires: now + lifetimes.refresh,
    usedHash,
    keepFormer,
    now,
  });
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: Math.max(1, Math.floor((expires - now) / 1000)),
    refresh_token: refreshToken,
    scope,
    ...authorizationAddresses({ publicUrl }, authorization),
  };
}

/** Notes in the story of an Authorization that its third party fetched its first tokens. */
export async function noteTokenIssued(tx: Queryable, authorizationId: number, now: number): Promise<void> {
  await insertAuthorizationEvent(tx, { authorizationId, event: 'token_issued', at: now });
}
