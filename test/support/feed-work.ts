import { feedHandlers } from '../../src/jobs/feed-handlers.ts';
import { runDueJobs } from '../../src/jobs/runner.ts';
import type { LargeFeedSettings } from '../../src/services/large-feed/settings.ts';
import type { Database } from '../../src/storage/database.ts';
import type { TestClock } from './clock.ts';
import { publicUrl } from './house.ts';

/** Small enough for the seeded utility: the feed of a home is large, and takes several parts. */
export const smallFeeds: LargeFeedSettings = {
  maxReadings: 300,
  quota: 3,
  planMs: 30_000,
  keepMs: 48 * 3_600_000,
  bulkKeepMs: 5 * 24 * 3_600_000,
  partBytes: 1000,
};

/** What writing feeds takes in a test. */
export const feedContext = (
  { db, clock }: { readonly db: Database; readonly clock: TestClock },
  largeFeeds: LargeFeedSettings = smallFeeds,
) => ({ db, clock, publicUrl, secretKey: Buffer.alloc(32, 7), largeFeeds });

/** Does the due jobs that write feeds and cut bulks, as a worker does; gives how many. */
export async function workFeeds(
  house: { readonly db: Database; readonly clock: TestClock },
  largeFeeds?: LargeFeedSettings,
): Promise<number> {
  const context = feedContext(house, largeFeeds);
  const errors: object[] = [];
  const log = { info: () => undefined, error: (fields: object) => void errors.push(fields) };
  const done = await runDueJobs({ ...context, log }, feedHandlers(context));
  if (errors.length > 0)
    throw new AggregateError(
      errors.map((fields) => Object.assign(new Error('job'), fields)),
      JSON.stringify(errors),
    );
  return done;
}
