import { parseScope } from '../../../espi/scope.ts';
import { within } from '../../../espi/scope-narrowing.ts';
import { parseScopeParameter } from '../../../espi/scope-parameter.ts';
import { ScopeError } from '../../../espi/scope-terms.ts';
import { sha256 } from '../../../platform/hash.ts';
import { insertAuditEvent } from '../../../storage/audit-events.ts';
import type { LockedAuthorization } from '../../../storage/authorizations.ts';
import type { Queryable } from '../../../storage/database.ts';
import { findRefreshToken, type LockedRefreshToken } from '../../../storage/oauth-refresh.ts';
import { enqueueAuthorizationEvent } from '../authorization-jobs.ts';
import { isLive, killTokens, withLockedAuthorization } from '../locked-authorization.ts';
import type { OauthContext } from '../oauth-context.ts';
import { type GrantOutcome, grantedOrThrow } from './grant-outcome.ts';
import { issuePair } from './issue-pair.ts';
import { lifetimes } from './lifetimes.ts';
import type { TokenAnswer } from './token-answer.ts';
import type { TokenRequest } from './token-request.ts';

/** Whether a third party asks for no more than was granted. It may repeat the scope, or not. */
function staysWithin(asked: string | undefined, granted: string): boolean {
  if (asked === undefined || asked === granted) return true;
  try {
    return within(parseScopeParameter(asked), parseScope(granted));
  } catch (error) {
    if (error instanceof ScopeError) return false;
    throw error;
  }
}

/** A used refresh token came again after the grace: it was copied. The consent stays, its tokens do not. */
async function endReuse(
  tx: Queryable,
  { id, uid, utilityId }: LockedAuthorization,
  { client, now }: { readonly client: TokenRequest['client']; readonly now: number },
): Promise<void> {
  await killTokens(tx, id, now);
  await insertAuditEvent(tx, {
    utilityId,
    at: now,
    actorKind: 'third_party',
    actor: client.uid,
    action: 'refresh_token.reused',
    targetKind: 'Authorization',
    target: uid,
    result: 'refused',
  });
  await enqueueAuthorizationEvent(tx, { authorizationId: id, event: 'token_reuse', at: now });
}

const tooLate = ({ used }: LockedRefreshToken, now: number): boolean =>
  used !== null && now - used > lifetimes.refreshGrace;

/**
 * Exchanges a refresh token for new tokens. It is used up by that, but for a grace of 30 seconds in which it gives
 * another pair, for clients that lost the answer. After that a second use kills all tokens of the Authorization.
 *
 * @throws RefusedError `invalid_request`, `invalid_grant`, `invalid_scope`.
 * @see RFC 6749 section 6, RFC 9700 section 4.14
 */
export async function refreshTokens(context: OauthContext, request: TokenRequest): Promise<TokenAnswer> {
  const { clock, publicUrl } = context;
  const { client, parameters } = request;
  const hash = sha256(parameters.require('refresh_token'));
  const held = { held: 'oauth_refresh', hash, clientId: client.id } as const;
  const outcome = await withLockedAuthorization(context, held, async (tx, locked): Promise<GrantOutcome> => {
    const now = clock.now();
    const token = await findRefreshToken(tx, hash);
    if (token === undefined) return { refusal: { code: 'token_unknown' } };
    if (!isLive(locked, now)) return { refusal: { code: 'authorization_ended' } };
    if (token.revoked === null && tooLate(token, now)) {
      await endReuse(tx, locked, { client, now });
      return { refusal: { code: 'refresh_reused', at: token.used ?? now } };
    }
    if (token.revoked !== null || token.expires <= now)
      return { refusal: { code: 'token_expired', at: token.revoked ?? token.expires } };
    if (!staysWithin(parameters.get('scope'), locked.scope))
      return { refusal: { code: 'scope_insufficient', parameter: 'scope' }, error: 'invalid_scope' };
    return {
      answer: await issuePair(tx, locked, {
        request,
        publicUrl,
        now,
        keepFormer: token.used !== null,
        usedHash: hash,
      }),
    };
  });
  return grantedOrThrow(outcome ?? { refusal: { code: 'token_unknown' } }, client);
}
