import { cutBulk } from '../services/bulk/cut-bulk.ts';
import { cutBulkJobKind } from '../services/bulk/enqueue-bulk-cut.ts';
import { type BuildContext, buildFeed } from '../services/large-feed/build-feed.ts';
import { buildFeedJobKind } from '../services/large-feed/enqueue-build.ts';
import type { JobHandlers } from './job-handler.ts';

/** What writing large feeds and bulks needs. */
export type FeedJobsContext = BuildContext;

function keyOf(payload: Readonly<Record<string, unknown>>, name: string): number {
  const value = payload[name];
  if (typeof value !== 'number') throw new TypeError(`The job has no ${name}`);
  return value;
}

/** Writes large feeds, and cuts what changed for a third party into bulks. */
export function feedHandlers(context: FeedJobsContext): JobHandlers {
  return {
    [buildFeedJobKind]: async ({ payload, signal }) => {
      const runAt = await buildFeed(context, { feedId: keyOf(payload, 'feedId'), signal });
      return runAt === undefined ? undefined : { runAt };
    },
    [cutBulkJobKind]: async ({ payload }) => {
      await cutBulk(context, { clientId: keyOf(payload, 'clientId') });
      return undefined;
    },
  };
}
