import type { BlockRow } from '../../storage/block-rows.ts';
import type { Queryable } from '../../storage/database.ts';
import type { RowRange } from '../../storage/row-range.ts';
import { listBlocksOfPoints } from '../../storage/subscription-blocks.ts';
import { listMonthBlocksOfPoints } from '../../storage/subscription-months.ts';
import { anyEntry, loadedMonths, streamMonths } from './block-months.ts';
import type { BlockSpan } from './block-span.ts';
import { loadedBlocks, streamDays } from './interval-blocks.ts';
import type { Loaded } from './loaded.ts';
import { daysOfShares } from './plan-blocks.ts';
import { createReadAhead, pageRows } from './read-ahead.ts';
import type { ChannelPlan, PointPlan } from './subscription-plan.ts';

/** The blocks of a channel: those that were read together with others, or pages that are read one after the other. */
export type BlockPages = readonly Loaded[] | Promise<readonly Loaded[]> | AsyncIterable<readonly Loaded[]>;

function rowsOfPoint({ channels }: PointPlan): number {
  let rows = 0;
  for (const { blocks } of channels) rows += blocks.rows;
  return rows;
}

/** Whether a range asks for what was entered at some time. */
const byEntry = ({ updatedMin, updatedMax }: RowRange): boolean =>
  updatedMin !== Number.NEGATIVE_INFINITY || updatedMax !== Number.POSITIVE_INFINITY;

/** The rows of some usage points of which the blocks of a span are made. */
async function readRows(
  db: Queryable,
  { plans, range, span }: { plans: readonly PointPlan[]; range: RowRange; span: BlockSpan },
): Promise<BlockRow[]> {
  const upIds = plans.map(({ point }) => point.id);
  const days = daysOfShares(plans.flatMap(({ channels }) => channels.map(({ blocks }) => blocks)));
  if (span === 'day') return await listBlocksOfPoints(db, { upIds, range, ...days });
  // A month that has changed is written whole.
  return byEntry(range)
    ? await listMonthBlocksOfPoints(db, { upIds, range, ...days })
    : await listBlocksOfPoints(db, { upIds, range: anyEntry(range), ...days });
}

/**
 * Reads the blocks of a planned feed: of usage points with few several at once, of others a channel at a time and
 * that page by page.
 *
 * @param input.range with the bounds of the grants, which are the same.
 * @returns gives the blocks of a channel of the usage point at an index. The indices ascend.
 */
export function createBlockPages(
  db: Queryable,
  input: {
    readonly plan: readonly PointPlan[];
    readonly range: RowRange;
    readonly span: BlockSpan;
  },
): (index: number, plan: ChannelPlan) => BlockPages {
  const { plan, range, span } = input;
  const isSmall = (point: PointPlan): boolean => rowsOfPoint(point) <= pageRows;
  const few = createReadAhead<PointPlan, BlockRow>({
    plan,
    rowsOf: (point) => {
      const rows = rowsOfPoint(point);
      return rows <= pageRows ? rows : 0;
    },
    read: (plans) => readRows(db, { plans, range, span }),
  });
  const loaded = span === 'day' ? loadedBlocks : loadedMonths;
  return (index, { channel, blocks }) => {
    const point = plan[index];
    if (point === undefined) throw new RangeError(`The plan has no usage point ${index}`);
    const parent = { auth_uid: point.grant.uid, meter_uid: channel.meterUid, reading_uid: channel.uid };
    if (!isSmall(point)) {
      if (span === 'day') return streamDays(db, { parent, channel, range });
      return streamMonths(db, { parent, channel, range, ...(byEntry(range) ? {} : { known: blocks }) });
    }
    const ofChannel = (rows: readonly BlockRow[]): readonly Loaded[] =>
      loaded(
        parent,
        rows.filter(({ no }) => no === channel.no),
        range,
      );
    const rows = few(index);
    return rows instanceof Promise ? rows.then(ofChannel) : ofChannel(rows);
  };
}
