import type { Queryable } from './database.ts';

/** A long-lived token of a registration, by what may be shown of it. Times in milliseconds. */
export interface RegistrationTokenRow {
  readonly hash: string;
  readonly name: string | null;
  readonly lastFour: string | null;
  readonly issued: number;
  readonly expires: number | null;
  readonly lastUsed: number | null;
}

/** The kinds of long-lived tokens: the registration's own, and personal API tokens. */
export type RegistrationTokenKind = 'registration_access_token' | 'api_token';

/** The tokens of a kind that work, newest first. Those minted for an hour by client_credentials have no last four. */
export async function listRegistrationTokens(
  db: Queryable,
  input: { readonly clientId: number; readonly kind: RegistrationTokenKind; readonly now: number },
): Promise<RegistrationTokenRow[]> {
  return await db.query<RegistrationTokenRow>(
    `select hash, name, last_four as "lastFour", issued, expires, last_used as "lastUsed" from token
     where client_id = $1 and kind = $2 and revoked is null and (expires is null or expires > $3)
     order by issued desc, hash`,
    [input.clientId, input.kind, input.now],
  );
}

/** Stores a long-lived token. */
export async function insertRegistrationToken(
  tx: Queryable,
  input: {
    readonly hash: string;
    readonly kind: RegistrationTokenKind;
    readonly clientId: number;
    readonly issued: number;
    readonly name: string | undefined;
    readonly lastFour: string;
  },
): Promise<void> {
  await tx.query(
    'insert into token (hash, kind, client_id, issued, name, last_four) values ($1, $2, $3, $4, $5, $6)',
    [input.hash, input.kind, input.clientId, input.issued, input.name ?? null, input.lastFour],
  );
}

/** Lets the permanent tokens of a kind end at a time, or earlier where that is set already. */
export async function limitRegistrationTokens(
  tx: Queryable,
  input: { readonly clientId: number; readonly kind: RegistrationTokenKind; readonly until: number },
): Promise<void> {
  await tx.query(
    `update token set expires = least(coalesce(expires, $3::int8), $3::int8)
     where client_id = $1 and kind = $2 and revoked is null`,
    [input.clientId, input.kind, input.until],
  );
}

/** Revokes an API token by the beginning of its hash; the whole hash, or undefined when there is none. */
export async function revokeApiTokenRow(
  tx: Queryable,
  input: { readonly clientId: number; readonly id: string; readonly now: number },
): Promise<string | undefined> {
  const [row] = await tx.query<{ hash: string }>(
    `update token set revoked = $3
     where client_id = $1 and kind = 'api_token' and left(hash, 20) = $2 and revoked is null
     returning hash`,
    [input.clientId, input.id, input.now],
  );
  return row?.hash;
}
