import type { Database, Transaction } from './database.ts';

/**
 * How long a change of the tables waits for a lock. Whoever comes while it waits, waits behind it: so long may feeds stand
 * still for it. Usual statements let go sooner; a backup reads for minutes or hours, and is not waited for.
 */
const longestWait = '2s';

/** `lock_not_available`, and `deadlock_detected`: someone who reads waits for the stamps that the change holds. */
const notToBeHad: ReadonlySet<unknown> = new Set(['55P03', '40P01']);

/**
 * Runs a transaction that changes tables others are reading, or waits for writers. `busy`: a lock was not to be had in
 * time, and nothing was changed.
 */
export async function changeTables<T>(
  db: Database,
  work: (tx: Transaction) => Promise<T>,
): Promise<T | 'busy'> {
  try {
    return await db.transaction(async (tx) => {
      await tx.query(`set local lock_timeout = '${longestWait}'`);
      return await work(tx);
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && notToBeHad.has(error.code)) return 'busy';
    throw error;
  }
}

/** Has all who write readings wait, by the lock that each of them takes first: that of its utility's stamps. */
export async function holdWriters(tx: Transaction): Promise<void> {
  await tx.query('select id from utility order by id for no key update');
}
