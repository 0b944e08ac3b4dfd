import { listAuthorizationViews } from '../../storage/authorization-views.ts';
import { findNewestStamp } from '../../storage/bulks.ts';
import { isActive } from '../authorization/granted-authorization.ts';
import type { FeedAnswer } from './answer.ts';
import { type BulkPart, bulkEntries, newestOfBulk, planBulk, sizeOfBulk } from './bulk-parts.ts';
import type { ResourceContext, ResourceRequest } from './context.ts';
import { feedAnswer } from './feed-answer.ts';
import { floorOf } from './floor.ts';
import { loadedAuthorization } from './load-authorizations.ts';
import { inWindow, openWindow, type Window } from './window.ts';

/**
 * Everything of one third party: its Authorizations, then the usage data of those that are active. LocalTimeParameters
 * and ReadingTypes that several share stand once. The Authorizations are held in memory, their data are not.
 *
 * @see GET /Bulk/{bulk_uid}
 */
export async function bulkFeed(context: ResourceContext, request: ResourceRequest): Promise<FeedAnswer> {
  const { db, clock, publicUrl } = context;
  const { principal, query } = request;
  const now = clock.now();
  const facts = { publicUrl, bulkUid: principal.client.bulkUid, now };
  // What several statements find is whole up to the last stamp before the first of them.
  const stamp = await findNewestStamp(db, principal.utility.id);
  const views = await listAuthorizationViews(db, { clientId: principal.client.id });
  const partsOf = (window: Window): Promise<BulkPart[]> =>
    planBulk(
      context,
      { principal },
      views.map((view) => ({
        view,
        listed: inWindow(window, loadedAuthorization(facts, view)),
        window: isActive(view, now) ? window : undefined,
      })),
    );

  const parts = await partsOf(query.window);
  const newest =
    parts.length > 0
      ? newestOfBulk(parts)
      : Math.max(newestOfBulk(await partsOf(openWindow)), await floorOf(context, principal));
  return feedAnswer(context, request, {
    updated: Math.min(newest, stamp),
    pieces: bulkEntries(context, { principal }, parts),
    content: parts.length > 0 ? parts.map(({ identity }) => identity) : newest,
    size: sizeOfBulk(parts),
  });
}
