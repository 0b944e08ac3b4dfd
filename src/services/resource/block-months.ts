import { trimBlock } from '../../espi/block-content.ts';
import type { PathParams } from '../../espi/resources.ts';
import type { Queryable } from '../../storage/database.ts';
import { everyRow, type RowRange } from '../../storage/row-range.ts';
import { type BlockRow, listBlocks, listEdgeBlocks } from '../../storage/subscription-blocks.ts';
import { type BlockMonth, listBlockMonths } from '../../storage/subscription-months.ts';
import { blockUid, daysOfMonth } from './block-uid.ts';
import type { Loaded } from './loaded.ts';

/** Whether a stored day has a reading whose start lies within `startMin <= start < startMax`. */
export const reachesInto = (row: BlockRow, range: RowRange): boolean => trimBlock([row], range) !== undefined;

const anyEntry = ({ startMin, startMax }: RowRange): RowRange => ({ ...everyRow, startMin, startMax });

const keyOf = ({ upId, no, month }: Pick<BlockMonth, 'upId' | 'no' | 'month'>): string =>
  `${upId}/${no}/${month}`;

const isEntered = (updated: number, { updatedMin, updatedMax }: RowRange): boolean =>
  updated >= updatedMin && updated < updatedMax;

/**
 * The monthly blocks of channels that have a reading in the range and were entered in it. A month is as new as its newest
 * day: one that has changed again after the range is left out as a whole, and stands in a later one.
 *
 * @param input.no number of the one channel; absent for all.
 */
export async function blockMonths(
  db: Queryable,
  input: { readonly upIds: readonly number[]; readonly no?: number; readonly range: RowRange },
): Promise<BlockMonth[]> {
  const { upIds, no, range } = input;
  const months = new Map((await listBlockMonths(db, input)).map((month) => [keyOf(month), month]));
  const edges =
    range.startMin === Number.NEGATIVE_INFINITY
      ? []
      : await listEdgeBlocks(db, { upIds, range: anyEntry(range) });
  for (const row of edges) {
    // Of regular days the statement has told already.
    if (row.step !== 0 || (no !== undefined && row.no !== no) || !reachesInto(row, range)) continue;
    const place = { upId: row.upId, no: row.no, month: row.day.slice(0, 7) };
    const known = months.get(keyOf(place)) ?? { newest: 0, readings: 0 };
    const newest = Math.max(known.newest, row.updated);
    months.set(keyOf(place), { ...place, newest, readings: known.readings + row.n });
  }
  return [...months.values()]
    .filter(({ newest }) => isEntered(newest, range))
    .sort((a, b) => a.upId - b.upId || a.no - b.no || (a.month < b.month ? -1 : 1));
}

/**
 * Days of one month as an entry; undefined when none of their readings lies within the range. Its `updated` is that of
 * its newest day, its `published` that of its first, which stays while the month grows.
 *
 * @param rows in the order of their days.
 */
export function loadedMonth(
  parent: PathParams,
  month: string,
  rows: readonly BlockRow[],
  range: RowRange,
): Loaded | undefined {
  const within = rows.filter((row) => reachesInto(row, range));
  const [first] = within;
  const block = trimBlock(within, range);
  if (first === undefined || block === undefined) return undefined;
  return {
    noun: 'IntervalBlock',
    params: { ...parent, block_uid: blockUid(month) },
    published: first.published,
    updated: within.reduce((newest, { updated }) => Math.max(newest, updated), 0),
    value: { block },
    entries: { MeterReading: [{}] },
  };
}

/** The monthly blocks of one channel in their order, trimmed to the range: a statement for each, once the reader asks. */
export async function* streamMonths(
  db: Queryable,
  input: {
    readonly parent: PathParams;
    readonly channel: { readonly upId: number; readonly no: number };
    readonly range: RowRange;
  },
): AsyncGenerator<Loaded> {
  const { parent, channel, range } = input;
  const { upId, no } = channel;
  for (const { month } of await blockMonths(db, { upIds: [upId], no, range })) {
    const { before, last } = daysOfMonth(month);
    const days = { after: before, upTo: last, limit: 31 };
    const rows = await listBlocks(db, { upId, no, range: anyEntry(range), ...days });
    const block = loadedMonth(parent, month, rows, range);
    // A day may have changed since the months were listed.
    if (block !== undefined && isEntered(block.updated, range)) yield block;
  }
}
