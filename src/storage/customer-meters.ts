import type { ComplexValue } from '../espi/schema/define.ts';
import type { Queryable } from './database.ts';

/** A meter with what the customer knows it by. */
export interface CustomerMeterRow {
  readonly id: number;
  readonly uid: string;
  /** What the utility calls it. */
  readonly sourceKey: string;
  readonly timeZone: string;
  /** Elements of the UsagePoint. */
  readonly data: ComplexValue;
  /** Elements of the ServiceLocation that it is at, of the Agreement and the Account above it. */
  readonly location: ComplexValue | null;
  readonly agreement: ComplexValue | null;
  readonly account: ComplexValue | null;
  /** Serial numbers of the Meters at that place. */
  readonly serialNumbers: readonly string[];
  /** How many usage points that place has. */
  readonly neighbours: number;
  /** Whether there are readings or bills. */
  readonly hasData: boolean;
}

const select = `select u.id, u.uid, u.source_key as "sourceKey", u.time_zone as "timeZone", u.data,
    l.data as location, g.data as agreement, a.data as account,
    array(select m.data ->> 'serialNumber' from customer_resource m
      where m.parent_id = l.id and m.noun = 'Meter' and m.data ->> 'serialNumber' is not null order by m.id)
      as "serialNumbers",
    (select count(*)::int4 from service_location_usage_point n where n.service_location_id = l.id) as neighbours,
    (exists (select 1 from interval_day d where d.up_id = u.id)
      or exists (select 1 from usage_summary s where s.up_id = u.id)) as "hasData"
  from usage_point u
    left join lateral (
      select r.* from service_location_usage_point p join customer_resource r on r.id = p.service_location_id
      where p.up_id = u.id order by r.id limit 1) l on true
    left join customer_resource g on g.id = l.parent_id
    left join customer_resource a on a.id = g.parent_id`;

/** The meters of a customer. */
export async function listCustomerMeterRows(db: Queryable, customerId: number): Promise<CustomerMeterRow[]> {
  return await db.query<CustomerMeterRow>(`${select} where u.customer_id = $1 order by u.id`, [customerId]);
}

/** The meters of an Authorization. */
export async function listGrantedMeterRows(
  db: Queryable,
  authorizationId: number,
): Promise<CustomerMeterRow[]> {
  return await db.query<CustomerMeterRow>(
    `${select} where u.id in (select up_id from authorization_usage_point where authorization_id = $1) order by u.id`,
    [authorizationId],
  );
}
