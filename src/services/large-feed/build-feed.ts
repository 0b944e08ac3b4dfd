import { isBulkFeedStale } from '../../storage/bulks.ts';
import type { Database } from '../../storage/database.ts';
import { deleteOtherParts } from '../../storage/feed-parts.ts';
import {
  claimLargeFeed,
  findRunningImport,
  finishLargeFeed,
  noteLargeFeedSize,
  postponeLargeFeed,
} from '../../storage/large-feed-builds.ts';
import { listEndedOf } from '../../storage/large-feed-ends.ts';
import { deleteLargeFeed, type LargeFeed, lockLargeFeed } from '../../storage/large-feeds.ts';
import { findNewestStamp } from '../../storage/stamps.ts';
import { bulkCutFeed } from '../bulk/bulk-cut-feed.ts';
import { endCut, lockCutOf } from '../bulk/end-cut.ts';
import type { FeedAnswer } from '../resource/answer.ts';
import { bulkFeed } from '../resource/bulk-feed.ts';
import type { ResourceContext, ResourceRequest } from '../resource/context.ts';
import { findUuidNamespace } from '../resource/installation.ts';
import { subscriptionFeed } from '../resource/subscription-feed.ts';
import { beginAnew } from './begin-anew.ts';
import { buildRequest } from './build-request.ts';
import { notifyOfFeed } from './note-answered.ts';
import { defaultLargeFeedSettings } from './settings.ts';
import { type WrittenFeed, writeParts } from './write-parts.ts';

/** What writing large feeds needs. */
export type BuildContext = Omit<ResourceContext, 'uuidNamespace' | 'partCache'>;

/** How long a feed waits for an import that is writing its data, at most, and between two looks. */
const longestWaitMs = 15 * 60_000;
const lookAgainMs = 10_000;

async function claim(db: Database, id: number, now: number): Promise<LargeFeed | undefined> {
  return await db.transaction(async (tx) => {
    const feed = await claimLargeFeed(tx, { id, now });
    if (feed !== undefined) await deleteOtherParts(tx, { feedId: id, attempt: feed.attempt });
    return feed;
  });
}

/** Drops a feed of which nothing is left, unless another worker has begun it anew: that one decides. */
async function drop({ db, clock }: BuildContext, feed: LargeFeed): Promise<void> {
  await db.transaction(async (tx) => {
    const bulk = feed.bulkId === null ? undefined : await lockCutOf(tx, feed.bulkId);
    const now = await lockLargeFeed(tx, feed.id);
    if (now?.attempt !== feed.attempt) return;
    if (bulk === undefined) await deleteLargeFeed(tx, feed.id);
    else await endCut({ tx, clock }, { bulk, empty: true });
  });
}

async function plan(
  context: ResourceContext,
  feed: LargeFeed,
  request: ResourceRequest,
): Promise<FeedAnswer | undefined> {
  if (feed.bulkId !== null) return await bulkCutFeed(context, { request, bulkId: feed.bulkId });
  return feed.authorizationId === null
    ? await bulkFeed(context, request)
    : await subscriptionFeed(context, request);
}

/** Until when a feed waits, because an import is writing data of it; undefined when it does not. */
async function waitsUntil(
  { db, clock }: BuildContext,
  feed: LargeFeed,
  updated: number,
): Promise<number | undefined> {
  const now = clock.now();
  if (feed.bulkId !== null || now - feed.created > longestWaitMs) return undefined;
  const began = await findRunningImport(db, { utilityId: feed.utilityId, now });
  return began === undefined || updated < began ? undefined : now + lookAgainMs;
}

/**
 * Makes a written feed visible, and tells its third party; all in one transaction.
 *
 * @returns when to write it anew, because an Authorization has ended meanwhile whose data it holds; undefined when it is
 *   finished, or was written anew so often that its reader gets it while it is made.
 */
async function finish(
  { db, clock, largeFeeds }: BuildContext,
  feed: LargeFeed,
  { answer, written }: { readonly answer: FeedAnswer; readonly written: WrittenFeed },
): Promise<number | undefined> {
  const { keepMs } = largeFeeds ?? defaultLargeFeedSettings;
  const now = clock.now();
  return await db.transaction(async (tx) => {
    const bulk = feed.bulkId === null ? undefined : await lockCutOf(tx, feed.bulkId);
    if (bulk !== undefined && (await isBulkFeedStale(tx, { feedId: feed.id, now }))) return now;
    let checked: number | undefined;
    if (answer.holds !== undefined) {
      if ((await lockLargeFeed(tx, feed.id))?.attempt !== feed.attempt) return undefined;
      // The stamp first: an end that becomes visible after it has a later one, and is found by it when the feed is read.
      checked = await findNewestStamp(tx, feed.utilityId);
      const ended = await listEndedOf(tx, { authorizationIds: [...answer.holds], now });
      if (ended.length > 0) return (await beginAnew({ tx, clock }, feed.id)) ? now : undefined;
    }
    const finished = await finishLargeFeed(tx, {
      checked,
      id: feed.id,
      attempt: feed.attempt,
      identity: answer.etag,
      ...written,
      now,
      expires: feed.bulkId === null ? now + keepMs : undefined,
    });
    if (!finished) return undefined;
    if (bulk !== undefined) await endCut({ tx, clock }, { bulk, empty: false });
    else {
      const done = await lockLargeFeed(tx, feed.id);
      if (done !== undefined) await notifyOfFeed({ tx, clock }, done);
    }
    return undefined;
  });
}

/**
 * Writes a large feed, all of it; nobody sees it before the transaction that ends it. A worker that dies leaves parts
 * that the next one deletes: it begins anew under a number of its own, and what the first one may still write is
 * refused. A feed whose Authorization has ended is dropped. A bulk whose third party is suspended stays unwritten: who
 * resumes it has it written.
 *
 * @returns when to try again, because an import is under way or an Authorization has just ended; undefined when there is
 *   nothing left to do.
 */
export async function buildFeed(
  context: BuildContext,
  { feedId, signal }: { readonly feedId: number; readonly signal?: AbortSignal | undefined },
): Promise<number | undefined> {
  const { db, clock } = context;
  const feed = await claim(db, feedId, clock.now());
  if (feed === undefined) return undefined;
  const request = await buildRequest(context, feed);
  if (request === 'waits') return undefined;
  if (request === undefined) {
    await drop(context, feed);
    return undefined;
  }
  const uuidNamespace = await findUuidNamespace(context);
  const answer = await plan({ ...context, uuidNamespace }, feed, { ...request, signal });
  if (answer === undefined) {
    await drop(context, feed);
    return undefined;
  }
  const until = await waitsUntil(context, feed, answer.head.updated);
  if (until !== undefined) {
    await postponeLargeFeed(db, { id: feedId, until });
    return until;
  }
  // It was only estimated: when a bulk was cut, or when a feed was found to be large before it was planned to its end.
  if (answer.size !== undefined)
    await noteLargeFeedSize(db, { id: feedId, attempt: feed.attempt, ...answer.size });
  const written = await writeParts(db, { feed, answer, signal });
  return written === undefined ? undefined : await finish(context, feed, { answer, written });
}
