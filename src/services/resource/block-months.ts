import { trimBlock } from '../../espi/block-content.ts';
import type { PathParams } from '../../espi/resources.ts';
import type { BlockRow } from '../../storage/block-rows.ts';
import type { Queryable } from '../../storage/database.ts';
import { everyRow, type RowRange } from '../../storage/row-range.ts';
import { listBlocks, listEdgeBlocks } from '../../storage/subscription-blocks.ts';
import { type BlockMonth, listBlockMonths } from '../../storage/subscription-months.ts';
import { blockUid, daysOfMonth } from './block-uid.ts';
import { type Loaded, relatedToMeterReading } from './loaded.ts';

/** Whether a stored day has a reading whose start lies within `startMin <= start < startMax`. */
export const reachesInto = (row: BlockRow, range: RowRange): boolean => trimBlock([row], range) !== undefined;

/** A range whatever the time of entry. */
export const anyEntry = ({ startMin, startMax }: RowRange): RowRange => ({ ...everyRow, startMin, startMax });

const keyOf = ({ upId, no, month }: Pick<BlockMonth, 'upId' | 'no' | 'month'>): string =>
  `${upId}/${no}/${month}`;

const monthOf = ({ day }: Pick<BlockRow, 'day'>): string => day.slice(0, 7);

const isEntered = (updated: number, { updatedMin, updatedMax }: RowRange): boolean =>
  updated >= updatedMin && updated < updatedMax;

/** Whose months, and in which range. */
interface MonthsInput {
  readonly upIds: readonly number[];
  /** Number of the one channel; absent for all. */
  readonly no?: number;
  readonly range: RowRange;
}

/**
 * The monthly blocks of channels that have a reading in the range and were entered in it. A month is as new as its newest
 * day: one that has changed again after the range is left out as a whole, and stands in a later one.
 *
 * @param listed what the statement of months tells, in its order.
 */
export async function withEdges(
  db: Queryable,
  listed: readonly BlockMonth[],
  { upIds, no, range }: MonthsInput,
): Promise<BlockMonth[]> {
  const entered = (month: BlockMonth): boolean => isEntered(month.newest, range);
  if (range.startMin === Number.NEGATIVE_INFINITY) return listed.filter(entered);
  const months = new Map(listed.map((month) => [keyOf(month), month]));
  for (const row of await listEdgeBlocks(db, { upIds, range: anyEntry(range) })) {
    // Of regular days the statement has told already.
    if (row.step !== 0 || (no !== undefined && row.no !== no) || !reachesInto(row, range)) continue;
    const place = { upId: row.upId, no: row.no, month: monthOf(row) };
    const known = months.get(keyOf(place)) ?? { newest: 0, readings: 0, rows: 0 };
    months.set(keyOf(place), {
      ...place,
      newest: Math.max(known.newest, row.updated),
      readings: known.readings + row.n,
      rows: known.rows + 1,
    });
  }
  return [...months.values()]
    .filter(entered)
    .sort((a, b) => a.upId - b.upId || a.no - b.no || (a.month < b.month ? -1 : 1));
}

/**
 * Days of one month as an entry; undefined when none of their readings lies within the range. Its `updated` is that of
 * its newest day, its `published` that of its first, which stays while the month grows.
 */
function loadedMonth(parent: PathParams, rows: readonly BlockRow[], range: RowRange): Loaded | undefined {
  const within = rows.filter((row) => reachesInto(row, range));
  const [first] = within;
  const block = trimBlock(within, range);
  if (first === undefined || block === undefined) return undefined;
  return {
    noun: 'IntervalBlock',
    params: { ...parent, block_uid: blockUid(monthOf(first)) },
    published: first.published,
    updated: within.reduce((newest, { updated }) => Math.max(newest, updated), 0),
    value: { block },
    entries: relatedToMeterReading,
  };
}

/**
 * Monthly blocks of one channel as entries, trimmed to the range; those are left out that were not entered in it.
 *
 * @param rows all days of some months, in their order.
 */
export function loadedMonths(parent: PathParams, rows: readonly BlockRow[], range: RowRange): Loaded[] {
  const blocks: Loaded[] = [];
  for (let from = 0, to = 0; from < rows.length; from = to) {
    const month = monthOf(rows[from] as BlockRow);
    while (to < rows.length && monthOf(rows[to] as BlockRow) === month) to++;
    const block = loadedMonth(parent, rows.slice(from, to), range);
    if (block !== undefined && isEntered(block.updated, range)) blocks.push(block);
  }
  return blocks;
}

/** Months that are read together: at most this many rows of a channel. */
const monthsAtOnce = 12;

/** Months in a row, at most `monthsAtOnce` of them. */
function* runsOfMonths(months: Iterable<string>): Generator<{ first: string; last: string }> {
  let run: { first: string; last: string; count: number } | undefined;
  for (const month of months) {
    if (run !== undefined && run.count < monthsAtOnce && monthNumber(run.last) + 1 === monthNumber(month)) {
      run.last = month;
      run.count++;
      continue;
    }
    if (run !== undefined) yield run;
    run = { first: month, last: month, count: 1 };
  }
  if (run !== undefined) yield run;
}

/** What is known of the months of a channel: how many hold readings, and between which days. */
interface KnownMonths {
  readonly count: number;
  readonly firstDay: string;
  readonly lastDay: string;
}

/** Months since the year 0. */
const monthNumber = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

const monthText = (number: number): string =>
  `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;

/** All months between the days; undefined when most of them are empty. */
function monthsBetween({ count, firstDay, lastDay }: KnownMonths): string[] | undefined {
  const first = monthNumber(firstDay);
  const months = monthNumber(lastDay) - first + 1;
  return months > 2 * count ? undefined : Array.from({ length: months }, (_, i) => monthText(first + i));
}

const monthsOfChannel = async (db: Queryable, input: MonthsInput): Promise<BlockMonth[]> =>
  await withEdges(db, (await listBlockMonths(db, input)).months, input);

/**
 * The monthly blocks of one channel in their order, trimmed to the range: a statement for those of a year, once the reader
 * asks.
 *
 * @param input.known what was counted; absent, or where that leaves gaps: the months are listed first.
 */
export async function* streamMonths(
  db: Queryable,
  input: {
    readonly parent: PathParams;
    readonly channel: { readonly upId: number; readonly no: number };
    readonly range: RowRange;
    readonly known?: KnownMonths;
  },
): AsyncGenerator<Loaded[]> {
  const { parent, channel, range, known } = input;
  const { upId, no } = channel;
  const months =
    (known && monthsBetween(known)) ??
    (await monthsOfChannel(db, { upIds: [upId], no, range })).map(({ month }) => month);
  for (const { first, last } of runsOfMonths(months)) {
    const bounds = {
      after: daysOfMonth(first).before,
      upTo: daysOfMonth(last).last,
      limit: 31 * monthsAtOnce,
    };
    const rows = await listBlocks(db, { upId, no, range: anyEntry(range), ...bounds });
    // A day may have changed since the months were listed: then its month is left out.
    yield loadedMonths(parent, rows, range);
  }
}
