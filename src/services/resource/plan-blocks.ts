import type { RowRange } from '../../storage/row-range.ts';
import { countBlocks, listEdgeBlocks } from '../../storage/subscription-blocks.ts';
import { blockMonths, reachesInto } from './block-months.ts';
import type { BlockSpan } from './block-span.ts';
import type { ResourceContext } from './context.ts';

/** How many entries of a kind a feed holds, and the newest `updated` among them (milliseconds; 0 for none). */
export interface Share {
  readonly count: number;
  readonly newest: number;
}

/** The share of blocks, with the readings that they hold: whole blocks, those at the edges too. */
export interface BlockShare extends Share {
  readonly readings: number;
}

/** What a feed holds of a kind of which it holds nothing. */
export const noShare: BlockShare = { count: 0, newest: 0, readings: 0 };

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
  const shareOf = ({ upId, no }: { readonly upId: number; readonly no: number }): BlockShare =>
    shares.get(`${upId}/${no}`) ?? noShare;
  if (span === 'month') {
    for (const month of await blockMonths(db, { upIds, range })) {
      const { count, newest, readings } = shareOf(month);
      shares.set(`${month.upId}/${month.no}`, {
        count: count + 1,
        newest: Math.max(newest, month.newest),
        readings: readings + month.readings,
      });
    }
    return shareOf;
  }
  for (const { upId, no, count, newest, readings } of await countBlocks(db, { upIds, range }))
    shares.set(`${upId}/${no}`, { count, newest, readings });
  const edges = range.startMin === Number.NEGATIVE_INFINITY ? [] : await listEdgeBlocks(db, { upIds, range });
  for (const row of edges) {
    if (!reachesInto(row, range)) continue;
    const key = `${row.upId}/${row.no}`;
    const { count, newest, readings } = shareOf(row);
    shares.set(key, {
      count: count + 1,
      newest: Math.max(newest, row.updated),
      readings: readings + row.n,
    });
  }
  return shareOf;
}
