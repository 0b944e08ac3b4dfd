import { createHmac } from 'node:crypto';
import type { TokenKind } from '../../espi/resources.ts';
import type { Clock } from '../../platform/clock.ts';
import { sha256 } from '../../platform/hash.ts';
import type { Queryable } from '../../storage/database.ts';
import { findToken, insertToken } from '../../storage/tokens.ts';
import { lastFourOf } from '../registration/shown-secret.ts';

/** Whom a token of the demo stands for. */
export interface DemoTokenOwner {
  readonly kind: TokenKind;
  /** Uid of the third party or, for an access_token, of the Authorization. */
  readonly uid: string;
  readonly clientId: number;
  readonly authorizationId?: number;
}

/**
 * A token of the demo, stored when it is not yet. It is derived from the key of the installation, so that every start
 * can print it although only its hash is kept; who does not hold the key cannot guess it. It does not expire.
 */
export async function demoToken(
  { db, clock, secretKey }: { readonly db: Queryable; readonly clock: Clock; readonly secretKey: Uint8Array },
  { kind, uid, clientId, authorizationId }: DemoTokenOwner,
): Promise<string> {
  const token = createHmac('sha256', secretKey).update(`demo ${kind} ${uid}`).digest('base64url');
  const hash = sha256(token);
  if ((await findToken(db, hash)) === undefined)
    await insertToken(db, {
      hash,
      kind,
      clientId,
      authorizationId,
      issued: clock.now(),
      lastFour: lastFourOf(token),
    });
  return token;
}
