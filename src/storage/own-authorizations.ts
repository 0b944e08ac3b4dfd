import type { Queryable } from './database.ts';

/** The uid of the Authorization that stands for a third party itself, when there is one. */
async function findOwnAuthorization(db: Queryable, clientId: number): Promise<string | undefined> {
  const [row] = await db.query<{ uid: string }>(
    `select uid from "authorization" where client_id = $1 and kind = 'own'`,
    [clientId],
  );
  return row?.uid;
}

/** Inserts it, once: of several at the same time the first stays. Gives the uid that stands. */
export async function insertOwnAuthorization(
  db: Queryable,
  input: {
    readonly utilityId: number;
    readonly clientId: number;
    readonly uid: string;
    readonly scope: string;
    /** Milliseconds. */
    readonly now: number;
  },
): Promise<string> {
  await db.query(
    `insert into "authorization" (utility_id, client_id, uid, status, scope, start_ts, grant_type, published, updated,
       kind)
     values ($1, $2, $3, 1, $4, $5, 'client_credentials', $6, $6, 'own')
     on conflict (client_id) where kind = 'own' do nothing`,
    [input.utilityId, input.clientId, input.uid, input.scope, Math.floor(input.now / 1000), input.now],
  );
  return (await findOwnAuthorization(db, input.clientId)) ?? input.uid;
}
