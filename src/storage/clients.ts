import type { ComplexValue } from '../espi/schema/define.ts';
import type { Queryable } from './database.ts';

/** A third-party application as it is registered. */
export interface NewClient {
  readonly utilityId: number;
  readonly uid: string;
  readonly bulkUid: string;
  readonly clientId: string;
  readonly secretHash: string;
  readonly secretCiphertext: string;
  readonly name: string;
  readonly data: ComplexValue;
  readonly scopes: readonly string[];
  /** Milliseconds. */
  readonly stamp: number;
}

/** Inserts a third-party application; undefined when the utility has one of that name. */
export async function insertClient(tx: Queryable, client: NewClient): Promise<number | undefined> {
  const [row] = await tx.query<{ id: number }>(
    `insert into client (utility_id, uid, bulk_uid, client_id, client_secret_hash, client_secret_ciphertext, name,
       data, scopes, published, updated)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) on conflict (utility_id, name) do nothing
     returning id`,
    [
      client.utilityId,
      client.uid,
      client.bulkUid,
      client.clientId,
      client.secretHash,
      client.secretCiphertext,
      client.name,
      client.data,
      client.scopes,
      client.stamp,
    ],
  );
  return row?.id;
}

/** A third party in a list. */
export interface ListedClient {
  readonly id: number;
  readonly uid: string;
  readonly bulkUid: string;
  readonly clientId: string;
  readonly name: string;
  readonly state: string;
  readonly scopes: readonly string[];
  readonly published: number;
  /** Authorizations that are not ended. */
  readonly activeAuthorizations: number;
}

/** The third parties of a utility by name, or the one of that name or uid. */
export async function listClients(
  db: Queryable,
  input: { readonly utilityId: number; readonly now: number; readonly nameOrUid?: string | undefined },
): Promise<ListedClient[]> {
  return await db.query<ListedClient>(
    `select c.id, c.uid, c.bulk_uid as "bulkUid", c.client_id as "clientId", c.name, c.state, c.scopes, c.published,
       (select count(*)::int4 from "authorization" a where a.client_id = c.id and a.status = 1
          and (a.end_ts is null or a.end_ts * 1000 > $2::int8)) as "activeAuthorizations"
     from client c
     where c.utility_id = $1 and ($3::text is null or c.name = $3 or c.uid = $3)
     order by c.name`,
    [input.utilityId, input.now, input.nameOrUid ?? null],
  );
}
