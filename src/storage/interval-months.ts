import { changeTables, holdWriters } from './change-tables.ts';
import type { Database, Queryable } from './database.ts';

// Months outside these years stay in the default partition, so that a file with senseless dates makes no
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

async function listMissing(db: Queryable, months: readonly string[]): Promise<string[]> {
  const rows = await db.query<{ month: string }>(
    `select distinct m as month from unnest($1::text[]) as t(m)
     where to_regclass('interval_day_' || replace(m, '-', '_')) is null order by m`,
    [months],
  );
  return rows.map(({ month }) => month);
}

/**
 * Makes the partitions of those months that are not there yet, in a short transaction of its own; also when several
 * processes need them at once. What the default partition holds of them moves.
 *
 * @param months `YYYY-MM`
 * @returns whether they are there now; false when something reads the default partition for long, as a backup does.
 */
export async function makeMonths(db: Database, months: readonly string[]): Promise<boolean> {
  if ((await listMissing(db, months)).length === 0) return true;
  const made = await changeTables(db, async (tx) => {
    // Nobody may write a row of the month into the default partition between the move and the end.
    await holdWriters(tx);
    // Conflicts with itself, so that only one process at a time makes partitions, but not with reading or writing.
    await tx.query('lock table interval_day in share update exclusive mode');
    for (const month of await listMissing(tx, months)) await tx.script(partition(month));
  });
  return made !== 'busy';
}

/** The months of which the default partition holds rows although they should have one of their own. */
export async function listLooseMonths(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ month: string }>(
    `select distinct to_char(day, 'YYYY-MM') as month from interval_day_other
     where day >= '${firstYear}-01-01' and day < '${lastYear + 1}-01-01' order by month`,
  );
  return rows.map(({ month }) => month);
}

/**
 * Makes the partitions of interval_day that the days need and that are not there yet. Cheap when there is nothing to do.
 * A month that cannot be made now is left to `makeMonths`, and this process does not try again: its rows go into the
 * default partition meanwhile, where everyone reads them.
 *
 * @param days `YYYY-MM-DD`
 */
export async function ensureMonths(db: Database, days: Iterable<string>): Promise<void> {
  const there = known.get(db) ?? new Set<string>();
  known.set(db, there);
  const wanted = [...monthsOf(days)].filter((month) => !there.has(month)).sort();
  if (wanted.length === 0) return;
  await makeMonths(db, wanted);
  for (const month of wanted) there.add(month);
}
