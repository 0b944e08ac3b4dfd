import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Reading } from '../src/espi/reading.ts';
import type { Database, Queryable } from '../src/storage/database.ts';

/** Stores readings the usual way, a row each. For comparison only. */
export async function writeRows(db: Database, readings: readonly Reading[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.script(`create table reading (
      up_id bigint not null, mr_no int2 not null, start_ts int8 not null, duration int4 not null,
      value int8, cost int8, quality int2, updated int8 not null, primary key (up_id, mr_no, start_ts));
      create index reading_updated on reading (updated);`);
    for (let from = 0; from < readings.length; from += 5000) {
      const some = readings.slice(from, from + 5000);
      await tx.query(
        `insert into reading select 1, 0, s, d, v, c, q, 1767225600000
         from unnest($1::int8[], $2::int4[], $3::int8[], $4::int8[], $5::int2[]) as t(s, d, v, c, q)`,
        [
          some.map(({ start }) => start),
          some.map(({ duration }) => duration),
          some.map(({ value }) => value),
          some.map(({ cost }) => cost),
          some.map(({ quality }) => quality?.[0]),
        ],
      );
    }
  });
  await db.query('analyze reading');
}

interface ReadingRow {
  readonly start: number;
  readonly duration: number;
  readonly value: number;
  readonly cost: number;
  readonly quality: number;
}

const root = 'https://data.example.org/DataCustodian/espi/1_1/resource';
const reading = '/Subscription/q7Xw2LkP9sTz/UsagePoint/vB4nR8yK1mHc/MeterReading/d3GfT6jWz0Qa';

/** Whoever writes a feed writes its ids, links and stamps. */
const head = (start: number): string => {
  const self = `${reading}/IntervalBlock/${start}`;
  const id = createHash('sha1').update(self).digest('hex');
  const updated = new Date((start + 97_200) * 1000).toISOString();
  return `<entry><id>urn:uuid:${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20, 32)}</id><link rel="self" href="${root}${self}" type="espi-entry/IntervalBlock"/><link rel="up" href="${root}${reading}/IntervalBlock" type="espi-feed/IntervalBlock"/><link rel="related" href="${root}${reading}" type="espi-entry/MeterReading"/><published>${updated}</published><updated>${updated}</updated><title>IntervalBlock</title>`;
};

const entry = (rows: readonly ReadingRow[]): string => {
  const items = rows.map(
    ({ start, duration, value, cost, quality }) =>
      `<IntervalReading><cost>${cost}</cost><ReadingQuality><quality>${quality}</quality></ReadingQuality><timePeriod><duration>${duration}</duration><start>${start}</start></timePeriod><value>${value}</value></IntervalReading>`,
  );
  const start = rows[0]?.start ?? 0;
  return `${head(start)}<content type="application/xml"><IntervalBlock xmlns="http://naesb.org/espi"><interval><duration>${rows.length * 900}</duration><start>${start}</start></interval>${items.join('')}</IntervalBlock></content></entry>`;
};

/** The feed of a year the usual way: rows to objects, objects to template strings, the text through gzip -6. */
export async function feedFromRows(db: Queryable, readingsPerBlock: number): Promise<Buffer> {
  const rows = await db.query<ReadingRow>(
    `select start_ts as start, duration, value, cost, quality from reading
     where up_id = $1 and mr_no = $2 order by start_ts`,
    [1, 0],
  );
  const entries: string[] = [];
  for (let from = 0; from < rows.length; from += readingsPerBlock)
    entries.push(entry(rows.slice(from, from + readingsPerBlock)));
  return gzipSync(`<feed xmlns="http://www.w3.org/2005/Atom">${entries.join('')}</feed>`, { level: 6 });
}
