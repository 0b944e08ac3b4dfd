import type { Queryable } from './database.ts';

/** Of some usage points those that are a customer's own. */
export async function listOwnMeters(
  db: Queryable,
  input: { readonly utilityId: number; readonly customerId: number; readonly uids: readonly string[] },
): Promise<{ readonly id: number; readonly uid: string }[]> {
  return await db.query<{ id: number; uid: string }>(
    `select id, uid from usage_point
     where utility_id = $1 and customer_id = $2 and uid = any($3::text[]) order by id`,
    [input.utilityId, input.customerId, input.uids],
  );
}
