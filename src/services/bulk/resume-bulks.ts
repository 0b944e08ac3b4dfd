import type { Queryable } from '../../storage/database.ts';
import { listScopesOf, listUnwrittenBulkFeeds, prolongBulks } from '../../storage/suspended-bulks.ts';
import { enqueueBuild } from '../large-feed/enqueue-build.ts';
import { notifiedScope } from '../notification/notified-scope.ts';
import { enqueueBulkCut } from './enqueue-bulk-cut.ts';

/**
 * Goes on with the bulks of a third party that was suspended: those that were not written are, all have as many days
 * left as when it was suspended, and what changed meanwhile is cut. Call it in the transaction that resumes it.
 *
 * @param input.since when it was suspended, milliseconds.
 */
export async function resumeBulks(
  tx: Queryable,
  { clientId, since, now }: { readonly clientId: number; readonly since: number; readonly now: number },
): Promise<void> {
  await prolongBulks(tx, { clientId, byMs: Math.max(0, now - since) });
  for (const feedId of await listUnwrittenBulkFeeds(tx, clientId)) await enqueueBuild(tx, feedId);
  const scopes = await listScopesOf(tx, clientId);
  if (scopes.some((scope) => notifiedScope(scope).inBulk))
    await enqueueBulkCut(tx, { clientId, soonest: now, waitMs: 0 });
}
