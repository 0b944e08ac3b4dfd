import type { Clock } from '../../platform/clock.ts';
import { sha256 } from '../../platform/hash.ts';
import type { Database } from '../../storage/database.ts';
import { announceTokenChange } from '../../storage/token-changes.ts';
import { revokeTokenRow } from '../../storage/tokens.ts';

/**
 * Revokes one token: it is refused from the next request on, in every process.
 *
 * @returns whether it was a token that had not been revoked before.
 */
export async function revokeToken(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  token: string,
): Promise<boolean> {
  const hash = sha256(token);
  return await db.transaction(async (tx) => {
    await announceTokenChange(tx, { of: 'token', key: hash });
    return await revokeTokenRow(tx, hash, clock.now());
  });
}
