import type { Clock } from '../../platform/clock.ts';
import type { Queryable } from '../../storage/database.ts';
import { deleteExpiredFeeds } from '../../storage/large-feed-ends.ts';

/**
 * Deletes the large feeds and the bulks whose time is over.
 *
 * @returns how many they were.
 */
export async function expireFeeds({
  db,
  clock,
}: {
  readonly db: Queryable;
  readonly clock: Clock;
}): Promise<number> {
  const { feeds, bulks } = await deleteExpiredFeeds(db, clock.now());
  return feeds + bulks;
}
