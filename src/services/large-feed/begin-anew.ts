import type { Clock } from '../../platform/clock.ts';
import { newUid } from '../../platform/ids.ts';
import type { Queryable } from '../../storage/database.ts';
import { noteLargeFeedEnd } from '../../storage/large-feed-ends.ts';
import {
  insertLargeFeed,
  type LargeFeed,
  lockLargeFeed,
  noteLargeFeedNotified,
} from '../../storage/large-feeds.ts';
import { enqueueNotification } from '../notification/enqueue-notification.ts';
import { enqueueBuild } from './enqueue-build.ts';

/** A feed over all Authorizations of a third party is written so often; then it is sent while it is made. */
const mostEnds = 3;

/** Puts a new feed, that is yet to be written, in the place of one that ends unread. */
export async function replaceFeed(tx: Queryable, feed: LargeFeed, now: number): Promise<void> {
  const { key, ends } = feed;
  if (key === null) return;
  const id = await insertLargeFeed(tx, {
    ...feed,
    key,
    uid: newUid(),
    authorizationId: undefined,
    bulkId: undefined,
    created: now,
    ends: ends + 1,
  });
  if (id !== undefined && ends + 1 < mostEnds) await enqueueBuild(tx, id);
}

/** Whether a feed has been begun anew so often that it is no more: its reader gets it while it is made. */
export const isGivenUp = ({ state, ends }: Pick<LargeFeed, 'state' | 'ends'>): boolean =>
  state === 'building' && ends >= mostEnds;

/**
 * Has a feed over all Authorizations of a third party begun anew, because one has ended whose data it holds.
 *
 * @returns whether it is to be written once more. When it was begun anew too often, its reader is told that it may
 *   come, as of one that is finished.
 */
export async function beginAnew(
  { tx, clock }: { readonly tx: Queryable; readonly clock: Clock },
  feedId: number,
): Promise<boolean> {
  if ((await noteLargeFeedEnd(tx, feedId)) < mostEnds) return true;
  const feed = await lockLargeFeed(tx, feedId);
  if (feed === undefined || feed.answered === null || feed.notified !== null) return false;
  await noteLargeFeedNotified(tx, { id: feedId, now: clock.now() });
  const { clientId, uri } = feed;
  await enqueueNotification({ tx, clock }, { clientId, event: 'batch_ready', resources: [uri] });
  return false;
}
