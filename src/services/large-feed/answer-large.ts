import { AppError } from '../../platform/errors.ts';
import { hasEndedSince } from '../../storage/large-feed-ends.ts';
import {
  confirmLargeFeed,
  deleteLargeFeed,
  type LargeFeed,
  listLargeFeedsByKey,
} from '../../storage/large-feeds.ts';
import type { FeedAnswer, FeedSize, PendingAnswer, PreparedAnswer } from '../resource/answer.ts';
import type { ResourceContext, ResourceRequest } from '../resource/context.ts';
import { isSmallPage } from '../resource/resource-query.ts';
import { isGivenUp } from './begin-anew.ts';
import { type CanonicalRequest, type RequestKeys, requestKeys } from './feed-key.ts';
import { pendingAnswer, preparedAnswer } from './open-prepared.ts';
import { planInTime, type ReadFeed } from './plan-in-time.ts';
import { requestFeed } from './request-feed.ts';
import { defaultLargeFeedSettings } from './settings.ts';
import { noteSize, wasSmall } from './small-feeds.ts';

type KnownFeed = LargeFeed & { readonly utilityStamp: number };
/** A feed that is made while its reader waits, or about how large one is that is not. */
type Planned =
  | { readonly feed: FeedAnswer; readonly large?: never }
  | { readonly feed?: never; readonly large: FeedSize };

/** A finished feed is good for so long after it was finished, whatever has changed meanwhile. */
const freshMs = 60 * 60_000;

/** The feed that was asked for before, and the form of the request under which it is known. */
async function findKnown(
  { db }: ResourceContext,
  keys: RequestKeys,
  now: number,
): Promise<{ readonly feed: KnownFeed | undefined; readonly canonical: CanonicalRequest }> {
  const known = await listLargeFeedsByKey(db, { keys: [keys.now.key, keys.open.key], now });
  const exact = known.find(({ key }) => key === keys.now.key);
  if (exact !== undefined) return { feed: exact, canonical: keys.now };
  const open = known.find(({ key, created }) => key === keys.open.key && created <= keys.openUntil);
  return open === undefined ? { feed: undefined, canonical: keys.now } : { feed: open, canonical: keys.open };
}

/** Whether a finished feed may be sent without looking at the data. */
function isGood(feed: KnownFeed, now: number): boolean {
  return feed.lastRead === null || feed.stamp === feed.utilityStamp || now - (feed.ready ?? 0) < freshMs;
}

/** Whether a feed over all Authorizations of a third party holds data of one that has ended since. */
async function holdsEnded({ db }: ResourceContext, feed: KnownFeed, now: number): Promise<boolean> {
  if (feed.authorizationId !== null) return false;
  const { clientId } = feed;
  const stamp = feed.checked ?? feed.stamp;
  const since = (feed.checked === null ? feed.started : feed.ready) ?? feed.created;
  return await hasEndedSince(db, { clientId, stamp, since, now });
}

/**
 * Answers a request that may be large. What is small is made while its reader waits; for what is large the first
 * request has it written, and the same request finds it later. Where the last feed of the same data was small, a kept one is
 * looked for only when this one is not. What cannot be planned in a part of the time that an answer has is taken for large.
 *
 * A finished feed is sent until its time is over, as long as the data are the same. After they have changed it is
 * sent to a reader that has not had it yet, and for an hour; then the next request has it written anew.
 *
 * @param read makes the feed; its plan tells how large it is.
 * @throws AppError `too_many_requests`, and what `read` throws.
 */
export async function answerLarge(
  context: ResourceContext,
  request: ResourceRequest,
  read: ReadFeed,
): Promise<FeedAnswer | PreparedAnswer | PendingAnswer> {
  const { db, clock } = context;
  if (isSmallPage(request.query.page)) return await read(context, request);
  const { maxReadings, planMs } = context.largeFeeds ?? defaultLargeFeedSettings;
  const until = performance.now() + planMs;
  const readNow = async (): Promise<Planned> => {
    const unplanned = { readings: maxReadings + 1, entries: 0 };
    const found = await planInTime(context, request, { read, mostReadings: maxReadings, until, unplanned });
    const size = 'form' in found ? found.size : found;
    noteSize(db, request, { size, maxReadings });
    if ('form' in found && (size === undefined || size.readings <= maxReadings)) return { feed: found };
    return { large: size ?? unplanned };
  };
  let planned = wasSmall(db, request) ? await readNow() : undefined;
  if (planned?.feed !== undefined) return planned.feed;
  const now = clock.now();
  const keys = requestKeys(context, request, now);
  const { feed: known, canonical } = await findKnown(context, keys, now);
  // Its reader was told to come: it is not sent away because the planning takes long.
  if (known !== undefined && isGivenUp(known)) return await read(context, { ...request, headAtOnce: true });
  if (known?.state === 'building') return await pendingAnswer(context, known);
  const ended = known !== undefined && (await holdsEnded(context, known, now));
  if (known !== undefined && !ended && isGood(known, now)) return preparedAnswer(context, known);

  if (known !== undefined && !ended) {
    const unplanned = { readings: known.readings, entries: known.entries };
    const mostReadings = Number.POSITIVE_INFINITY;
    const plan = { read, mostReadings, until, unplanned };
    const again = await planInTime(context, canonical.request, plan);
    // Where there is no time to find out, it is written anew.
    if (!('form' in again)) planned = { large: again };
    else if (again.etag === known.identity) {
      await confirmLargeFeed(db, { id: known.id, stamp: known.utilityStamp });
      return preparedAnswer(context, known);
    }
  }
  if (ended) await deleteLargeFeed(db, known.id);
  const ends = ended && known.lastRead === null ? known.ends + 1 : 0;
  const { feed, large } = planned ?? (await readNow());
  if (feed !== undefined) return feed;
  await requestFeed(context, { canonical, size: large, replaces: known?.id, ends });
  const [asked] = await listLargeFeedsByKey(db, { keys: [canonical.key], now });
  if (asked === undefined)
    throw new AppError('unavailable', 'The feed was deleted while it was being asked for: ask again.');
  return asked.state === 'ready' ? preparedAnswer(context, asked) : await pendingAnswer(context, asked);
}
