import { accountNumbers } from './customer-identities.ts';
import type { Queryable } from './database.ts';

/** The key of the Customer that the utility calls `name`, or whose uid that is. */
export async function findCustomerId(
  db: Queryable,
  input: { readonly utilityId: number; readonly name: string },
): Promise<number | undefined> {
  const [row] = await db.query<{ id: number }>(
    `select id from customer_resource
     where utility_id = $1 and noun = 'Customer' and (source_key = $2 or uid = $2)
     order by (source_key = $2) desc limit 1`,
    [input.utilityId, input.name],
  );
  return row?.id;
}

/** A usage point with whom it belongs to, when that is known. */
export interface GrantableMeter {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly customerId: number | null;
}

/** Usage points by what the utility calls them, or by uid. */
export async function findMeters(
  db: Queryable,
  input: { readonly utilityId: number; readonly names: readonly string[] },
): Promise<GrantableMeter[]> {
  return await db.query<GrantableMeter>(
    `select id, uid, source_key as name, customer_id as "customerId" from usage_point
     where utility_id = $1 and (source_key = any($2::text[]) or uid = any($2::text[]))
     order by id`,
    [input.utilityId, input.names],
  );
}

/** All usage points of a customer. */
export async function listMetersOfCustomer(db: Queryable, customerId: number): Promise<GrantableMeter[]> {
  return await db.query<GrantableMeter>(
    `select id, uid, source_key as name, customer_id as "customerId" from usage_point
     where customer_id = $1 order by id`,
    [customerId],
  );
}

/** A customer in a list of the operator. */
export interface ListedCustomer {
  readonly uid: string;
  /** What the utility calls the customer. */
  readonly key: string;
  readonly name: string | null;
  readonly accountNumbers: readonly string[];
  /** Usage points by what the utility calls them. */
  readonly meters: readonly string[];
  /** Their uids, in the same order. */
  readonly meterUids: readonly string[];
}

/** Customers of a utility in the order of their keys, a page at a time. */
export async function listCustomers(
  db: Queryable,
  input: { readonly utilityId: number; readonly after?: string | undefined; readonly limit: number },
): Promise<ListedCustomer[]> {
  return await db.query<ListedCustomer>(
    `select c.uid, c.source_key as key, c.data ->> 'customerName' as name,
       ${accountNumbers} as "accountNumbers",
       array(select u.source_key from usage_point u where u.customer_id = c.id order by u.id) as meters,
       array(select u.uid from usage_point u where u.customer_id = c.id order by u.id) as "meterUids"
     from customer_resource c
     where c.utility_id = $1 and c.noun = 'Customer' and ($2::text is null or c.source_key > $2)
     order by c.source_key limit $3`,
    [input.utilityId, input.after ?? null, input.limit],
  );
}

/** Usage points that belong to no known customer, a page at a time. */
export async function listMetersWithoutCustomer(
  db: Queryable,
  input: { readonly utilityId: number; readonly limit: number },
): Promise<{ readonly uid: string; readonly name: string }[]> {
  return await db.query<{ uid: string; name: string }>(
    `select uid, source_key as name from usage_point where utility_id = $1 and customer_id is null
     order by id limit $2`,
    [input.utilityId, input.limit],
  );
}
