import { expandPath, resourceNamed, resourceRoot } from '../../espi/resources.ts';
import type { Clock } from '../../platform/clock.ts';
import { newUid } from '../../platform/ids.ts';
import { insertBulk, lockBulkCursor, type NewBulk, updateBulkCursor } from '../../storage/bulks.ts';
import type { Database, Queryable } from '../../storage/database.ts';
import { insertLargeFeed } from '../../storage/large-feeds.ts';
import { findNewestStamp } from '../../storage/stamps.ts';
import { enqueueBuild } from '../large-feed/enqueue-build.ts';
import { storedBounds } from '../large-feed/feed-key.ts';
import { defaultLargeFeedSettings, type LargeFeedSettings } from '../large-feed/settings.ts';
import { isClosed } from '../registration/registration-state.ts';
import { openWindow } from '../resource/window.ts';
import { listCutMembers } from './cut-members.ts';
import { type BulkShare, splitBulk } from './split-bulk.ts';

/** What cutting needs. */
export interface CutContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly largeFeeds?: LargeFeedSettings | undefined;
}

/** A bulk that was cut: its uid, and where it will be. */
export interface CutBulk {
  readonly uid: string;
  readonly uri: string;
}

const bulkRow = resourceNamed('Bulk');

async function insertCut(
  { publicUrl, largeFeeds }: CutContext,
  tx: Queryable,
  { bulk, share, utilityId }: { bulk: NewBulk; share: BulkShare; utilityId: number },
): Promise<CutBulk> {
  const { uid, clientId, created, expires } = bulk;
  const { partBytes } = largeFeeds ?? defaultLargeFeedSettings;
  const params = { bulk_uid: uid };
  const uri = publicUrl + resourceRoot + expandPath(bulkRow.path, params);
  const feedId = await insertLargeFeed(tx, {
    uid: newUid(),
    key: `bulk:${uid}`,
    utilityId,
    clientId,
    bulkId: await insertBulk(tx, bulk, share.members),
    rowName: bulkRow.name,
    params,
    bounds: storedBounds(openWindow),
    page: { skip: 0 },
    uri,
    readings: share.readings,
    entries: 0,
    partBytes,
    created,
    expires,
  });
  if (feedId !== undefined) await enqueueBuild(tx, feedId);
  return { uid, uri };
}

/**
 * Cuts what changed for a third party since its last cut into bulks: Authorizations that were granted, changed or
 * ended, and data that were entered or changed, each change in one bulk and only there. Of a new Authorization all
 * that it grants is new. The bulks are written by the jobs that it enqueues; when all are finished, their third party
 * is told of them.
 *
 * A cut is the half-open range of stamps from the last cut to the newest one that is visible. Stamps become visible in
 * their order, so that nothing can come into the range later (docs/decisions/007-bulk.md).
 *
 * @returns the bulks; none when nothing changed, or the third party is suspended: then the cursor stays where it is.
 */
export async function cutBulk(
  context: CutContext,
  { clientId, notify = true }: { readonly clientId: number; readonly notify?: boolean },
): Promise<CutBulk[]> {
  const { bulkKeepMs, maxReadings } = context.largeFeeds ?? defaultLargeFeedSettings;
  return await context.db.transaction(async (tx) => {
    const cursor = await lockBulkCursor(tx, clientId);
    if (cursor === undefined || isClosed(cursor.state)) return [];
    const { utilityId } = cursor;
    const at = Math.max(context.clock.now(), cursor.at);
    const to = await findNewestStamp(tx, utilityId);
    const members = await listCutMembers(tx, { clientId, from: cursor.stamp, to, since: cursor.at, at });
    await updateBulkCursor(tx, { clientId, stamp: to, at });
    const cutUid = newUid();
    const cut: CutBulk[] = [];
    for (const share of splitBulk(members, maxReadings)) {
      const bulk = {
        uid: newUid(),
        clientId,
        cutUid,
        fromStamp: cursor.stamp,
        toStamp: to,
        created: at,
        expires: at + bulkKeepMs,
        notify,
      };
      cut.push(await insertCut(context, tx, { bulk, share, utilityId }));
    }
    return cut;
  });
}
