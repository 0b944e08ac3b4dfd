import type { Clock } from '../../platform/clock.ts';
import type { Queryable } from '../../storage/database.ts';
import { countLargeFeeds, type LargeFeedView, listLargeFeedViews } from '../../storage/large-feed-views.ts';
import { type RowPage, readPage } from '../reporting/page-of-rows.ts';

/** Where a large feed stands: `failed` and `waiting` (for an import) are tried again. */
type LargeFeedStage = 'queued' | 'waiting' | 'writing' | 'failed' | 'ready';

/** A large feed with how far it is, in percent: 100 only when it can be read. */
export interface ListedLargeFeed extends LargeFeedView {
  readonly percent: number;
  readonly stage: LargeFeedStage;
}

function percentOf({ state, entries, entriesDone }: LargeFeedView): number {
  if (state === 'ready') return 100;
  return Math.min(99, Math.floor((100 * entriesDone) / Math.max(entries, 1)));
}

function stageOf({ state, held, error, waitsUntil }: LargeFeedView, now: number): LargeFeedStage {
  if (state === 'ready') return 'ready';
  if (held) return 'writing';
  if (error !== null) return 'failed';
  return waitsUntil !== null && waitsUntil > now ? 'waiting' : 'queued';
}

/** A page of the large feeds and bulks of a utility, or of one of its third parties, newest first. */
export async function listLargeFeeds(
  { db, clock }: { readonly db: Queryable; readonly clock: Clock },
  input: {
    readonly utilityId: number;
    readonly clientId?: number | undefined;
    /** Counted from 1. */
    readonly page: number;
  },
): Promise<RowPage<ListedLargeFeed>> {
  const now = clock.now();
  const selection = { utilityId: input.utilityId, clientId: input.clientId, now };
  const found = await readPage(
    input,
    () => countLargeFeeds(db, selection),
    (window) => listLargeFeedViews(db, { ...selection, ...window }),
  );
  const rows = found.rows.map((view) => ({ ...view, percent: percentOf(view), stage: stageOf(view, now) }));
  return { ...found, rows };
}
