import type { Queryable } from '../../storage/database.ts';
import { restartLargeFeed } from '../../storage/large-feed-builds.ts';
import { endLargeFeedsOf, listBulkFeedsOf } from '../../storage/large-feed-ends.ts';
import { enqueueBuild } from './enqueue-build.ts';

/**
 * Drops the large feeds that hold data of an Authorization that ends, finished or not, and has the bulks that hold some
 * written anew without them. Call it in the transaction that ends it.
 */
export async function cancelFeeds(
  tx: Queryable,
  { authorizationId, now }: { readonly authorizationId: number; readonly now: number },
): Promise<void> {
  await endLargeFeedsOf(tx, { authorizationId, now });
  for (const id of await listBulkFeedsOf(tx, authorizationId))
    if (await restartLargeFeed(tx, id)) await enqueueBuild(tx, id);
}
