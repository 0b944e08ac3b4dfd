import type { Queryable } from './database.ts';

/** Gives the bulks of a third party more time: so many milliseconds for which it could not read them. */
export async function prolongBulks(
  tx: Queryable,
  { clientId, byMs }: { readonly clientId: number; readonly byMs: number },
): Promise<void> {
  // Before their feeds and in this order, as whoever ends the writing of one locks them.
  await tx.query('select id from bulk where client_id = $1 order by id for update', [clientId]);
  const values = [clientId, byMs];
  await tx.query('update bulk set expires = expires + $2 where client_id = $1', values);
  await tx.query(
    'update large_feed set expires = expires + $2 where client_id = $1 and bulk_id is not null',
    values,
  );
}

/** Keys of the feeds of a third party's bulks that are not written, in the order of their cuts. */
export async function listUnwrittenBulkFeeds(tx: Queryable, clientId: number): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `select id from large_feed
     where client_id = $1 and bulk_id is not null and state = 'building' order by id`,
    [clientId],
  );
  return rows.map(({ id }) => id);
}

/** The scopes of a third party's Authorizations, ended ones too, each once. */
export async function listScopesOf(db: Queryable, clientId: number): Promise<string[]> {
  const rows = await db.query<{ scope: string }>(
    `select distinct scope from "authorization" where client_id = $1 and kind = 'customer'`,
    [clientId],
  );
  return rows.map(({ scope }) => scope);
}
