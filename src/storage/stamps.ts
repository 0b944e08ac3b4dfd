import { noteAnnouncement } from './announcements.ts';
import type { Queryable } from './database.ts';
import { entryChange } from './entry-changes.ts';
import { tokenChannel } from './token-changes.ts';

/**
 * Locks the stamps of a utility until the transaction ends and gives the next one: later than every stamp that
 * was ever kept, and not earlier than `now`. Whoever writes rows with a stamp holds this lock until its commit,
 * so stamps become visible in their order (docs/decisions/005-updated-stamps.md).
 *
 * Nothing is written yet: a transaction that finds nothing to change leaves no trace. One that writes rows calls
 * `keepStamp`.
 */
export async function lockStamp(tx: Queryable, utilityId: number, now: number): Promise<number> {
  const [row] = await tx.query<{ stamp: number }>(
    `select greatest(last_updated + 1, $2::int8) as stamp from utility where id = $1 for no key update`,
    [utilityId, now],
  );
  if (row === undefined) throw new RangeError(`There is no utility with the key ${utilityId}`);
  return row.stamp;
}

/**
 * Keeps a stamp that was given to rows, so that the next one is later, and tells every process, when the transaction
 * commits, that entries of the utility have changed (docs/decisions/013-remembered-entries.md).
 */
export async function keepStamp(tx: Queryable, utilityId: number, stamp: number): Promise<void> {
  const change = entryChange(utilityId);
  noteAnnouncement(tx, change);
  await tx.query('update utility set last_updated = $2 where id = $1 returning pg_notify($3, $4)', [
    utilityId,
    stamp,
    tokenChannel,
    change,
  ]);
}

/**
 * The last stamp of a utility, within a statement and of its instant: all stamps up to it are visible to that statement and to
 * those that follow. What a reader learns of more than one statement is known up to this stamp alone.
 *
 * @param utility an expression of its key.
 */
export const lastStamp = (utility: string): string =>
  `(select last_updated from utility where id = ${utility})`;

/** `lastStamp` of the utility of some usage points, all of the same. `ids` is an int8[]. */
export const lastStampOfPoints = (ids: string): string =>
  lastStamp(`(select utility_id from usage_point where id = any(${ids}) limit 1)`);

/** The newest stamp of a utility whose rows are visible: those that are written later have later ones. */
export async function findNewestStamp(db: Queryable, utilityId: number): Promise<number> {
  const [row] = await db.query<{ stamp: number | null }>(`select ${lastStamp('$1')} as stamp`, [utilityId]);
  return row?.stamp ?? 0;
}

/** The next stamp, locked, kept and told in one statement: for a transaction that writes a row in any case. */
export async function nextStamp(tx: Queryable, utilityId: number, now: number): Promise<number> {
  const change = entryChange(utilityId);
  noteAnnouncement(tx, change);
  const [row] = await tx.query<{ stamp: number }>(
    `update utility set last_updated = greatest(last_updated + 1, $2::int8) where id = $1
     returning last_updated as stamp, pg_notify($3, $4)`,
    [utilityId, now, tokenChannel, change],
  );
  if (row === undefined) throw new RangeError(`There is no utility with the key ${utilityId}`);
  return row.stamp;
}
