import type { Queryable } from './database.ts';

/** Which usage point, by what the utility calls it. */
interface NamedUsagePoint {
  readonly utilityId: number;
  readonly sourceKey: string;
}

/**
 * The first and the last local day of a usage point that have readings, as `YYYY-MM-DD`, and the zone by which they were
 * cut; undefined without any.
 */
export async function findUsagePointExtent(
  db: Queryable,
  { utilityId, sourceKey }: NamedUsagePoint,
): Promise<{ readonly firstDay: string; readonly lastDay: string; readonly timeZone: string } | undefined> {
  const [row] = await db.query<{ firstDay: string; lastDay: string; timeZone: string }>(
    `select min(d.day) as "firstDay", max(d.day) as "lastDay", u.time_zone as "timeZone"
     from usage_point u join interval_day d on d.up_id = u.id
     where u.utility_id = $1 and u.source_key = $2 group by u.time_zone`,
    [utilityId, sourceKey],
  );
  return row;
}

/** The uid of the file of the newest bill of a usage point that has one. */
export async function findNewestBillFile(
  db: Queryable,
  { utilityId, sourceKey }: NamedUsagePoint,
): Promise<string | undefined> {
  const [row] = await db.query<{ uid: string }>(
    `select s.file_uid as uid
     from usage_point u join usage_summary s on s.up_id = u.id
     where u.utility_id = $1 and u.source_key = $2 and s.file_uid is not null
     order by s.issued_ts desc limit 1`,
    [utilityId, sourceKey],
  );
  return row?.uid;
}
