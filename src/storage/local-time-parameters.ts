import type { LocalTimeParameters } from '../espi/schema/usage.ts';
import type { Queryable } from './database.ts';

/** LocalTimeParameters to be found or made; `uid` is for a new one. */
export interface LocalTimeParametersRow {
  readonly uid: string;
  readonly data: LocalTimeParameters;
}

const input = `input as (
  select * from jsonb_to_recordset($2::text::jsonb) as t(ord int4, uid text, data jsonb))`;

/**
 * Finds or makes the LocalTimeParameters of a utility: each different content once. The caller holds the stamp.
 *
 * @returns keys in the order of `rows`, which must differ from one another.
 */
export async function ensureLocalTimeParameters(
  tx: Queryable,
  {
    utilityId,
    stamp,
    rows,
  }: {
    readonly utilityId: number;
    readonly stamp: number;
    readonly rows: readonly LocalTimeParametersRow[];
  },
): Promise<{ readonly ids: number[]; readonly created: number }> {
  if (rows.length === 0) return { ids: [], created: 0 };
  const json = JSON.stringify(rows.map((row, ord) => ({ ord, ...row })));
  const created = await tx.query(
    `with ${input}
     insert into local_time_parameters (utility_id, uid, data, published, updated)
     select $1, i.uid, i.data, $3, $3 from input i
     where not exists (select 1 from local_time_parameters l where l.utility_id = $1 and l.data = i.data)
     order by i.ord
     returning id`,
    [utilityId, json, stamp],
  );
  const found = await tx.query<{ id: number }>(
    `with ${input}
     select l.id from input i join local_time_parameters l on l.utility_id = $1 and l.data = i.data
     order by i.ord`,
    [utilityId, json],
  );
  return { ids: found.map(({ id }) => id), created: created.length };
}
