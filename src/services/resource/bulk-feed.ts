import { listAuthorizationViews, summariseAuthorizations } from '../../storage/authorization-views.ts';
import { everyRow } from '../../storage/row-range.ts';
import { isActive } from '../authorization/granted-authorization.ts';
import type { FeedAnswer } from './answer.ts';
import { type BulkPart, bulkEntries, countRuns, newestOfBulk, planBulk, sizeOfBulk } from './bulk-parts.ts';
import type { ResourceContext, ResourceRequest } from './context.ts';
import { feedAnswer } from './feed-answer.ts';
import { floorOf } from './floor.ts';
import { loadedAuthorization } from './load-authorizations.ts';
import { type ManyAuthorizations, manyBulkFeed } from './many-bulk-feed.ts';
import { inWindow, openWindow, type Window } from './window.ts';

/** Authorizations that are planned as a whole before the first is sent. */
const few = 1000;

/** The permanent bulk of a third party with few Authorizations, which are held in memory; their data are not. */
async function fewBulkFeed(
  context: ResourceContext,
  request: ResourceRequest,
  { found, now }: ManyAuthorizations,
): Promise<FeedAnswer> {
  const { db, publicUrl } = context;
  const { principal, query, signal } = request;
  const facts = { publicUrl, bulkUid: principal.client.bulkUid, now };
  const { last: upTo, total: limit } = found;
  const of = { clientId: principal.client.id, range: everyRow };
  const views = await listAuthorizationViews(db, { ...of, after: 0, upTo, skip: 0, limit });
  const partsOf = (window: Window, onRun = countRuns({}, limit)): Promise<BulkPart[]> =>
    planBulk(
      context,
      { principal, signal, onRun },
      views.map((view) => ({
        view,
        listed: inWindow(window, loadedAuthorization(facts, view)),
        window: isActive(view, now) ? window : undefined,
      })),
    );

  const parts = await partsOf(query.window, countRuns(request, limit));
  const newest =
    parts.length > 0
      ? newestOfBulk(parts)
      : Math.max(newestOfBulk(await partsOf(openWindow)), await floorOf(context, principal));
  const holds = new Set<number>();
  return feedAnswer(context, request, {
    updated: Math.min(newest, found.stamp),
    pieces: bulkEntries(context, { principal, holds }, parts),
    holds,
    content: parts.length > 0 ? parts.map(({ identity }) => identity) : newest,
    size: sizeOfBulk(parts),
  });
}

/**
 * Everything of one third party: its Authorizations, then the usage data of those that are active. LocalTimeParameters
 * and ReadingTypes that several share stand once.
 *
 * @see GET /Bulk/{bulk_uid}
 */
export async function bulkFeed(context: ResourceContext, request: ResourceRequest): Promise<FeedAnswer> {
  const { db, clock } = context;
  const { client, utility } = request.principal;
  const now = clock.now();
  // What several statements find is whole up to the last stamp at the first of them.
  const found = await summariseAuthorizations(db, {
    utilityId: utility.id,
    clientId: client.id,
    range: everyRow,
    now,
  });
  request.signal?.throwIfAborted();
  const answer = found.total <= few && request.headAtOnce !== true ? fewBulkFeed : manyBulkFeed;
  return await answer(context, request, { found, now });
}
