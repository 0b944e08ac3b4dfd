import type { Queryable } from './database.ts';
import type { KnownUsagePoint } from './usage-points.ts';

/** A MeterReading of a source, and what of a channel is its own. */
export interface ChannelSource {
  readonly upId: number;
  readonly sourceKey: string;
  readonly no: number;
  /** From the start of its first reading to the end of its last, in seconds; null when it has none. */
  readonly start: number | null;
  readonly end: number | null;
}

/** A usage point as an importer knows it again, and which MeterReadings of sources feed its channels. */
export interface FedUsagePoint extends KnownUsagePoint {
  readonly sources: readonly ChannelSource[];
}

/** Column by column: a row of its own for each would take three times as long to read. */
interface FedColumns {
  readonly ids: readonly number[];
  readonly keys: readonly string[];
  readonly zones: readonly string[];
  readonly sources: readonly (string | null)[];
  readonly numbers: readonly number[];
  readonly starts: readonly (number | null)[];
  readonly ends: readonly (number | null)[];
}

/** Finds usage points by what their source calls them; those that are not there are not in the answer. */
export async function findFedUsagePoints(
  db: Queryable,
  { utilityId, sourceKeys }: { readonly utilityId: number; readonly sourceKeys: readonly string[] },
): Promise<FedUsagePoint[]> {
  if (sourceKeys.length === 0) return [];
  const [columns] = await db.query<FedColumns | { readonly ids: null }>(
    `select json_agg(u.id) as ids, json_agg(u.source_key) as keys, json_agg(u.time_zone) as zones,
       json_agg(s.source_key) as sources, json_agg(s.no) as numbers, json_agg(s.start_ts) as starts,
       json_agg(s.end_ts) as ends
     from usage_point u left join meter_reading_source s on s.up_id = u.id
     where u.utility_id = $1 and u.source_key = any($2::text[])`,
    [utilityId, sourceKeys],
  );
  if (columns === undefined || columns.ids === null) return [];
  const { ids, keys, zones, sources, numbers, starts, ends } = columns;
  const points = new Map<number, KnownUsagePoint & { readonly sources: ChannelSource[] }>();
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    let point = points.get(id);
    if (point === undefined) {
      point = { id, sourceKey: keys[i] as string, timeZone: zones[i] as string, sources: [] };
      points.set(id, point);
    }
    const sourceKey = sources[i] ?? null;
    if (sourceKey === null) continue;
    const [start = null, end = null] = [starts[i], ends[i]];
    point.sources.push({ upId: id, sourceKey, no: numbers[i] as number, start, end });
  }
  return [...points.values()];
}

const columnsOf = (rows: readonly ChannelSource[]): readonly unknown[][] => [
  rows.map(({ upId }) => upId),
  rows.map(({ sourceKey }) => sourceKey),
  rows.map(({ no }) => no),
  rows.map(({ start }) => start),
  rows.map(({ end }) => end),
];

const input = `unnest($1::int8[], $2::text[], $3::int2[], $4::int8[], $5::int8[])
  as i(up_id, source_key, no, start_ts, end_ts)`;

/** Notes MeterReadings that are new to their channels. The caller holds the stamp. */
export async function insertChannelSources(tx: Queryable, rows: readonly ChannelSource[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into meter_reading_source (up_id, source_key, no, start_ts, end_ts)
     select i.up_id, i.source_key, i.no, i.start_ts, i.end_ts from ${input}`,
    columnsOf(rows),
  );
}

/** Notes how far MeterReadings reach now that feed their channels already. The caller holds the stamp. */
export async function updateChannelSources(tx: Queryable, rows: readonly ChannelSource[]): Promise<void> {
  if (rows.length === 0) return;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { upId } of rows) {
    first = Math.min(first, upId);
    last = Math.max(last, upId);
  }
  // The bounds say nothing new, but where a batch holds neighbours the rest of the table need not be read.
  await tx.query(
    `update meter_reading_source m set start_ts = i.start_ts, end_ts = i.end_ts from ${input}
     where m.up_id = i.up_id and m.source_key = i.source_key and m.no = i.no
       and m.up_id >= $6::int8 and m.up_id <= $7::int8`,
    [...columnsOf(rows), first, last],
  );
}
