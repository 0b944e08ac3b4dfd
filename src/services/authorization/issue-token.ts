import type { TokenKind } from '../../espi/resources.ts';
import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import { sha256 } from '../../platform/hash.ts';
import { newToken } from '../../platform/ids.ts';
import type { Queryable } from '../../storage/database.ts';
import { insertToken } from '../../storage/tokens.ts';
import { lastFourOf } from '../registration/shown-secret.ts';

/** How long a token of a kind is good when nothing else is said; absent: until it is revoked. */
const defaultLifetimeSeconds: Readonly<Record<TokenKind, number | undefined>> = {
  registration_access_token: undefined,
  client_access_token: 3600,
  access_token: 3600,
};

/** Which token. An access_token stands for an Authorization; the other kinds stand for the third party. */
export interface TokenInput {
  readonly kind: TokenKind;
  /** Key of the third party. */
  readonly clientId: number;
  /** Key of the Authorization. */
  readonly authorizationId?: number | undefined;
  /** Default: that of the kind; `never` = until it is revoked. */
  readonly lifetimeSeconds?: number | 'never' | undefined;
}

/** A token as it is handed over, once: only its hash is stored. */
export interface IssuedToken {
  readonly kind: TokenKind;
  readonly token: string;
  /** Milliseconds; absent when it does not expire. */
  readonly expires?: number;
}

/**
 * Issues a bearer token.
 *
 * @throws AppError `invalid_input` when an access_token has no Authorization, or another kind has one.
 */
export async function issueToken(
  { db, clock }: { readonly db: Queryable; readonly clock: Clock },
  input: TokenInput,
): Promise<IssuedToken> {
  const { kind, clientId, authorizationId } = input;
  if ((kind === 'access_token') !== (authorizationId !== undefined))
    throw new AppError(
      'invalid_input',
      'An access_token stands for an authorization; the other kinds do not.',
      {
        parameter: 'authorization',
      },
    );
  const token = newToken();
  const issued = clock.now();
  const lifetime = input.lifetimeSeconds ?? defaultLifetimeSeconds[kind];
  const expires = typeof lifetime === 'number' ? issued + lifetime * 1000 : undefined;
  // The pages list the tokens that stay, by their end; one that expires was never the registration's own.
  const lastFour = expires === undefined ? lastFourOf(token) : undefined;
  await insertToken(db, { hash: sha256(token), kind, clientId, authorizationId, issued, expires, lastFour });
  return { kind, token, ...(expires === undefined ? {} : { expires }) };
}
