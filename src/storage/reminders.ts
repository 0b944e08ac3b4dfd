import type { Queryable } from './database.ts';

/**
 * Active Authorizations that end within the utility's days of reminding, and of whose end the customer was not
 * reminded. Sharing that lasts no longer than those days is over before a reminder would help.
 */
export async function listExpiring(
  db: Queryable,
  input: { readonly now: number; readonly usualDays: number; readonly limit: number },
): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    `select a.id from "authorization" a
       join utility u on u.id = a.utility_id
       cross join lateral (
         select coalesce((u.settings #>> '{customers,remindDays}')::int8, $2::int8) * 86400 as seconds) r
     where a.status = 1 and a.kind = 'customer' and a.end_reminded is null and a.end_ts is not null
       and a.end_ts > $1::int8 / 1000 and a.end_ts <= $1::int8 / 1000 + r.seconds
       and a.end_ts - a.start_ts > r.seconds
     order by a.id limit $3`,
    [input.now, input.usualDays, input.limit],
  );
  return rows.map(({ id }) => id);
}

/** Active Authorizations without end of which the customer was last told before a time. */
export async function listYearOld(
  db: Queryable,
  input: { readonly now: number; readonly toldBefore: number; readonly limit: number },
): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    `select id from "authorization"
     where status = 1 and kind = 'customer' and end_ts is null and customer_id is not null
       and coalesce(reminded, start_ts * 1000) <= $1
     order by id limit $2`,
    [input.toldBefore, input.limit],
  );
  return rows.map(({ id }) => id);
}

/** Notes that a customer was reminded: of the end, or of the year. */
export async function updateReminded(
  tx: Queryable,
  { id, of, at }: { readonly id: number; readonly of: 'end' | 'year'; readonly at: number },
): Promise<void> {
  await tx.query(
    `update "authorization" set ${of === 'end' ? 'end_reminded' : 'reminded'} = $2 where id = $1`,
    [id, at],
  );
}
