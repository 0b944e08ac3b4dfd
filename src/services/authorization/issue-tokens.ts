import { type TokenKind, tokenKinds } from '../../espi/resources.ts';
import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import { lockAuthorization } from '../../storage/authorizations.ts';
import type { Database } from '../../storage/database.ts';
import { type IssuedToken, issueToken } from './issue-token.ts';

/** Which tokens of a third party an operator hands out. */
export interface TokensInput {
  readonly clientId: number;
  /** Which kinds; default: all three, or the two of the third party where no Authorization is named. */
  readonly kinds?: readonly TokenKind[] | undefined;
  /** Uid of the Authorization that an access_token stands for. */
  readonly authorizationUid?: string | undefined;
  readonly lifetimeSeconds: number | 'never';
}

/**
 * Issues tokens by hand. A registration_access_token does not expire, whatever lifetime is asked for.
 *
 * @throws AppError `invalid_input` when an access_token has no Authorization; `not_found` when the Authorization
 *   is not active or another third party's.
 * @see function block 40
 */
export async function issueTokens(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  { clientId, kinds, authorizationUid, lifetimeSeconds }: TokensInput,
): Promise<IssuedToken[]> {
  const wanted =
    kinds ?? tokenKinds.filter((kind) => kind !== 'access_token' || authorizationUid !== undefined);
  if (wanted.includes('access_token') && authorizationUid === undefined)
    throw new AppError(
      'invalid_input',
      'An access_token stands for an authorization: name it with --authorization.',
      {
        parameter: 'authorization',
      },
    );
  return await db.transaction(async (tx) => {
    const found = authorizationUid === undefined ? undefined : await lockAuthorization(tx, authorizationUid);
    const id = found?.clientId === clientId && found.status === 1 ? found.id : undefined;
    if (authorizationUid !== undefined && id === undefined)
      throw new AppError(
        'not_found',
        `This third party has no active authorization "${authorizationUid}". List them: meterhouse authorization list.`,
        { parameter: 'authorization' },
      );
    const tokens: IssuedToken[] = [];
    for (const kind of wanted) {
      const authorizationId = kind === 'access_token' ? id : undefined;
      const lifetime = kind === 'registration_access_token' ? 'never' : lifetimeSeconds;
      tokens.push(
        await issueToken({ db: tx, clock }, { kind, clientId, authorizationId, lifetimeSeconds: lifetime }),
      );
    }
    return tokens;
  });
}
