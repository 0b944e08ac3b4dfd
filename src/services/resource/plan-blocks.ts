import type { RowRange } from '../../storage/row-range.ts';
import { countBlocks, listEdgeBlocks } from '../../storage/subscription-blocks.ts';
import { blockMonths, reachesInto } from './block-months.ts';
import type { BlockSpan } from './block-span.ts';
import { daysOfMonth } from './block-uid.ts';
import type { ResourceContext } from './context.ts';

/** How many entries of a kind a feed holds, and the newest `updated` among them (milliseconds; 0 for none). */
export interface Share {
  readonly count: number;
  readonly newest: number;
}

/** The share of blocks, with the readings that they hold: whole blocks, those at the edges too. */
export interface BlockShare extends Share {
  readonly readings: number;
  /** Stored rows that are read for it. */
  readonly rows: number;
  /** No row of it is of an earlier or a later day: `2026-01-31`. */
  readonly firstDay: string;
  readonly lastDay: string;
}

/** What a feed holds of a kind of which it holds nothing: of no days, the first later than any, the last earlier. */
export const noShare: BlockShare = {
  count: 0,
  newest: 0,
  readings: 0,
  rows: 0,
  firstDay: 'infinity',
  lastDay: '-infinity',
};

const earlier = (a: string, b: string): string => (a < b ? a : b);
const later = (a: string, b: string): string => (a > b ? a : b);

/** The days of several shares together. */
export const daysOfShares = (shares: readonly BlockShare[]): Pick<BlockShare, 'firstDay' | 'lastDay'> => ({
  firstDay: shares.reduce((day, share) => earlier(day, share.firstDay), noShare.firstDay),
  lastDay: shares.reduce((day, share) => later(day, share.lastDay), noShare.lastDay),
});

const sum = (a: BlockShare, b: BlockShare): BlockShare => ({
  count: a.count + b.count,
  newest: Math.max(a.newest, b.newest),
  readings: a.readings + b.readings,
  rows: a.rows + b.rows,
  ...daysOfShares([a, b]),
});

/**
 * Counts the blocks of the channels of some usage points that have a reading in the range. Reads the readings
 * of at most one block per channel: the one that begins before the range.
 *
 * @returns a function that tells the share of a channel.
 */
export async function planBlocks(
  { db }: Pick<ResourceContext, 'db'>,
  upIds: readonly number[],
  range: RowRange,
  span: BlockSpan,
): Promise<(channel: { readonly upId: number; readonly no: number }) => BlockShare> {
  const shares = new Map<string, BlockShare>();
  const keyOf = ({ upId, no }: { readonly upId: number; readonly no: number }): string => `${upId}/${no}`;
  const shareOf = (channel: { readonly upId: number; readonly no: number }): BlockShare =>
    shares.get(keyOf(channel)) ?? noShare;
  if (span === 'month') {
    for (const month of await blockMonths(db, { upIds, range })) {
      const { newest, readings, rows } = month;
      const { first: firstDay, last: lastDay } = daysOfMonth(month.month);
      const share = { count: 1, newest, readings, rows, firstDay, lastDay };
      shares.set(keyOf(month), sum(shareOf(month), share));
    }
    return shareOf;
  }
  for (const { upId, no, ...share } of await countBlocks(db, { upIds, range }))
    shares.set(keyOf({ upId, no }), { ...share, rows: share.count });
  const edges = range.startMin === Number.NEGATIVE_INFINITY ? [] : await listEdgeBlocks(db, { upIds, range });
  for (const row of edges) {
    if (!reachesInto(row, range)) continue;
    const share = { count: 1, newest: row.updated, readings: row.n, rows: 1 };
    shares.set(keyOf(row), sum(shareOf(row), { ...share, firstDay: row.day, lastDay: row.day }));
  }
  return shareOf;
}
