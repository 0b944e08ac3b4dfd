import { type AuthorizationView, authorizationViewColumns } from './authorization-views.ts';
import type { Queryable } from './database.ts';

/** A range of stamps, and the time between the cuts: `from < stamp <= to`, `since < time <= at`, milliseconds. */
export interface CutRange {
  readonly clientId: number;
  readonly from: number;
  readonly to: number;
  readonly since: number;
  readonly at: number;
}

/** An Authorization that was granted, began or changed within a range. */
export type ChangedAuthorization = AuthorizationView & {
  /** It was granted or began within the range: all that it grants is new. */
  readonly whole: boolean;
};

/** Authorizations of a third party that were granted, began, changed or ended within a range, in the order of entry. */
export async function listChangedAuthorizations(
  db: Queryable,
  range: CutRange,
): Promise<ChangedAuthorization[]> {
  return await db.query<ChangedAuthorization>(
    `select ${authorizationViewColumns},
       (a.published > $2 or (a.start_ts * 1000 > $4::int8 and a.start_ts * 1000 <= $5::int8)) as whole
     from "authorization" a
     where a.client_id = $1 and a.kind = 'customer'
       and ((a.updated > $2 and a.updated <= $3)
         or (a.status = 1 and a.published <= $3 and a.start_ts * 1000 > $4::int8 and a.start_ts * 1000 <= $5::int8))
     order by a.id`,
    [range.clientId, range.from, range.to, range.since, range.at],
  );
}

/** A usage point of an Authorization of which something changed. */
export interface ChangedPoint {
  readonly authorizationId: number;
  readonly scope: string;
  readonly upId: number;
  /** What changed: `point` is its own elements or its time zone. */
  readonly kinds: readonly ('point' | 'intervals' | 'usageSummaries' | 'qualitySummaries')[];
  /** Readings of the blocks that changed; a summary counts as some. */
  readonly readings: number;
}

/** What a summary counts for, in readings: about as many bytes. */
const summaryReadings = 20;

/**
 * Usage points of which something was entered or changed within a range, for each Authorization that is on at its end:
 * of one that has not begun all is new once it does.
 */
export async function listChangedPoints(db: Queryable, range: CutRange): Promise<ChangedPoint[]> {
  return await db.query<ChangedPoint>(
    `with shared as (
       select a.id as authorization_id, a.scope, p.up_id
       from "authorization" a join authorization_usage_point p on p.authorization_id = a.id
       where a.client_id = $1 and a.kind = 'customer' and a.status = 1 and a.published <= $3
         and a.start_ts * 1000 <= $4::int8 and (a.end_ts is null or a.end_ts * 1000 > $4::int8)),
     changed as (
       select d.up_id, 'intervals' as kind, sum(d.n)::int8 as readings from interval_day d
       where d.updated > $2 and d.updated <= $3 and d.up_id in (select up_id from shared) group by d.up_id
       union all
       select m.up_id, 'intervals', 0 from meter_reading m
       where m.updated > $2 and m.updated <= $3 and m.up_id in (select up_id from shared)
       union all
       select s.up_id, 'usageSummaries', count(*) * ${summaryReadings} from usage_summary s
       where s.updated > $2 and s.updated <= $3 and s.up_id in (select up_id from shared) group by s.up_id
       union all
       select q.up_id, 'qualitySummaries', count(*) * ${summaryReadings} from electric_power_quality_summary q
       where q.updated > $2 and q.updated <= $3 and q.up_id in (select up_id from shared) group by q.up_id
       union all
       select u.id, 'point', 0 from usage_point u
         join local_time_parameters l on l.id = u.local_time_parameters_id
       where ((u.updated > $2 and u.updated <= $3) or (l.updated > $2 and l.updated <= $3))
         and u.id in (select up_id from shared))
     select s.authorization_id as "authorizationId", s.scope, s.up_id as "upId",
       array_agg(distinct c.kind) as kinds, sum(c.readings)::int8 as readings
     from shared s join changed c on c.up_id = s.up_id
     group by s.authorization_id, s.scope, s.up_id
     order by s.authorization_id, s.up_id`,
    [range.clientId, range.from, range.to, range.at],
  );
}

/** All usage points of some Authorizations with how much there is of each. */
export async function listWholePoints(
  db: Queryable,
  { authorizationIds, to }: { readonly authorizationIds: readonly number[]; readonly to: number },
): Promise<Pick<ChangedPoint, 'authorizationId' | 'upId' | 'readings'>[]> {
  if (authorizationIds.length === 0) return [];
  return await db.query(
    `select p.authorization_id as "authorizationId", p.up_id as "upId",
       ((select coalesce(sum(d.n), 0) from interval_day d where d.up_id = p.up_id and d.updated <= $2)
        + (select count(*) * ${summaryReadings} from usage_summary s where s.up_id = p.up_id))::int8 as readings
     from authorization_usage_point p
     where p.authorization_id = any($1::int8[])
     order by p.authorization_id, p.up_id`,
    [authorizationIds, to],
  );
}
