import { sha256 } from '../../platform/hash.ts';
import { findAuthorizationById, type LockedAuthorization } from '../../storage/authorizations.ts';
import type { OauthClient } from '../../storage/oauth-clients.ts';
import { findRefreshToken } from '../../storage/oauth-refresh.ts';
import { findToken } from '../../storage/tokens.ts';
import { isLive } from './locked-authorization.ts';
import type { OauthContext } from './oauth-context.ts';
import { tokenRefusal } from './verify-token.ts';

/** What introspection says, in the words of the wire. The customer is never named: `sub` is the Authorization. */
export type Introspection =
  | { readonly active: false }
  | {
      readonly active: true;
      readonly client_id: string;
      readonly token_type: 'Bearer' | 'refresh_token';
      readonly scope?: string;
      readonly sub: string;
      readonly iss: string;
      readonly iat?: number;
      readonly exp?: number;
      readonly cnf?: { readonly 'x5t#S256': string };
    };

interface IntrospectInput {
  readonly client: OauthClient;
  readonly token: string;
  readonly issuer: string;
}

async function introspectRefresh(
  { db, clock }: OauthContext,
  { client, token, issuer }: IntrospectInput,
): Promise<Introspection> {
  const now = clock.now();
  const row = await findRefreshToken(db, sha256(token));
  const good = row !== undefined && row.clientId === client.id && row.revoked === null && row.used === null;
  if (!good || row.expires <= now) return { active: false };
  const authorization: LockedAuthorization | undefined = await findAuthorizationById(db, row.authorizationId);
  if (authorization === undefined || !isLive(authorization, now)) return { active: false };
  return {
    active: true,
    client_id: client.clientId,
    token_type: 'refresh_token',
    scope: authorization.scope,
    sub: authorization.uid,
    iss: issuer,
    exp: Math.floor(row.expires / 1000),
  };
}

/**
 * Tells a third party about a token of its own; of everybody else's it says no more than that it is not active.
 *
 * @see RFC 7662 section 2.2
 */
export async function introspectToken(context: OauthContext, input: IntrospectInput): Promise<Introspection> {
  const { client, token, issuer } = input;
  const row = await findToken(context.db, sha256(token));
  if (row === undefined) return await introspectRefresh(context, input);
  const bound = row.certificateSha256 ?? undefined;
  if (row.client.id !== client.id || tokenRefusal(row, context.clock.now(), bound) !== undefined)
    return { active: false };
  const scope = row.authorization?.scope ?? row.scope;
  return {
    active: true,
    client_id: client.clientId,
    token_type: 'Bearer',
    ...(scope === null ? {} : { scope }),
    sub: row.authorization?.uid ?? client.uid,
    iss: issuer,
    iat: Math.floor(row.issued / 1000),
    ...(row.expires === null ? {} : { exp: Math.floor(row.expires / 1000) }),
    ...(bound === undefined ? {} : { cnf: { 'x5t#S256': Buffer.from(bound, 'hex').toString('base64url') } }),
  };
}
