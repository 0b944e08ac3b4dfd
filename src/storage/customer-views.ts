import type { Noun } from '../espi/resources.ts';
import type { ComplexValue } from '../espi/schema/define.ts';
import type { Queryable } from './database.ts';

/** A resource of the tree below a Customer, as one authorization sees it. */
export interface CustomerTreeRow {
  readonly id: number;
  readonly parentId: number | null;
  readonly noun: Noun;
  readonly uid: string;
  readonly published: number;
  readonly updated: number;
  /** Whether the Authorization names usage points, so that what serves others is not shared. */
  readonly limited: boolean;
  /** Whether it serves any usage point at all. */
  readonly serves: boolean;
  /**
   * Uids of the usage points of this authorization that it serves, and of their LocalTimeParameters; for the
   * Customer those of all usage points of the authorization.
   */
  readonly meterUids: readonly string[];
  readonly tzUids: readonly string[];
  /** Its elements, for the rows that were asked for; otherwise null. */
  readonly data: ComplexValue | null;
}

/**
 * The whole tree of the Customer of an authorization, without the data, in the order of entry; with the data
 * of one noun, or of its one resource of that uid.
 */
export async function listCustomerTree(
  db: Queryable,
  input: {
    readonly authorizationId: number;
    readonly customerId: number;
    readonly noun?: Noun | undefined;
    readonly uid?: string | undefined;
  },
): Promise<CustomerTreeRow[]> {
  return await db.query<CustomerTreeRow>(
    `with shared as (
       select u.id, u.uid, l.uid as tz_uid
       from authorization_usage_point a
         join usage_point u on u.id = a.up_id
         join local_time_parameters l on l.id = u.local_time_parameters_id
       where a.authorization_id = $1),
     served as (
       select s.service_location_id as id, u.id as up_id, u.uid, u.tz_uid
       from service_location_usage_point s join shared u on u.id = s.up_id
       union all
       select $2::int8, id, uid, tz_uid from shared)
     select c.id, c.parent_id as "parentId", c.noun, c.uid, c.published, c.updated,
       exists (select 1 from shared) as limited,
       exists (select 1 from service_location_usage_point s where s.service_location_id = c.id) as serves,
       array(select s.uid from served s where s.id = c.id order by s.up_id) as "meterUids",
       array(select distinct s.tz_uid from served s where s.id = c.id order by s.tz_uid) as "tzUids",
       case when c.noun = $3 and ($4::text is null or c.uid = $4) then c.data end as data
     from customer_resource c
     where c.customer_id = $2
     order by c.id`,
    [input.authorizationId, input.customerId, input.noun ?? null, input.uid ?? null],
  );
}

/** The elements of some resources of the tree. Give at most a few hundred ids at a time. */
export async function listCustomerData(
  db: Queryable,
  ids: readonly number[],
): Promise<{ readonly id: number; readonly data: ComplexValue }[]> {
  return await db.query<{ id: number; data: ComplexValue }>(
    'select id, data from customer_resource where id = any($1::int8[])',
    [ids],
  );
}
