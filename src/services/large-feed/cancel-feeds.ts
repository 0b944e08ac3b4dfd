import type { Queryable } from '../../storage/database.ts';
import { restartLargeFeed } from '../../storage/large-feed-builds.ts';
import { endLargeFeedsOf, endUnreadFeedsOver, listBulkFeedsOf } from '../../storage/large-feed-ends.ts';
import { replaceFeed } from './begin-anew.ts';
import { enqueueBuild } from './enqueue-build.ts';

/**
 * Drops the large feeds of an Authorization that ends, finished or not, and has the bulks that hold data of it written
 * anew without them, and the feeds over all Authorizations of its third party that were not read yet. Call it in the
 * transaction that ends it.
 */
export async function cancelFeeds(
  tx: Queryable,
  { authorizationId, now }: { readonly authorizationId: number; readonly now: number },
): Promise<void> {
  await endLargeFeedsOf(tx, { authorizationId, now });
  for (const feed of await endUnreadFeedsOver(tx, { authorizationId, now })) await replaceFeed(tx, feed, now);
  for (const id of await listBulkFeedsOf(tx, authorizationId))
    if (await restartLargeFeed(tx, id)) await enqueueBuild(tx, id);
}
