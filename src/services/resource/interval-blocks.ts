import { trimBlock } from '../../espi/block-content.ts';
import type { PathParams } from '../../espi/resources.ts';
import type { Queryable } from '../../storage/database.ts';
import type { RowRange } from '../../storage/row-range.ts';
import { everyRow } from '../../storage/row-range.ts';
import { type BlockRow, listBlocks, listSubscriptionBlocks } from '../../storage/subscription-blocks.ts';
import type { SubscriptionChannel } from '../../storage/subscription-channels.ts';
import type { GrantedAuthorization } from '../authorization/principal.ts';
import { loadedMonth, streamMonths } from './block-months.ts';
import { type BlockSpan, blockSpanOf } from './block-span.ts';
import { blockUid, dayOfBlock, daysOfMonth, monthOfBlock } from './block-uid.ts';
import { grantOf, withinGrant } from './grant.ts';
import type { Loaded } from './loaded.ts';
import type { Loader } from './loader.ts';

/** Rows of one statement: a season of daily blocks. Planning it over many months costs more than what it reads. */
const pageSize = 124;

/** A block as an entry, or undefined when none of its readings lies within the range. */
function loadedBlock(parent: PathParams, row: BlockRow, range: RowRange): Loaded | undefined {
  const block = trimBlock([row], range);
  if (block === undefined) return undefined;
  return {
    noun: 'IntervalBlock',
    params: { ...parent, block_uid: blockUid(row.day) },
    published: row.published,
    updated: row.updated,
    value: { block },
    entries: { MeterReading: [{}] },
  };
}

/**
 * The blocks of one channel in the order of their starts, trimmed to the range. Reads a season at a time, each
 * page by a statement of its own, and only when the reader has taken the one before.
 */
export async function* streamBlocks(
  db: Queryable,
  input: {
    readonly grant: GrantedAuthorization;
    readonly channel: SubscriptionChannel;
    readonly range: RowRange;
    readonly span: BlockSpan;
  },
): AsyncGenerator<Loaded> {
  const { grant, channel, range, span } = input;
  const parent = { auth_uid: grant.uid, meter_uid: channel.meterUid, reading_uid: channel.uid };
  if (span === 'month') return yield* streamMonths(db, { parent, channel, range });
  let after: string | undefined;
  for (;;) {
    const rows = await listBlocks(db, { upId: channel.upId, no: channel.no, range, after, limit: pageSize });
    for (const row of rows) {
      const block = loadedBlock(parent, row, range);
      if (block !== undefined) yield block;
    }
    if (rows.length < pageSize) return;
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
  let block: Loaded | undefined;
  if (blockSpanOf(grant, principal.utility.settings) === 'month') {
    const month = monthOfBlock(uid ?? '');
    if (month === undefined) return [];
    const { first, last } = daysOfMonth(month);
    block = loadedMonth(parent, month, await read(first, last), range);
  } else {
    const day = dayOfBlock(uid ?? '');
    if (day === undefined) return [];
    const [row] = await read(day, day);
    block = row && loadedBlock(parent, row, range);
  }
  return block === undefined ? [] : [block];
};
