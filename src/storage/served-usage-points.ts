import type { Queryable } from './database.ts';

/** Sets what the source of a ServiceLocation calls the usage points that it serves. */
export async function setServedKeys(
  tx: Queryable,
  { serviceLocationId, keys }: { readonly serviceLocationId: number; readonly keys: readonly string[] },
): Promise<void> {
  await tx.query(
    'delete from service_location_source where service_location_id = $1 and not usage_point_key = any($2::text[])',
    [serviceLocationId, keys],
  );
  await tx.query(
    `insert into service_location_source (service_location_id, usage_point_key)
     select $1, k from unnest($2::text[]) as t(k)
     where not exists (select 1 from service_location_source s
       where s.service_location_id = $1 and s.usage_point_key = k)`,
    [serviceLocationId, keys],
  );
}

/**
 * Brings the served usage points of ServiceLocations in line with the keys that their sources gave: of these
 * locations, and of all that name one of these usage points. A usage point of which it is not known whose it is
 * becomes that of the location's customer. The caller holds the stamp; it goes to the locations that serve others
 * than before.
 *
 * @returns how many locations those are.
 */
export async function linkServedUsagePoints(
  tx: Queryable,
  input: {
    readonly utilityId: number;
    readonly stamp: number;
    readonly serviceLocationIds: readonly number[];
    readonly usagePointKeys: readonly string[];
  },
): Promise<number> {
  const gone = await tx.query<{ id: number }>(
    `delete from service_location_usage_point l
     where l.service_location_id = any($2::int8[]) and not exists (
       select 1 from usage_point u join service_location_source s on s.usage_point_key = u.source_key
       where u.id = l.up_id and u.utility_id = $1 and s.service_location_id = l.service_location_id)
     returning l.service_location_id as id`,
    [input.utilityId, input.serviceLocationIds],
  );
  const added = await tx.query<{ id: number }>(
    `insert into service_location_usage_point (service_location_id, up_id)
     select s.service_location_id, u.id
     from service_location_source s
       join customer_resource c on c.id = s.service_location_id and c.utility_id = $1
       join usage_point u on u.utility_id = $1 and u.source_key = s.usage_point_key
     where (s.service_location_id = any($2::int8[]) or s.usage_point_key = any($3::text[]))
       and not exists (select 1 from service_location_usage_point l
         where l.service_location_id = s.service_location_id and l.up_id = u.id)
     returning service_location_id as id`,
    [input.utilityId, input.serviceLocationIds, input.usagePointKeys],
  );
  const ids = [...new Set([...gone, ...added].map(({ id }) => id))];
  if (ids.length === 0) return 0;
  await tx.query(
    `update usage_point u set customer_id = c.customer_id
     from service_location_usage_point l join customer_resource c on c.id = l.service_location_id
     where u.id = l.up_id and u.customer_id is null and l.service_location_id = any($1::int8[])`,
    [ids],
  );
  await tx.query('update customer_resource set updated = $2 where id = any($1::int8[])', [ids, input.stamp]);
  return ids.length;
}
