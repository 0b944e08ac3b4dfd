import { changeTables, holdWriters } from './change-tables.ts';
import type { Database, Queryable, Transaction } from './database.ts';
import { monthAfter, tableOfMonth } from './interval-months.ts';

/** A month's partition of interval_day. */
export interface StoredMonth {
  /** `YYYY-MM` */
  readonly month: string;
  readonly bytes: number;
  /** Its size right after it was last rewritten; null when it never was. */
  readonly rewrittenBytes: number | null;
}

// What is remembered of a rewrite is a comment on the table itself, so it goes where the table goes.
const note = 'in key order, bytes: ';

/** The months that have a partition, oldest first, with their sizes, indexes included. */
export async function listMonths(db: Queryable): Promise<StoredMonth[]> {
  return await db.query<StoredMonth>(
    `select replace(substring(c.relname from 'interval_day_(\\d{4}_\\d{2})$'), '_', '-') as month,
       pg_total_relation_size(c.oid)::int8 as bytes,
       substring(obj_description(c.oid, 'pg_class') from '${note}(\\d+)')::int8 as "rewrittenBytes"
     from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'interval_day'::regclass and c.relname ~ '^interval_day_\\d{4}_\\d{2}$'
     order by c.relname`,
  );
}

/** Whether a month can be swapped now: a copy is not worth while something reads for long, as a backup does. */
export async function canSwapMonths(db: Database): Promise<boolean> {
  const locked = await changeTables(db, (tx) =>
    tx.query('lock table only interval_day in access exclusive mode'),
  );
  return locked !== 'busy';
}

const draftOf = (month: string): string => `${tableOfMonth(month)}_in_order`;
const boundOf = (month: string): string => `${tableOfMonth(month)}_bound`;

/** Stamps up to which a copy is certainly complete, by utility. */
export type CopyMark = ReadonlyMap<number, number>;

async function readStamps(tx: Queryable): Promise<CopyMark> {
  const stamps = await tx.query<{ id: number; stamp: number }>(
    'select id, last_updated as stamp from utility order by id',
  );
  return new Map(stamps.map(({ id, stamp }) => [id, stamp]));
}

/**
 * Copies a month into a new table in the order of its key, while others read and write it.
 *
 * @returns what `swapMonth` needs: rows with a later stamp than that of their utility may be missing in the copy.
 */
export async function copyMonth(db: Database, month: string): Promise<CopyMark> {
  const [table, draft] = [tableOfMonth(month), draftOf(month)];
  return await db.transaction(async (tx) => {
    const stamps = await readStamps(tx);
    // The check saves the swap from reading the whole table.
    await tx.script(`
      drop table if exists ${draft};
      create table ${draft} (like interval_day including all,
        constraint ${boundOf(month)} check (day >= '${month}-01' and day < '${monthAfter(month)}-01'));`);
    await tx.script(
      `insert into ${draft} select * from ${table} order by up_id, mr_no, day; analyze ${draft};`,
    );
    return stamps;
  });
}

/**
 * Brings a copy up to date: what was written since it was made has a later stamp than its mark.
 *
 * @returns up to where it is complete now.
 */
async function catchUp(tx: Transaction, month: string, mark: CopyMark): Promise<CopyMark> {
  const [table, draft] = [tableOfMonth(month), draftOf(month)];
  const stamps = await readStamps(tx);
  // Only who has written since: the mark of one that has not for long would have all rows of the others looked at.
  const late = [...stamps].flatMap(([id, stamp]) => {
    const known = mark.get(id) ?? -1;
    return stamp > known ? [{ id, known }] : [];
  });
  if (late.length === 0) return stamps;
  await tx.query(
    `insert into ${draft}
     select o.* from ${table} o join usage_point u on u.id = o.up_id
       join unnest($1::int8[], $2::int8[]) as m(id, stamp) on m.id = u.utility_id
     where o.updated > $3::int8 and o.updated > m.stamp
     on conflict (up_id, mr_no, day) do update
       set start_ts = excluded.start_ts, step = excluded.step, n = excluded.n, enc = excluded.enc,
         published = excluded.published, updated = excluded.updated, data = excluded.data`,
    [late.map(({ id }) => id), late.map(({ known }) => known), Math.min(...late.map(({ known }) => known))],
  );
  return stamps;
}

/**
 * Whether a copy holds as many rows as its partition, but for those that were written behind its mark and are not in it yet. One
 * statement, so that both are of one instant, whatever others write meanwhile.
 */
async function holdsAll(tx: Queryable, month: string, mark: CopyMark): Promise<boolean> {
  const [table, draft] = [tableOfMonth(month), draftOf(month)];
  const [row] = await tx.query<{ whole: boolean }>(
    `select (select count(*) from ${draft}) + (
       select count(*) from ${table} o join usage_point u on u.id = o.up_id
         left join unnest($1::int8[], $2::int8[]) as m(id, stamp) on m.id = u.utility_id
       where o.updated > coalesce(m.stamp, -1) and not exists (
         select 1 from ${draft} d where d.up_id = o.up_id and d.mr_no = o.mr_no and d.day = o.day))
       = (select count(*) from ${table}) as whole`,
    [[...mark.keys()], [...mark.values()]],
  );
  return row?.whole === true;
}

/**
 * Puts the copy of a month in the place of its partition, with what was written meanwhile. It is compared before anyone has to
 * wait; then writers wait for what came since, and readers for the last moment only.
 *
 * @returns `differs` when the copy does not hold what the partition holds, `busy` when something reads for long: then
 *   nothing was changed.
 */
export async function swapMonth(
  db: Database,
  month: string,
  mark: CopyMark,
): Promise<'swapped' | 'differs' | 'busy'> {
  const [table, draft] = [tableOfMonth(month), draftOf(month)];
  const compared = await db.transaction(async (tx) => {
    const stamps = await catchUp(tx, month, mark);
    return (await holdsAll(tx, month, stamps)) ? stamps : undefined;
  });
  if (compared === undefined) return 'differs';
  return await changeTables<'swapped'>(db, async (tx) => {
    await holdWriters(tx);
    await catchUp(tx, month, compared);
    await tx.script(`
      alter table interval_day detach partition ${table};
      drop table ${table};
      alter table ${draft} rename to ${table};
      alter table interval_day attach partition ${table}
        for values from ('${month}-01') to ('${monthAfter(month)}-01');
      alter table ${table} drop constraint ${boundOf(month)};`);
    const [size] = await tx.query<{ bytes: number }>(
      'select pg_total_relation_size($1::regclass)::int8 as bytes',
      [table],
    );
    await tx.script(`comment on table ${table} is '${note}${size?.bytes ?? 0}'`);
    return 'swapped';
  });
}

/** Removes the copy of a month that was not swapped. */
export async function dropMonthCopy(db: Database, month: string): Promise<void> {
  await db.transaction((tx) => tx.script(`drop table if exists ${draftOf(month)}`));
}
