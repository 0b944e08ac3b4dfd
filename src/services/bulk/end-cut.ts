import type { Clock } from '../../platform/clock.ts';
import { deleteBulk, findBulk, listCut, lockCut, noteCutNotified } from '../../storage/bulks.ts';
import type { Queryable } from '../../storage/database.ts';
import { enqueueNotification } from '../notification/enqueue-notification.ts';

/**
 * Ends the writing of a bulk: one that came to hold nothing is deleted, and when all bulks of its cut are finished,
 * their third party is told of them, once.
 */
export async function endCut(
  { tx, clock }: { readonly tx: Queryable; readonly clock: Clock },
  { bulkId, empty }: { readonly bulkId: number; readonly empty: boolean },
): Promise<void> {
  const bulk = await findBulk(tx, bulkId);
  if (bulk === undefined) return;
  await lockCut(tx, bulk.cutUid);
  if (empty) await deleteBulk(tx, bulkId);
  const bulks = await listCut(tx, bulk.cutUid);
  const told = bulks.filter(({ notify }) => notify);
  if (told.length === 0 || bulks.some(({ state }) => state !== 'ready')) return;
  await noteCutNotified(tx, bulk.cutUid);
  await enqueueNotification(
    { tx, clock },
    { clientId: bulk.clientId, event: 'data', resources: told.map(({ uri }) => uri) },
  );
}
