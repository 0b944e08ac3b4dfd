import type { Queryable } from './database.ts';
import type { StoredRedirectUri } from './registrations.ts';

/** Adds a redirect URI. */
export async function insertRedirectUri(
  tx: Queryable,
  input: StoredRedirectUri & { readonly clientId: number },
): Promise<void> {
  await tx.query(
    `insert into redirect_uri (client_id, uri, state, since) values ($1, $2, $3, $4)
     on conflict (client_id, uri) do nothing`,
    [input.clientId, input.uri, input.state, input.since],
  );
}

/** Approves a redirect URI that waits; false when there is none. */
export async function approveRedirectUriRow(
  tx: Queryable,
  input: { readonly clientId: number; readonly uri: string; readonly now: number },
): Promise<boolean> {
  const rows = await tx.query(
    `update redirect_uri set state = 'approved', since = $3
     where client_id = $1 and uri = $2 and state = 'waiting' returning 1`,
    [input.clientId, input.uri, input.now],
  );
  return rows.length > 0;
}

/** Deletes a redirect URI; false when there is none. */
export async function deleteRedirectUri(
  tx: Queryable,
  input: { readonly clientId: number; readonly uri: string; readonly state?: 'waiting' | 'approved' },
): Promise<boolean> {
  const rows = await tx.query(
    `delete from redirect_uri where client_id = $1 and uri = $2 and ($3::text is null or state = $3) returning 1`,
    [input.clientId, input.uri, input.state ?? null],
  );
  return rows.length > 0;
}
