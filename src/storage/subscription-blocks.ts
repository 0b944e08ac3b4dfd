import { type BlockRow, blockColumn, readBlockRow } from './block-rows.ts';
import type { Queryable } from './database.ts';
import { dayParameters, everyRow, type RowRange, rangeParameters } from './row-range.ts';
import { lastStampOfPoints } from './stamps.ts';
import { createParameters, rangeConditions, type StatementParameters } from './statement-parameters.ts';
import { readTextRows, textRow, textRows } from './text-rows.ts';

/** Whether a row of `interval_day d` may hold a reading at or after a time: of an irregular one only its readings tell. */
export const mayReach = (time: string): string =>
  `(d.start_ts >= ${time} or d.step = 0 or d.start_ts + (d.n - 1)::int8 * d.step >= ${time})`;

/** What a range bounds of `interval_day d`. */
export const blockColumns = { time: 'd.start_ts', updated: 'd.updated', day: 'd.day' } as const;

/** How many blocks of a channel begin within a range, and the newest `updated` among them. */
export interface BlockCount {
  readonly upId: number;
  readonly no: number;
  readonly count: number;
  readonly newest: number;
  /** Readings, gaps included. */
  readonly readings: number;
  /** Days of the first and of the last of them: `2026-01-31` */
  readonly firstDay: string;
  readonly lastDay: string;
}

/** Counts the blocks that begin within the range, per channel, for `readBlockCounts`. `ids` is an int8[]. */
export const blockCountRows = (ids: string, range: RowRange, parameters: StatementParameters): string =>
  `select ${textRow(['d.up_id', 'd.mr_no', 'count(*)', 'max(d.updated)', 'sum(d.n)', 'min(d.day)', 'max(d.day)'])}
   from interval_day d
   where d.up_id = any(${ids})${rangeConditions(range, blockColumns, parameters)}
   group by d.up_id, d.mr_no`;

/** The counts of a value of `blockCountRows`. */
export const readBlockCounts = (rows: string | null): BlockCount[] =>
  readTextRows(rows, 7).map(([upId, no, count, newest, readings, firstDay = '', lastDay = '']) => ({
    upId: Number(upId),
    no: Number(no),
    count: Number(count),
    newest: Number(newest),
    readings: Number(readings),
    firstDay,
    lastDay,
  }));

/** Counts the blocks that begin within the range, per channel. Reads no readings. `stamp` is the last one at that instant. */
export async function countBlocks(
  db: Queryable,
  input: { readonly upIds: readonly number[]; readonly range: RowRange },
): Promise<{ readonly stamp: number; readonly blocks: BlockCount[] }> {
  const parameters = createParameters();
  const ids = `${parameters.add(input.upIds)}::int8[]`;
  const [row] = await db.query<{ counts: string | null; stamp: number | null }>(
    `select ${textRows(blockCountRows(ids, input.range, parameters))} as counts, ${lastStampOfPoints(ids)} as stamp`,
    parameters.values,
  );
  return { stamp: row?.stamp ?? 0, blocks: readBlockCounts(row?.counts ?? null) };
}

/**
 * The blocks that begin before the range and may reach into it: at most one per channel, and only its
 * readings tell.
 */
export async function listEdgeBlocks(
  db: Queryable,
  input: { readonly upIds: readonly number[]; readonly range: RowRange },
): Promise<BlockRow[]> {
  const { updatedMin, updatedMax } = input.range;
  const [startMin] = rangeParameters(input.range);
  const [first] = dayParameters(input.range);
  const [, last] = dayParameters({ ...input.range, startMax: input.range.startMin });
  const parameters = createParameters();
  const { add } = parameters;
  const start = `${add(startMin)}::int8`;
  const rows = await db.query<{ block: string }>(
    `select ${blockColumn}
     from interval_day d
     where d.up_id = any(${add(input.upIds)}::int8[])
       and d.start_ts < ${start} and (d.step = 0 or d.start_ts + (d.n - 1)::int8 * d.step >= ${start})
       and d.day >= ${add(first)}::date and d.day <= ${add(last)}::date
       ${rangeConditions({ ...everyRow, updatedMin, updatedMax }, blockColumns, parameters)}
     order by d.up_id, d.mr_no`,
    parameters.values,
  );
  return rows.map(readBlockRow);
}

