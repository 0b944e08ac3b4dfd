import { AppError } from '../../platform/errors.ts';
import { findFeedPart } from '../../storage/feed-parts.ts';
import { findBuildForecast } from '../../storage/large-feed-builds.ts';
import { type LargeFeed, noteLargeFeedRead } from '../../storage/large-feeds.ts';
import type { PendingAnswer, PreparedAnswer } from '../resource/answer.ts';
import type { ResourceContext } from '../resource/context.ts';
import { noteAnswered } from './note-answered.ts';

/** What is read per millisecond where nothing was measured yet. */
const usualRate = 500;
const longestWaitSeconds = 300;

async function readPart(
  { db, partCache }: Pick<ResourceContext, 'db' | 'partCache'>,
  feed: LargeFeed,
  no: number,
): Promise<Uint8Array> {
  const key = `${feed.id}/${feed.attempt}/${no}`;
  const known = partCache?.find(key);
  if (known !== undefined) return known;
  const bytes = await findFeedPart(db, { feedId: feed.id, attempt: feed.attempt, no });
  if (bytes === undefined) throw new AppError('unavailable', 'The feed was deleted while it was being sent.');
  partCache?.remember(key, bytes);
  return bytes;
}

/** A finished feed as an answer. Its parts are read as they are asked for. */
export function preparedAnswer(
  context: Pick<ResourceContext, 'db' | 'clock' | 'partCache'>,
  feed: LargeFeed,
): PreparedAnswer {
  async function* read(start: number, end: number): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end; ) {
      const no = Math.floor(at / feed.partBytes);
      const part = await readPart(context, feed, no);
      const offset = no * feed.partBytes;
      yield part.subarray(at - offset, end - offset);
      at = offset + feed.partBytes;
    }
  }
  return {
    form: 'prepared',
    size: feed.bytes,
    etag: feed.etag ?? '',
    read,
    onRead: async () => await noteLargeFeedRead(context.db, { id: feed.id, now: context.clock.now() }),
  };
}

/** A feed that is being written as an answer, with the time that it will likely take, those before it included. */
export async function pendingAnswer(
  context: Pick<ResourceContext, 'db' | 'clock'>,
  feed: Pick<LargeFeed, 'id' | 'waitsUntil' | 'answered' | 'bulkId'>,
): Promise<PendingAnswer> {
  const { ahead, rate, due } = await findBuildForecast(context.db, feed.id);
  const waits = Math.max(0, Math.max(feed.waitsUntil ?? 0, due ?? 0) - context.clock.now());
  const seconds = Math.ceil((waits + ahead / (rate ?? usualRate)) / 1000);
  return {
    form: 'pending',
    retryAfterSeconds: Math.min(Math.max(seconds, 1), longestWaitSeconds),
    onAnswered: async () => {
      if (feed.answered === null && feed.bulkId === null) await noteAnswered(context, { feedId: feed.id });
    },
  };
}
