import { isInventedCustomer } from './customer-accounts.ts';
import type { Queryable } from './database.ts';

/** The usage points of a utility, but for those of customers who were invented for its sandbox. */
const realPoints = `usage_point u where u.utility_id = $1
  and (u.customer_id is null or not ${isInventedCustomer('u.customer_id', '$1')})`;

/** The counts of a utility. */
export interface UtilityCounts {
  readonly active: number;
  /** Active a week before `now`. */
  readonly activeWeekAgo: number;
  readonly live: number;
  readonly waiting: number;
  readonly meters: number;
}

/** Counts the authorizations, third parties and meters of a utility; invented customers have none that count. */
export async function countUtility(
  db: Queryable,
  { utilityId, now, weekAgo }: { readonly utilityId: number; readonly now: number; readonly weekAgo: number },
): Promise<UtilityCounts> {
  const [row] = await db.query<UtilityCounts>(
    `select
       count(*) filter (where a.status = 1 and (a.end_ts is null or a.end_ts * 1000 > $2::int8))::int4 as active,
       count(*) filter (where a.published <= $3::int8 and (a.ended is null or a.ended > $3::int8)
         and (a.end_ts is null or a.end_ts * 1000 > $3::int8) and a.status <> 2)::int4 as "activeWeekAgo",
       (select count(*)::int4 from client c where c.utility_id = $1 and c.state = 'live') as live,
       (select count(*)::int4 from client c where c.utility_id = $1 and c.state = 'waiting') as waiting,
       (select count(*)::int4 from ${realPoints}) as meters
     from "authorization" a where a.utility_id = $1 and a.kind = 'customer'`,
    [utilityId, now, weekAgo],
  );
  return row ?? { active: 0, activeWeekAgo: 0, live: 0, waiting: 0, meters: 0 };
}

/** How new the readings of a utility are. */
export interface ReadingAge {
  /** Seconds: end of the newest reading; null when there is none since the day. */
  readonly newest: number | null;
  /** Meters with readings since the day. */
  readonly fresh: number;
}

/** Looks at the readings of real customers since a day (`YYYY-MM-DD`): it costs as much as those days hold. */
export async function findReadingAge(
  db: Queryable,
  { utilityId, sinceDay }: { readonly utilityId: number; readonly sinceDay: string },
): Promise<ReadingAge> {
  const [row] = await db.query<ReadingAge>(
    `select max(d.start_ts + d.step * d.n) as newest, count(distinct d.up_id)::int4 as fresh
     from interval_day d where d.up_id in (select u.id from ${realPoints}) and d.day >= $2::text::date`,
    [utilityId, sinceDay],
  );
  return row ?? { newest: null, fresh: 0 };
}

/** How the API answered third parties. */
export interface ApiFigures {
  readonly requests: number;
  /** Answers below 500. */
  readonly good: number;
  readonly p95: number | null;
}

/** The answers to the third parties of a utility since a time. */
export async function findApiFigures(
  db: Queryable,
  { utilityId, since }: { readonly utilityId: number; readonly since: number },
): Promise<ApiFigures> {
  const [row] = await db.query<ApiFigures>(
    `select count(*)::int4 as requests, count(*) filter (where r.status < 500)::int4 as good,
       percentile_disc(0.95) within group (order by r.ms) as p95
     from request_log r join client c on c.id = r.client_id
     where c.utility_id = $1 and r.at > $2`,
    [utilityId, since],
  );
  return row ?? { requests: 0, good: 0, p95: null };
}

/** Something that waits for a person. `name` is a third party's or a file's. Times in milliseconds. */
export interface AttentionRow {
  readonly kind: 'review' | 'redirect_uri' | 'notifications' | 'import' | 'mail';
  readonly uid: string | null;
  readonly name: string | null;
  readonly count: number;
  readonly since: number;
}

/** What waits for a person at a utility, what waits longest first. */
export async function listAttention(
  db: Queryable,
  { utilityId, now }: { readonly utilityId: number; readonly now: number },
): Promise<AttentionRow[]> {
  return await db.query<AttentionRow>(
    `select 'review' as kind, c.uid, c.name, 1 as count,
       coalesce((select max(e.at) from registration_event e
         where e.client_id = c.id and e.event in ('registered', 'answered')), c.published) as since
     from client c where c.utility_id = $1 and c.state = 'waiting'
     union all
     select 'redirect_uri', c.uid, c.name, count(*)::int4, min(r.since)
     from client c join redirect_uri r on r.client_id = c.id
     where c.utility_id = $1 and r.state = 'waiting' and c.state <> 'terminated' group by c.uid, c.name
     union all
     select 'notifications', c.uid, c.name, count(*)::int4, min(n.created)
     from client c join notification n on n.client_id = c.id
     where c.utility_id = $1 and n.state = 'failed' and c.state <> 'terminated'
       and n.created > $2::int8 - 7 * 86400000::int8
       and not exists (select 1 from notification d
         where d.client_id = c.id and d.state = 'delivered' and d.delivered > n.created)
     group by c.uid, c.name
     union all
     select 'import', null, i.file_name, 1, i.started
     from import_run i
     where i.utility_id = $1 and i.finished is null and i.started < $2::int8 - 3600000
       and i.started > $2::int8 - 7 * 86400000::int8
     union all
     select 'mail', null, null, count(*)::int4, min(m.created)
     from mail m where m.utility_id = $1 and m.state = 'failed' and m.created > $2::int8 - 7 * 86400000::int8
     having count(*) > 0
     order by since limit 100`,
    [utilityId, now],
  );
}

/** What a utility has done of its first steps. */
export interface FirstSteps {
  readonly imported: boolean;
  readonly tested: boolean;
  readonly invited: boolean;
}

/** Looks for readings, a test customer's consent, and a third party that registered itself. */
export async function findFirstSteps(db: Queryable, utilityId: number): Promise<FirstSteps> {
  const [row] = await db.query<FirstSteps>(
    `select exists (select 1 from ${realPoints}) as imported,
       exists (select 1 from "authorization" a where a.utility_id = $1 and a.kind = 'customer') as tested,
       exists (select 1 from client c where c.utility_id = $1 and c.account_id is not null) as invited`,
    [utilityId],
  );
  return row ?? { imported: false, tested: false, invited: false };
}