/**
 * One page of the blocks of a channel that may hold readings of the range, in the order of their starts.
 *
 * @param input.after day of the last row of the page before; absent for the first page.
 */
export async function listBlocks(
  db: Queryable,
  input: {
    readonly upId: number;
    readonly no: number;
    readonly range: RowRange;
    readonly after?: string | undefined;
    /** The last day that may be among them; absent for no bound. */
    readonly upTo?: string | undefined;
    readonly limit: number;
  },
): Promise<BlockRow[]> {
  const parameters = createParameters();
  const { add } = parameters;
  const rows = await db.query<{ block: string }>(
    `select ${blockColumn}
     from interval_day d
     where d.up_id = ${add(input.upId)} and d.mr_no = ${add(input.no)}
       and d.day > ${add(input.after ?? '-infinity')}::date and d.day <= ${add(input.upTo ?? 'infinity')}::date
       ${rangeConditions(input.range, { ...blockColumns, since: mayReach }, parameters)}
     order by d.day
     limit ${add(input.limit)}`,
    parameters.values,
  );
  return rows.map(readBlockRow);
}

/** Usage points whose rows are few, as the caller knows, and which of them are asked for. */
export interface RowsOfPoints {
  readonly upIds: readonly number[];
  readonly range: RowRange;
  /** Bounds of their days, themselves included: they tell which months need not be looked at. */
  readonly firstDay: string;
  readonly lastDay: string;
}

/**
 * The bounds of several keys. Where rows are found by their stamps, each is looked for among all keys, one after the other;
 * by the bounds most rows of others are refused before.
 */
function amongKeys(upIds: readonly number[], { add }: StatementParameters): string {
  if (upIds.length < 2) return '';
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const id of upIds) {
    least = Math.min(least, id);
    greatest = Math.max(greatest, id);
  }
  return ` and d.up_id >= ${add(least)} and d.up_id <= ${add(greatest)}`;
}

/**
 * The blocks of all channels of some usage points that may hold readings of the range, by usage point, channel and day.
 */
export async function listBlocksOfPoints(db: Queryable, input: RowsOfPoints): Promise<BlockRow[]> {
  const parameters = createParameters();
  const { add } = parameters;
  const columns = { time: blockColumns.time, since: mayReach, updated: blockColumns.updated };
  const rows = await db.query<{ block: string }>(
    `select ${blockColumn}
     from interval_day d
     where d.up_id = any(${add(input.upIds)}::int8[])${amongKeys(input.upIds, parameters)}
       and d.day >= ${add(input.firstDay)}::date and d.day <= ${add(input.lastDay)}::date
       ${rangeConditions(input.range, columns, parameters)}
     order by d.up_id, d.mr_no, d.day`,
    parameters.values,
  );
  return rows.map(readBlockRow);
}

/** The rows of a channel of an authorization, by the uids of its path and from the first day to the last. */
export async function listSubscriptionBlocks(
  db: Queryable,
  input: {
    readonly authorizationId: number;
    readonly meterUid: string;
    readonly readingUid: string;
    /** `2026-01-31` */
    readonly first: string;
    readonly last: string;
  },
): Promise<BlockRow[]> {
  const rows = await db.query<{ block: string }>(
    `select ${blockColumn}
     from authorization_usage_point a
       join usage_point u on u.id = a.up_id
       join meter_reading m on m.up_id = u.id
       join interval_day d on d.up_id = m.up_id and d.mr_no = m.no
     where a.authorization_id = $1 and u.uid = $2 and m.uid = $3 and d.day >= $4::date and d.day <= $5::date
     order by d.day`,
    [input.authorizationId, input.meterUid, input.readingUid, input.first, input.last],
  );
  return rows.map(readBlockRow);
}
