import { trimBlock } from '../../espi/block-content.ts';
import type { PathParams } from '../../espi/resources.ts';
import type { BlockRow } from '../../storage/block-rows.ts';
import type { Queryable } from '../../storage/database.ts';
import { everyRow, type RowRange } from '../../storage/row-range.ts';
import { listBlocks, listSubscriptionBlocks } from '../../storage/subscription-blocks.ts';
import { loadedMonths } from './block-months.ts';
import { blockSpanOf } from './block-span.ts';
import { blockUid, dayOfBlock, daysOfMonth, monthOfBlock } from './block-uid.ts';
import { grantOf, withinGrant } from './grant.ts';
import { type Loaded, relatedToMeterReading } from './loaded.ts';
import type { Loader } from './loader.ts';
import { pageRows } from './read-ahead.ts';

/** Daily blocks as entries, trimmed to the range; those of which none of their readings lies within are left out. */
export function loadedBlocks(parent: PathParams, rows: readonly BlockRow[], range: RowRange): Loaded[] {
  const blocks: Loaded[] = [];
  for (const row of rows) {
    const block = trimBlock([row], range);
    if (block === undefined) continue;
    const { published, updated } = row;
    blocks.push({
      noun: 'IntervalBlock',
      params: { ...parent, block_uid: blockUid(row.day) },
      published,
      updated,
      value: { block },
      entries: relatedToMeterReading,
    });
  }
  return blocks;
}

/**
 * The daily blocks of one channel in the order of their starts, trimmed to the range. Each page is read by a statement of
 * its own, and only when the reader has taken the one before.
 */
export async function* streamDays(
  db: Queryable,
  input: {
    readonly parent: PathParams;
    readonly channel: { readonly upId: number; readonly no: number };
    readonly range: RowRange;
  },
): AsyncGenerator<Loaded[]> {
  const { parent, channel, range } = input;
  let after: string | undefined;
  for (;;) {
    const rows = await listBlocks(db, { upId: channel.upId, no: channel.no, range, after, limit: pageRows });
    yield loadedBlocks(parent, rows, range);
    if (rows.length < pageRows) return;
    after = rows.at(-1)?.day;
  }
}

/** Loads one IntervalBlock; collections of them are streamed instead. */
export const loadIntervalBlock: Loader = async ({ db }, { principal, params, uid }) => {
  const grant = grantOf(principal);
  const { auth_uid = '', meter_uid = '', reading_uid = '' } = params;
  const parent = { auth_uid, meter_uid, reading_uid };
  const range = withinGrant(grant, everyRow);
  const read = async (first: string, last: string): Promise<BlockRow[]> =>
    await listSubscriptionBlocks(db, {
      authorizationId: grant.id,
      meterUid: meter_uid,
      readingUid: reading_uid,
      first,
      last,
    });
  if (blockSpanOf(grant, principal.utility.settings) === 'month') {
    const month = monthOfBlock(uid ?? '');
    if (month === undefined) return [];
    const { first, last } = daysOfMonth(month);
    return loadedMonths(parent, await read(first, last), range);
  }
  const day = dayOfBlock(uid ?? '');
  return day === undefined ? [] : loadedBlocks(parent, await read(day, day), range);
};
