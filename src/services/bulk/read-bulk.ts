import { findBulkFeed } from '../../storage/bulks.ts';
import { restartLargeFeed } from '../../storage/large-feed-builds.ts';
import { answerLarge } from '../large-feed/answer-large.ts';
import { enqueueBuild } from '../large-feed/enqueue-build.ts';
import { pendingAnswer, preparedAnswer } from '../large-feed/open-prepared.ts';
import type { Answer } from '../resource/answer.ts';
import { bulkFeed } from '../resource/bulk-feed.ts';
import type { ResourceContext, ResourceRequest } from '../resource/context.ts';
import { notFound } from '../resource/find-entry.ts';

/**
 * A bulk: the third party's own uid gives everything, within the windows that were asked for; the uid of a
 * notification gives what was cut then, the same bytes until it expires.
 *
 * A bulk that holds data of an Authorization that has ended since is written anew without them.
 *
 * @throws AppError `not_found` when it is not there, not the reader's, or over.
 * @see GET /Bulk/{bulk_uid}
 */
export async function readBulk(context: ResourceContext, request: ResourceRequest): Promise<Answer> {
  const { db, clock } = context;
  const { client } = request.principal;
  const uid = request.params.bulk_uid ?? '';
  if (uid === client.bulkUid) return await answerLarge(context, request, bulkFeed);
  const feed = await findBulkFeed(db, { uid, clientId: client.id, now: clock.now() });
  if (feed === undefined) throw notFound();
  if (feed.state === 'ready' && !feed.stale) return preparedAnswer(context, feed);
  if (feed.state === 'ready')
    await db.transaction(async (tx) => {
      if (await restartLargeFeed(tx, feed.id)) await enqueueBuild(tx, feed.id);
    });
  return await pendingAnswer(context, feed);
}
