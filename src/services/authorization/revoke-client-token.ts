import { sha256 } from '../../platform/hash.ts';
import type { OauthClient } from '../../storage/oauth-clients.ts';
import { announceTokenChange } from '../../storage/token-changes.ts';
import { findTokenOwner, revokeTokenRow } from '../../storage/tokens.ts';
import { type Actor, endLocked } from './end-authorization.ts';
import { withLockedAuthorization } from './locked-authorization.ts';
import type { OauthContext } from './oauth-context.ts';

/** A token that its own third party gives up. */
interface RevokeInput {
  readonly client: OauthClient;
  readonly token: string;
  readonly actor: Omit<Actor, 'kind' | 'uid'>;
}

/** Revokes a refresh token: the third party is done with the customer's data, so that the Authorization ends. */
async function revokeRefreshToken(
  context: OauthContext,
  { client, token, actor }: RevokeInput,
): Promise<boolean> {
  const held = { held: 'oauth_refresh', hash: sha256(token), clientId: client.id } as const;
  const now = context.clock.now();
  const revoked = await withLockedAuthorization(context, held, async (tx, locked) => {
    await endLocked(tx, locked, {
      cause: 'third_party',
      actor: { ...actor, kind: 'third_party', uid: client.uid },
      now,
    });
    return true;
  });
  return revoked ?? false;
}

/**
 * Revokes a token at the wish of its third party. An access token alone goes by itself; a refresh token takes the
 * whole Authorization along. A token that is not there, or another's, is no error.
 *
 * @see RFC 7009 section 2
 */
export async function revokeClientToken(context: OauthContext, input: RevokeInput): Promise<void> {
  if (await revokeRefreshToken(context, input)) return;
  const { db, clock, tokenCache } = context;
  const hash = sha256(input.token);
  const owner = await findTokenOwner(db, hash);
  if (owner === undefined || owner.clientId !== input.client.id) return;
  const now = clock.now();
  if (owner.authorizationId !== null) {
    await withLockedAuthorization(context, owner.authorizationId, async (tx) => {
      if (await revokeTokenRow(tx, hash, now)) await announceTokenChange(tx, { of: 'token', key: hash });
    });
    return;
  }
  await db.transaction(async (tx) => {
    if (await revokeTokenRow(tx, hash, now)) await announceTokenChange(tx, { of: 'token', key: hash });
  });
  tokenCache?.forget({ of: 'token', key: hash });
}
