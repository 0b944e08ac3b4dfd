import { AppError } from '../../platform/errors.ts';
import { newUid } from '../../platform/ids.ts';
import type { Queryable } from '../../storage/database.ts';
import { lockLargeFeedUse } from '../../storage/large-feed-quota.ts';
import { deleteLargeFeed, insertLargeFeed, releaseLargeFeedKey } from '../../storage/large-feeds.ts';
import type { FeedSize } from '../resource/answer.ts';
import type { ResourceContext } from '../resource/context.ts';
import { enqueueBuild } from './enqueue-build.ts';
import { type CanonicalRequest, requestUri, storedBounds } from './feed-key.ts';
import { defaultLargeFeedSettings } from './settings.ts';

/** Makes room for one more large feed of a third party: the one that was read longest ago goes. */
async function makeRoom(
  tx: Queryable,
  { clientId, quota, now }: { readonly clientId: number; readonly quota: number; readonly now: number },
): Promise<void> {
  const { kept, oldestRead, firstExpiry } = await lockLargeFeedUse(tx, { clientId, now });
  if (kept < quota) return;
  if (oldestRead === null)
    throw new AppError(
      'too_many_requests',
      `${kept} large feeds are kept for you, as many as may be: read them, then ask for more.`,
      { retryAfterSeconds: Math.max(1, Math.ceil(((firstExpiry ?? now) - now) / 1000)) },
    );
  await deleteLargeFeed(tx, oldestRead);
}

/**
 * Asks for a large feed: one transaction writes its row and its job. Who asks for the same at the same time joins.
 *
 * @param input.replaces a finished feed whose place it takes.
 * @throws AppError `too_many_requests` when its third party has too many that it did not read.
 */
export async function requestFeed(
  context: Pick<ResourceContext, 'db' | 'clock' | 'publicUrl' | 'largeFeeds'>,
  input: {
    readonly canonical: CanonicalRequest;
    readonly size: FeedSize;
    readonly replaces?: number | undefined;
    /** How often feeds in its place held data of an Authorization that ended before they were read. */
    readonly ends?: number;
  },
): Promise<void> {
  const { key, request } = input.canonical;
  const { principal, row, params, query } = request;
  const { quota, keepMs, partBytes } = context.largeFeeds ?? defaultLargeFeedSettings;
  const clientId = principal.client.id;
  const now = context.clock.now();
  await context.db.transaction(async (tx) => {
    await releaseLargeFeedKey(tx, { key, replaced: input.replaces, now });
    await makeRoom(tx, { clientId, quota, now });
    const id = await insertLargeFeed(tx, {
      uid: newUid(),
      key,
      utilityId: principal.utility.id,
      clientId,
      authorizationId: principal.authorization?.id,
      rowName: row.name,
      params,
      bounds: storedBounds(query.window),
      page: query.page,
      uri: requestUri(context, request),
      ...input.size,
      partBytes,
      created: now,
      expires: now + keepMs,
      ends: input.ends ?? 0,
    });
    if (id !== undefined) await enqueueBuild(tx, id);
  });
}
