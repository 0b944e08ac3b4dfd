import { unpackReadings } from '../../src/espi/packed-readings.ts';
import type { Reading } from '../../src/espi/reading.ts';
import type { Database } from '../../src/storage/database.ts';
import type { StoredDay } from '../../src/storage/interval-days.ts';

/** A stored channel with all of its readings, in the order of days. */
export interface StoredChannel {
  readonly usagePointKey: string;
  readonly no: number;
  readonly readings: readonly Reading[];
}

/** Everything of a utility that was stored as readings. */
export async function readChannels(db: Database, utilityId: number): Promise<StoredChannel[]> {
  const rows = await db.query<StoredDay & { key: string }>(
    `select u.source_key as key, d.up_id as "upId", d.mr_no as "no", d.day, d.start_ts as "startTs", d.step, d.n,
       d.enc, d.data
     from interval_day d join usage_point u on u.id = d.up_id where u.utility_id = $1
     order by u.id, d.mr_no, d.day`,
    [utilityId],
  );
  const channels = new Map<string, { usagePointKey: string; no: number; readings: Reading[] }>();
  for (const row of rows) {
    const key = `${row.upId} ${row.no}`;
    const channel = channels.get(key) ?? { usagePointKey: row.key, no: row.no, readings: [] };
    channels.set(key, channel);
    channel.readings.push(...unpackReadings(row));
  }
  return [...channels.values()];
}
