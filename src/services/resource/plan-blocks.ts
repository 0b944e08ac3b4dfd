import type { RowRange } from '../../storage/row-range.ts';
import { type BlockCount, countBlocks, listEdgeBlocks } from '../../storage/subscription-blocks.ts';
import { type BlockMonth, listBlockMonths } from '../../storage/subscription-months.ts';
import { reachesInto, withEdges } from './block-months.ts';
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
const noShare: BlockShare = {
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

/** Tells the share of a channel by the key of its usage point and its number. */
export type ShareOfChannel = (upId: number, no: number) => BlockShare;

/** Whose blocks, and which. */
interface BlocksInput {
  readonly upIds: readonly number[];
  readonly range: RowRange;
  readonly span: BlockSpan;
}

/** What was counted, of the span that is asked for. */
interface CountedBlocks {
  readonly blocks: readonly BlockCount[];
  readonly months: readonly BlockMonth[];
}

/**
 * The shares of the channels of some usage points in the range, out of what was counted. Reads the readings of at most one
 * block per channel: the one that begins before the range.
 */
export async function sharesOfBlocks(
  { db }: Pick<ResourceContext, 'db'>,
  counted: CountedBlocks,
  { upIds, range, span }: BlocksInput,
): Promise<ShareOfChannel> {
  if (upIds.length === 0) return () => noShare;
  const shares = new Map<number, BlockShare[]>();
  const add = (upId: number, no: number, share: BlockShare): void => {
    const ofPoint = shares.get(upId);
    if (ofPoint === undefined) {
      const first: BlockShare[] = [];
      first[no] = share;
      shares.set(upId, first);
      return;
    }
    const known = ofPoint[no];
    ofPoint[no] = known === undefined ? share : sum(known, share);
  };
  if (span === 'month') {
    for (const { upId, no, month, newest, readings, rows } of await withEdges(db, counted.months, {
      upIds,
      range,
    })) {
      const { first: firstDay, last: lastDay } = daysOfMonth(month);
      add(upId, no, { count: 1, newest, readings, rows, firstDay, lastDay });
    }
  } else {
    for (const { upId, no, count, newest, readings, firstDay, lastDay } of counted.blocks)
      add(upId, no, { count, newest, readings, rows: count, firstDay, lastDay });
    const edges =
      range.startMin === Number.NEGATIVE_INFINITY ? [] : await listEdgeBlocks(db, { upIds, range });
    for (const row of edges) {
      if (!reachesInto(row, range)) continue;
      const { updated: newest, n: readings, day } = row;
      add(row.upId, row.no, { count: 1, newest, readings, rows: 1, firstDay: day, lastDay: day });
    }
  }
  return (upId, no) => shares.get(upId)?.[no] ?? noShare;
}

/** The shares of the channels of some usage points in the range, and the stamp up to which they are known. */
export async function planBlocks(
  context: Pick<ResourceContext, 'db'>,
  input: BlocksInput,
): Promise<{ readonly shareOf: ShareOfChannel; readonly stamp: number }> {
  const { db } = context;
  const counted =
    input.span === 'day'
      ? { months: [], ...(await countBlocks(db, input)) }
      : { blocks: [], ...(await listBlockMonths(db, input)) };
  return { shareOf: await sharesOfBlocks(context, counted, input), stamp: counted.stamp };
}
