import type { LocalTimeParameters, UsagePoint } from '../espi/schema/usage.ts';
import type { Queryable } from './database.ts';
import { createJsonTexts } from './json-texts.ts';

/** LocalTimeParameters as a reader sees them. */
export interface SharedLocalTimeParameters {
  readonly uid: string;
  readonly data: LocalTimeParameters;
  readonly published: number;
  readonly updated: number;
}

/** A usage point of an authorization, with its time zone and the uids of its channels in their order. */
export interface SubscriptionUsagePoint {
  readonly authorizationId: number;
  readonly id: number;
  readonly uid: string;
  readonly data: UsagePoint;
  readonly published: number;
  readonly updated: number;
  readonly localTime: SharedLocalTimeParameters;
  readonly readingUids: readonly string[];
}

interface UsagePointRow extends Omit<SubscriptionUsagePoint, 'data' | 'localTime'> {
  readonly data: string;
  readonly tzUid: string;
  readonly tzData: string;
  readonly tzPublished: number;
  readonly tzUpdated: number;
}

/** The usage points of authorizations, by both their keys, or those of that uid. */
export async function listSubscriptionUsagePoints(
  db: Queryable,
  input: {
    readonly authorizationIds: readonly number[];
    readonly meterUid?: string | undefined;
  },
): Promise<SubscriptionUsagePoint[]> {
  const rows = await db.query<UsagePointRow>(
    `select a.authorization_id as "authorizationId", u.id, u.uid, u.data::text as data, u.published, u.updated,
       l.uid as "tzUid", l.data::text as "tzData", l.published as "tzPublished", l.updated as "tzUpdated",
       array(select m.uid from meter_reading m where m.up_id = u.id order by m.no) as "readingUids"
     from authorization_usage_point a
       join usage_point u on u.id = a.up_id
       join local_time_parameters l on l.id = u.local_time_parameters_id
     where a.authorization_id = any($1::int8[]) and ($2::text is null or u.uid = $2)
     order by a.authorization_id, u.id`,
    [input.authorizationIds, input.meterUid ?? null],
  );
  const dataOf = createJsonTexts<UsagePoint>();
  const timeOf = createJsonTexts<LocalTimeParameters>();
  return rows.map(({ authorizationId, id, uid, data, published, updated, readingUids, ...time }) => ({
    authorizationId,
    id,
    uid,
    data: dataOf(data),
    published,
    updated,
    localTime: {
      uid: time.tzUid,
      data: timeOf(time.tzData),
      published: time.tzPublished,
      updated: time.tzUpdated,
    },
    readingUids,
  }));
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
