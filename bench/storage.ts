import { writeBatch } from '../src/services/ingest/write-batch.ts';
import { rewriteClosedMonths } from '../src/services/maintenance/rewrite-closed-months.ts';
import type { Queryable } from '../src/storage/database.ts';
import { openBenchDatabase } from './database.ts';
import { atMost, type BenchRow, skipped } from './measure.ts';
import { daysBatch, metersBatch, readingsOfDay } from './nightly-batch.ts';
import { writeRows } from './row-per-reading.ts';

const meters = 1000;
const days = 30;

async function bytesOf(db: Queryable, like: string): Promise<number> {
  const [row] = await db.query<{ bytes: number }>(
    `select coalesce(sum(pg_total_relation_size(oid)), 0)::int8 as bytes from pg_class
     where relkind = 'r' and relname like $1`,
    [like],
  );
  return row?.bytes ?? 0;
}

/** How many pages of the table the days of a meter lie on, on average over some meters. */
async function pagesPerMeter(db: Queryable): Promise<number> {
  const [row] = await db.query<{ pages: number }>(
    `select avg(pages)::float8 as pages from (
       select count(distinct (ctid::text::point)[0]) as pages from interval_day_2026_01
       where up_id % 20 = 0 group by up_id) t`,
  );
  return row?.pages ?? Number.NaN;
}

/** What readings take on disk, indexes included, written night by night: before and after their month is rewritten. */
export async function benchStorage(): Promise<BenchRow[]> {
  const database = await openBenchDatabase();
  if (database === undefined) return [skipped('bytes on disk', 'no PostgreSQL answers')];
  const { db, utility } = database;
  const clock = { now: () => Date.now() };
  try {
    await writeBatch({ db, clock }, { utility, batch: metersBatch(0, meters) });
    for (let day = 0; day < days; day++) {
      const batch = daysBatch({ from: 0, count: meters }, { from: day, count: 1 });
      await writeBatch({ db, clock }, { utility, batch });
    }
    const count = meters * days * 96;
    const [nightly, scattered] = [await bytesOf(db, 'interval\\_day\\_2026%'), await pagesPerMeter(db)];
    await rewriteClosedMonths({ db, clock: { now: () => Date.UTC(2026, 2, 1) } });
    const [rewritten, together] = [await bytesOf(db, 'interval\\_day\\_2026%'), await pagesPerMeter(db)];
    const year = Array.from({ length: 365 }, (_, day) => readingsOfDay(1, day)).flat();
    await writeRows(db, year, 0);
    const rows = await bytesOf(db, 'reading');
    // Sizes hardly vary from run to run.
    const measured: BenchRow[] = [
      atMost('bytes on disk per reading, indexes included, nightly', nightly / count, 'bytes', 6),
      atMost('bytes on disk per reading, month rewritten', rewritten / count, 'bytes', 6),
      {
        name: 'bytes on disk of a row per reading ÷ ours',
        value: rows / year.length / (rewritten / count),
        unit: 'ratio',
      },
      { name: 'pages of a meter-month, written night by night', value: scattered, unit: 'pages' },
      { name: 'pages of a meter-month, month rewritten', value: together, unit: 'pages' },
    ];
    return measured.map((row) => ({ ...row, note: 'once' }));
  } finally {
    await database.close();
  }
}
