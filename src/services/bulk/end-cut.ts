import type { Clock } from '../../platform/clock.ts';
import { type Bulk, deleteBulk, findBulk, listCut, lockCut, noteCutNotified } from '../../storage/bulks.ts';
import type { Queryable } from '../../storage/database.ts';
import { enqueueNotification } from '../notification/enqueue-notification.ts';

/**
 * Locks a bulk with all of its cut, to end its writing. Call it before anything locks its feed: whoever deletes a bulk
 * has locked it first, too. Undefined when it is gone.
 */
export async function lockCutOf(tx: Queryable, bulkId: number): Promise<Bulk | undefined> {
  const bulk = await findBulk(tx, bulkId);
  if (bulk === undefined) return undefined;
  await lockCut(tx, bulk.cutUid);
  return await findBulk(tx, bulkId);
}

/**
 * Ends the writing of a bulk that `lockCutOf` has locked: one that came to hold nothing is deleted, and when all bulks
 * of its cut are finished, their third party is told of them, once.
 */
export async function endCut(
  { tx, clock }: { readonly tx: Queryable; readonly clock: Clock },
  { bulk, empty }: { readonly bulk: Bulk; readonly empty: boolean },
): Promise<void> {
  if (empty) await deleteBulk(tx, bulk.id);
  const bulks = await listCut(tx, bulk.cutUid);
  const told = bulks.filter(({ notify }) => notify);
  if (told.length === 0 || bulks.some(({ state }) => state !== 'ready')) return;
  await noteCutNotified(tx, bulk.cutUid);
  await enqueueNotification(
    { tx, clock },
    { clientId: bulk.clientId, event: 'data', resources: told.map(({ uri }) => uri) },
  );
}
