import type { LocalTimeParameters, ReadingType, UsageSummary } from '../src/espi/schema/usage.ts';
import type { Queryable } from '../src/storage/database.ts';

/** The Authorization behind a bearer token. */
export interface RowsGrant {
  readonly id: number;
  readonly uid: string;
}

/** Checks a token by its SHA-256: undefined unless it, its third party and its Authorization are good now. */
export async function findGrant(db: Queryable, hash: string): Promise<RowsGrant | undefined> {
  const now = Date.now();
  const [row] = await db.query<RowsGrant>(
    `select a.id, a.uid from token t
       join client c on c.id = t.client_id
       join "authorization" a on a.id = t.authorization_id
     where t.hash = $1 and t.kind = 'access_token' and t.revoked is null
       and (t.expires is null or t.expires > $2) and c.state not in ('suspended', 'terminated')
       and a.status = 1 and a.start_ts * 1000 <= $2 and (a.end_ts is null or a.end_ts * 1000 > $2)`,
    [hash, now],
  );
  return row;
}

/** A usage point with its one channel and its LocalTimeParameters; stamps in milliseconds. */
export interface RowsPoint {
  readonly id: number;
  readonly uid: string;
  readonly zone: string;
  readonly kind: number;
  readonly published: number;
  readonly updated: number;
  readonly timeUid: string;
  readonly time: LocalTimeParameters;
  readonly timePublished: number;
  readonly timeUpdated: number;
  readonly no: number;
  readonly channelUid: string;
  readonly typeUid: string;
  readonly type: ReadingType;
  readonly channelPublished: number;
  readonly channelUpdated: number;
}

/** The usage point of an Authorization; undefined when it has none with a channel. */
export async function findPoint(db: Queryable, authorizationId: number): Promise<RowsPoint | undefined> {
  const [row] = await db.query<RowsPoint>(
    `select u.id, u.uid, u.time_zone as zone, (u.data -> 'ServiceCategory' ->> 'kind')::int4 as kind,
       u.published, u.updated, l.uid as "timeUid", l.data as time, l.published as "timePublished",
       l.updated as "timeUpdated", m.no, m.uid as "channelUid", m.reading_type_uid as "typeUid",
       m.reading_type as type, m.published as "channelPublished", m.updated as "channelUpdated"
     from authorization_usage_point a
       join usage_point u on u.id = a.up_id
       join local_time_parameters l on l.id = u.local_time_parameters_id
       join meter_reading m on m.up_id = u.id
     where a.authorization_id = $1`,
    [authorizationId],
  );
  return row;
}

/** A bill; stamps in milliseconds. */
export interface RowsBill {
  readonly uid: string;
  readonly data: UsageSummary;
  readonly published: number;
  readonly updated: number;
}

/** The bills of a usage point by issue date. */
export const listBills = async (db: Queryable, pointId: number): Promise<RowsBill[]> =>
  await db.query<RowsBill>(
    'select uid, data, published, updated from usage_summary where up_id = $1 order by issued_ts, id',
    [pointId],
  );

/** A reading: seconds, and whole numbers as they stand in the feed. */
export interface RowsReading {
  readonly start: number;
  readonly duration: number;
  readonly value: number;
  readonly cost: number;
  readonly quality: number;
  /** Milliseconds. */
  readonly updated: number;
}

/** The readings of a channel in order of time, an object each. */
export const listReadings = async (
  db: Queryable,
  { id, no }: Pick<RowsPoint, 'id' | 'no'>,
): Promise<RowsReading[]> =>
  await db.query<RowsReading>(
    `select start_ts as start, duration, value, cost, quality, updated from reading
     where up_id = $1 and mr_no = $2 order by start_ts`,
    [id, no],
  );
