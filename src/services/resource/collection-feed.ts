import type { Noun } from '../../espi/resources.ts';
import type { FeedAnswer } from './answer.ts';
import type { ResourceContext, ResourceRequest } from './context.ts';
import { feedAnswer } from './feed-answer.ts';
import { requireParent } from './find-entry.ts';
import { floorOf } from './floor.ts';
import type { Loaded } from './loaded.ts';
import { loaders } from './loaders.ts';
import { seesNoun } from './visibility.ts';
import { inWindow, openWindow, type Window } from './window.ts';

const newestOf = (items: readonly Loaded[]): number =>
  items.reduce((newest, { updated }) => Math.max(newest, updated), 0);

/**
 * The collection of a noun: what the reader may see of it in the window. An empty one carries the newest
 * `updated` of what stands in the collection outside the window.
 *
 * @throws AppError `not_found` when what it stands below is not there or not the reader's.
 */
export async function collectionFeed(
  context: ResourceContext,
  request: ResourceRequest,
  noun: Noun,
): Promise<FeedAnswer> {
  const { params, principal, token, query } = request;
  const { authorization } = principal;
  const visible = authorization === undefined || seesNoun(authorization, noun);
  const load = async (window: Window): Promise<Loaded[]> => {
    if (!visible) return [];
    const loaded = await loaders[noun](context, { noun, principal, params, range: window.range, token });
    return loaded.filter((item) => inWindow(window, item));
  };
  const answer = (items: readonly Loaded[]): FeedAnswer =>
    feedAnswer(context, request, { updated: newestOf(items), pieces: [items], content: items });
  const items = await load(query.window);
  if (items.length > 0) return answer(items);
  request.signal?.throwIfAborted();
  await requireParent(context, request, noun);
  const floor = await floorOf(context, principal);
  const everything = await load(openWindow);
  // What came since the first look stands in the window, too, and the `updated` of an empty feed may not hide it.
  const since = everything.filter((item) => inWindow(query.window, item));
  if (since.length > 0) return answer(since);
  const updated = Math.max(newestOf(everything), floor);
  return feedAnswer(context, request, { updated, pieces: [], content: updated });
}
