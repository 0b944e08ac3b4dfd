import type { Reading } from '../src/espi/reading.ts';
import type { Database } from '../src/storage/database.ts';

/**
 * Stores readings the usual way, a row each. For comparison only.
 *
 * @param updated when they were entered, milliseconds.
 */
export async function writeRows(db: Database, readings: readonly Reading[], updated: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.script(`create table reading (
      up_id bigint not null, mr_no int2 not null, start_ts int8 not null, duration int4 not null,
      value int8, cost int8, quality int2, updated int8 not null, primary key (up_id, mr_no, start_ts));
      create index reading_updated on reading (updated);`);
    for (let from = 0; from < readings.length; from += 5000) {
      const some = readings.slice(from, from + 5000);
      await tx.query(
        `insert into reading select 1, 0, s, d, v, c, q, $6
         from unnest($1::int8[], $2::int4[], $3::int8[], $4::int8[], $5::int2[]) as t(s, d, v, c, q)`,
        [
          some.map(({ start }) => start),
          some.map(({ duration }) => duration),
          some.map(({ value }) => value),
          some.map(({ cost }) => cost),
          some.map(({ quality }) => quality?.[0]),
          updated,
        ],
      );
    }
  });
  await db.query('analyze reading');
}
