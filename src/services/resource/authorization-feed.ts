import { summariseAuthorizations } from '../../storage/authorization-views.ts';
import type { FeedAnswer } from './answer.ts';
import { authorizationPages } from './authorization-pages.ts';
import type { ResourceContext, ResourceRequest } from './context.ts';
import { feedAnswer } from './feed-answer.ts';
import { floorOf } from './floor.ts';
import { loadedAuthorization } from './load-authorizations.ts';

/**
 * The Authorizations of a third party, ended ones too: counted first, then read in pages.
 *
 * @see GET /Authorization
 */
export async function authorizationFeed(
  context: ResourceContext,
  request: ResourceRequest,
): Promise<FeedAnswer> {
  const { db, clock, publicUrl } = context;
  const { principal, signal } = request;
  const { client, utility } = principal;
  const { range } = request.query.window;
  const now = clock.now();
  const of = { clientId: client.id, range };
  const found = await summariseAuthorizations(db, { ...of, utilityId: utility.id, now });
  const { count, newest, over, last: upTo } = found;
  if (count === 0) {
    signal?.throwIfAborted();
    const floor = await floorOf(context, principal);
    const updated = Math.min(Math.max(found.newestOfAll, floor), found.stamp);
    return feedAnswer(context, request, { updated, pieces: [], content: count });
  }
  const facts = { publicUrl, bulkUid: client.bulkUid, now };
  return feedAnswer(context, request, {
    updated: newest,
    // One that changes gets a stamp, by which it is the newest or leaves the range: the same number of the same newest
    // are the same.
    content: [count, newest, over],
    pieces: async function* (page) {
      for await (const views of authorizationPages(context, { ...of, upTo, signal }, page))
        yield views.map((view) => loadedAuthorization(facts, view));
    },
  });
}
