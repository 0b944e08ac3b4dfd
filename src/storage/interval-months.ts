import type { Database } from './database.ts';

// Months outside these years share the default partition, so that a file with senseless dates makes no
// thousands of tables.
const firstYear = 2000;
const lastYear = 2049;

const known = new WeakMap<Database, Set<string>>();

function monthsOf(days: Iterable<string>): Set<string> {
  const months = new Set<string>();
  for (const day of days) {
    const year = Number(day.slice(0, 4));
    if (year >= firstYear && year <= lastYear) months.add(day.slice(0, 7));
  }
  return months;
}

/** The month after another, as `YYYY-MM`. */
export function monthAfter(month: string): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + 1);
  return date.toISOString().slice(0, 7);
}

/** Name of the partition of a month. */
export const tableOfMonth = (month: string): string => `interval_day_${month.replace('-', '_')}`;

// `like` and `attach` let readers and writers of the other months go on; `create … partition of` would stop them.
const partition = (month: string): string => `
  create table ${tableOfMonth(month)} (like interval_day including all);
  with moved as (
    delete from interval_day_other where day >= '${month}-01' and day < '${monthAfter(month)}-01' returning *)
  insert into ${tableOfMonth(month)} select * from moved;
  alter table interval_day attach partition ${tableOfMonth(month)}
    for values from ('${month}-01') to ('${monthAfter(month)}-01');`;

/**
 * Makes the partitions of interval_day that the days need and that are not there yet, in a short transaction of
 * its own; also when several processes need them at once. Cheap when there is nothing to do.
 *
 * @param days `YYYY-MM-DD`
 */
export async function ensureMonths(db: Database, days: Iterable<string>): Promise<void> {
  const there = known.get(db) ?? new Set<string>();
  known.set(db, there);
  const wanted = [...monthsOf(days)].filter((month) => !there.has(month)).sort();
  if (wanted.length === 0) return;
  await db.transaction(async (tx) => {
    // Conflicts with itself, so that only one process at a time makes partitions, but not with reading or writing.
    await tx.query('lock table interval_day in share update exclusive mode');
    const missing = await tx.query<{ month: string }>(
      `select m as month from unnest($1::text[]) as t(m)
       where to_regclass('interval_day_' || replace(m, '-', '_')) is null order by m`,
      [wanted],
    );
    for (const { month } of missing) await tx.script(partition(month));
  });
  for (const month of wanted) there.add(month);
}
