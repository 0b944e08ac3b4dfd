import type { PackedReadings } from '../espi/packed-format.ts';
import { type CopyRows, createCopyRows } from './copy-rows.ts';
import type { Transaction } from './database.ts';

/** The readings of one channel that start on one local day, on their way into interval_day. */
export interface StagedDay extends PackedReadings {
  readonly upId: number;
  readonly no: number;
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** End of the last reading in milliseconds. */
  readonly end: number;
  /** Readings that it holds. */
  readonly count: number;
}

const uniqueViolation = '23505';

type Put = (rows: CopyRows, day: StagedDay) => void;

function copyOf(days: readonly StagedDay[], fields: number, put: Put): Uint8Array[] {
  const rows = createCopyRows();
  for (const day of days) {
    rows.row(fields);
    rows.int8(day.upId);
    rows.int2(day.no);
    rows.date(day.day);
    rows.int8(day.startTs);
    rows.int4(day.step);
    rows.int4(day.n);
    rows.int2(day.enc);
    put(rows, day);
    rows.bytes(day.data);
  }
  return rows.finish();
}

const stored = ['up_id', 'mr_no', 'day', 'start_ts', 'step', 'n', 'enc', 'published', 'updated', 'data'];

/**
 * Puts days straight into interval_day, several times faster than by the staging table: for days of which none is
 * stored, in the order of their keys. The caller holds the stamp.
 *
 * @returns false when one was stored all the same: then none has been written.
 */
export async function copyNewDays(
  tx: Transaction,
  { stamp, days }: { readonly stamp: number; readonly days: readonly StagedDay[] },
): Promise<boolean> {
  const pieces = copyOf(days, stored.length, (rows, { end }) => {
    rows.int8(Math.min(end, stamp));
    rows.int8(stamp);
  });
  await tx.query('savepoint new_days');
  let copied = true;
  try {
    await tx.copyIn({ table: 'interval_day', columns: stored, pieces });
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== uniqueViolation) throw error;
    await tx.query('rollback to savepoint new_days');
    copied = false;
  }
  await tx.query('release savepoint new_days');
  return copied;
}

// Temporary, so that it is not logged and every connection has its own.
const stagingTable = `create temporary table if not exists staged_day (
  up_id bigint not null, mr_no int2 not null, day date not null, start_ts int8 not null, step int4 not null,
  n int4 not null, enc int2 not null, end_ms int8 not null, count int4 not null, data bytea not null
) on commit delete rows`;

const staged = ['up_id', 'mr_no', 'day', 'start_ts', 'step', 'n', 'enc', 'end_ms', 'count', 'data'];

/** Puts days into the staging table of this transaction, in the place of what was there. */
export async function stageDays(tx: Transaction, days: readonly StagedDay[]): Promise<void> {
  const pieces = copyOf(days, staged.length, (rows, { end, count }) => {
    rows.int8(end);
    rows.int4(count);
  });
  await tx.query(stagingTable);
  await tx.query('truncate staged_day');
  await tx.copyIn({ table: 'staged_day', columns: staged, pieces });
  // Nobody gathers statistics of a temporary table, and the plan of the merge depends on its size.
  await tx.query('analyze staged_day');
}

/**
 * Inserts the staged days that are not there yet; the others are left alone, not even locked. The caller holds
 * the stamp.
 *
 * @returns how many days, and how many readings are in them.
 */
export async function insertStagedDays(
  tx: Transaction,
  stamp: number,
): Promise<{ readonly days: number; readonly readings: number }> {
  const [row] = await tx.query<{ days: number; readings: number }>(
    `with fresh as (
       insert into interval_day (up_id, mr_no, day, start_ts, step, n, enc, published, updated, data)
       select up_id, mr_no, day, start_ts, step, n, enc, least(end_ms, $1::int8), $1::int8, data
       from staged_day
       order by up_id, mr_no, day
       on conflict (up_id, mr_no, day) do nothing
       returning up_id, mr_no, day)
     select count(*)::int4 as days, coalesce(sum(s.count), 0)::int8 as readings
     from fresh f join staged_day s on s.up_id = f.up_id and s.mr_no = f.mr_no and s.day = f.day`,
    [stamp],
  );
  return row ?? { days: 0, readings: 0 };
}

/** A stored day that differs from the staged one. */
export interface StoredDay extends PackedReadings {
  readonly upId: number;
  readonly no: number;
  readonly day: string;
}

/** The stored days that differ from the staged ones of the same channel and day. */
export async function listDifferingDays(
  tx: Transaction,
  { firstDay, lastDay }: { readonly firstDay: string; readonly lastDay: string },
): Promise<StoredDay[]> {
  return await tx.query<StoredDay>(
    `select d.up_id as "upId", d.mr_no as "no", d.day, d.start_ts as "startTs", d.step, d.n, d.enc, d.data
     from staged_day s
       join interval_day d on d.up_id = s.up_id and d.mr_no = s.mr_no and d.day = s.day
     where d.day >= $1::date and d.day <= $2::date
       and (d.start_ts, d.step, d.n, d.enc, d.data) is distinct from (s.start_ts, s.step, s.n, s.enc, s.data)`,
    [firstDay, lastDay],
  );
}

/** Puts the staged days in the place of the stored ones; `published` stays. The caller holds the stamp. */
export async function updateStagedDays(
  tx: Transaction,
  {
    stamp,
    firstDay,
    lastDay,
  }: { readonly stamp: number; readonly firstDay: string; readonly lastDay: string },
): Promise<void> {
  await tx.query(
    `update interval_day d
     set start_ts = s.start_ts, step = s.step, n = s.n, enc = s.enc, data = s.data, updated = $1
     from staged_day s
     where d.up_id = s.up_id and d.mr_no = s.mr_no and d.day = s.day
       and d.day >= $2::date and d.day <= $3::date`,
    [stamp, firstDay, lastDay],
  );
}
