import { findBulk, listBulkMembers } from '../../storage/bulks.ts';
import { everyRow } from '../../storage/row-range.ts';
import { hasEnded } from '../authorization/granted-authorization.ts';
import type { FeedAnswer } from '../resource/answer.ts';
import { bulkEntries, newestOfBulk, planBulk, sizeOfBulk } from '../resource/bulk-parts.ts';
import type { ResourceContext, ResourceRequest } from '../resource/context.ts';
import { feedAnswer } from '../resource/feed-answer.ts';
import type { Window } from '../resource/window.ts';

const enteredWithin = (updatedMin: number, updatedMax: number): Window => ({
  range: { ...everyRow, updatedMin, updatedMax },
  byPublished: false,
  byUpdated: true,
});

/**
 * What a bulk holds: of each of its Authorizations what was entered or changed between its two stamps, of new ones all
 * that was entered up to the second. What has changed again since then stands in a later bulk instead. Which
 * of them were active was decided when it was cut; the data of one that has ended since are left out.
 *
 * @returns undefined when nothing is left.
 */
export async function bulkCutFeed(
  context: ResourceContext,
  { request, bulkId }: { readonly request: ResourceRequest; readonly bulkId: number },
): Promise<FeedAnswer | undefined> {
  const { db, clock } = context;
  const bulk = await findBulk(db, bulkId);
  if (bulk === undefined) return undefined;
  const { fromStamp, toStamp } = bulk;
  const now = clock.now();
  const { principal, signal } = request;
  const changed = enteredWithin(fromStamp + 1, toStamp + 1);
  const whole = enteredWithin(everyRow.updatedMin, toStamp + 1);
  const members = await listBulkMembers(db, bulkId);
  const parts = await planBulk(
    context,
    // A bulk is small, but may be of many Authorizations: half of what writing it takes is planning.
    { principal, keepPlans: true, signal },
    members.map(({ active, whole: isWhole, upIds, ...view }) => ({
      view,
      listed: view.updated > fromStamp && view.updated <= toStamp,
      window: active && !hasEnded(view, now) ? (isWhole ? whole : changed) : undefined,
      upIds: upIds === null ? undefined : new Set(upIds),
    })),
  );
  if (parts.length === 0) return undefined;
  return feedAnswer(context, request, {
    // A parent may have changed after the cut, together with what stands in the next one.
    updated: Math.min(newestOfBulk(parts), toStamp),
    pieces: bulkEntries(context, { principal }, parts),
    content: parts.map(({ identity }) => identity),
    size: sizeOfBulk(parts),
  });
}
