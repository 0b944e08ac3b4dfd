import type { LocalTimeParameters, UsagePoint } from '../espi/schema/usage.ts';
import type { Queryable } from './database.ts';

/** LocalTimeParameters as a reader sees them. */
export interface SharedLocalTimeParameters {
  readonly uid: string;
  readonly data: LocalTimeParameters;
  readonly published: number;
  readonly updated: number;
}

/** A usage point of an authorization, with its time zone and the uids of its channels in their order. */
export interface SubscriptionUsagePoint {
  readonly id: number;
  readonly uid: string;
  readonly data: UsagePoint;
  readonly published: number;
  readonly updated: number;
  readonly localTime: SharedLocalTimeParameters;
  readonly readingUids: readonly string[];
}

/** The usage points of an authorization in the order of their keys, or the one of that uid. */
export async function listSubscriptionUsagePoints(
  db: Queryable,
  input: { readonly authorizationId: number; readonly meterUid?: string | undefined },
): Promise<SubscriptionUsagePoint[]> {
  return await db.query<SubscriptionUsagePoint>(
    `select u.id, u.uid, u.data, u.published, u.updated,
       jsonb_build_object('uid', l.uid, 'data', l.data, 'published', l.published, 'updated', l.updated) as "localTime",
       array(select m.uid from meter_reading m where m.up_id = u.id order by m.no) as "readingUids"
     from authorization_usage_point a
       join usage_point u on u.id = a.up_id
       join local_time_parameters l on l.id = u.local_time_parameters_id
     where a.authorization_id = $1 and ($2::text is null or u.uid = $2)
     order by u.id`,
    [input.authorizationId, input.meterUid ?? null],
  );
}

/** The LocalTimeParameters that the usage points of an authorization use, or the one of that uid among them. */
export async function listSubscriptionLocalTimes(
  db: Queryable,
  input: { readonly authorizationId: number; readonly uid?: string | undefined },
): Promise<SharedLocalTimeParameters[]> {
  return await db.query<SharedLocalTimeParameters>(
    `select l.uid, l.data, l.published, l.updated
     from local_time_parameters l
     where ($2::text is null or l.uid = $2) and l.id in (
       select u.local_time_parameters_id
       from authorization_usage_point a join usage_point u on u.id = a.up_id
       where a.authorization_id = $1)
     order by l.id`,
    [input.authorizationId, input.uid ?? null],
  );
}
