import type { Clock } from '../../platform/clock.ts';
import type { Queryable } from '../../storage/database.ts';
import { type LargeFeedView, listLargeFeedViews } from '../../storage/large-feed-views.ts';

/** A large feed with how far it is, in percent: 100 only when it can be read. */
export interface ListedLargeFeed extends LargeFeedView {
  readonly percent: number;
}

function percentOf({ state, entries, entriesDone }: LargeFeedView): number {
  if (state === 'ready') return 100;
  return Math.min(99, Math.floor((100 * entriesDone) / Math.max(entries, 1)));
}

/** The large feeds and bulks of a utility, or of one of its third parties, newest first. */
export async function listLargeFeeds(
  { db, clock }: { readonly db: Queryable; readonly clock: Clock },
  input: {
    readonly utilityId: number;
    readonly clientId?: number | undefined;
    readonly limit: number;
    readonly offset: number;
  },
): Promise<ListedLargeFeed[]> {
  const views = await listLargeFeedViews(db, { ...input, now: clock.now() });
  return views.map((view) => ({ ...view, percent: percentOf(view) }));
}
