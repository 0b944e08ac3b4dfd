import type { Clock } from '../../platform/clock.ts';
import type { Database, Queryable } from '../../storage/database.ts';
import {
  type LargeFeed,
  lockLargeFeed,
  noteLargeFeedAnswered,
  noteLargeFeedNotified,
} from '../../storage/large-feeds.ts';
import { enqueueNotification } from '../notification/enqueue-notification.ts';

/** Tells a third party once that its feed is finished, but not before the answer that promised it had left. */
export async function notifyOfFeed(
  { tx, clock }: { readonly tx: Queryable; readonly clock: Clock },
  feed: LargeFeed,
): Promise<void> {
  if (feed.state !== 'ready' || feed.answered === null || feed.notified !== null) return;
  await noteLargeFeedNotified(tx, { id: feed.id, now: clock.now() });
  await enqueueNotification(
    { tx, clock },
    {
      clientId: feed.clientId,
      authorizationId: feed.authorizationId ?? undefined,
      event: 'batch_ready',
      resources: [feed.uri],
    },
  );
}

/**
 * Notes that a 202 for a feed has left. Only then its third party may be told that the feed is finished: a
 * notification that overtakes the 202 is one about something that its receiver does not know yet.
 */
export async function noteAnswered(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  { feedId }: { readonly feedId: number },
): Promise<void> {
  await db.transaction(async (tx) => {
    const feed = await lockLargeFeed(tx, feedId);
    if (feed === undefined || feed.answered !== null) return;
    await noteLargeFeedAnswered(tx, { id: feedId, now: clock.now() });
    await notifyOfFeed({ tx, clock }, { ...feed, answered: clock.now() });
  });
}
