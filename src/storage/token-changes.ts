import { noteAnnouncement } from './announcements.ts';
import type { Queryable } from './database.ts';

/** The channel on which processes tell each other that a token may no longer be what it was. */
export const tokenChannel = 'meterhouse_token';

/** What changed: one token (by hash), or all tokens of an Authorization, a third party or a utility. */
export interface TokenChange {
  readonly of: 'token' | 'authorization' | 'client' | 'utility';
  /** The hash, or the database key as text. */
  readonly key: string;
}

/** Tells every process, when the transaction commits, to forget what it knows of these tokens. */
export async function announceTokenChange(tx: Queryable, { of, key }: TokenChange): Promise<void> {
  const payload = `${of}:${key}`;
  noteAnnouncement(tx, payload);
  await tx.query('select pg_notify($1, $2)', [tokenChannel, payload]);
}

/** Reads what `announceTokenChange` wrote; undefined when it is something else. */
export function parseTokenChange(payload: string): TokenChange | undefined {
  const [, of, key] = /^(token|authorization|client|utility):(\w+)$/.exec(payload) ?? [];
  return of === undefined || key === undefined ? undefined : { of: of as TokenChange['of'], key };
}
