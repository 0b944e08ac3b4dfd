import type { Queryable } from '../../storage/database.ts';
import { enqueueJob } from '../../storage/job-queue.ts';

/** Name of the job that writes a large feed. */
export const buildFeedJobKind = 'build-feed';

/** Has a feed written after the commit of `tx`. */
export async function enqueueBuild(tx: Queryable, feedId: number): Promise<void> {
  await enqueueJob(tx, {
    kind: buildFeedJobKind,
    payload: { feedId },
    key: `${buildFeedJobKind}:${feedId}`,
  });
}
