import type { Database, Queryable, Transaction } from './database.ts';

const announced = new WeakMap<Queryable, Set<string>>();

/** Notes that a transaction tells every process something, so that its own process need not wait to hear it. */
export function noteAnnouncement(tx: Queryable, payload: string): void {
  const known = announced.get(tx);
  if (known === undefined) announced.set(tx, new Set([payload]));
  else known.add(payload);
}

/**
 * The same database, heard at once: what a transaction announces is told before whoever began it goes on, so that in
 * this process the next reading finds what was written. Other processes hear it through PostgreSQL.
 */
export function hearingItself(db: Database, hear: (payload: string) => void): Database {
  return {
    ...db,
    transaction: async (work) => {
      let began: Transaction | undefined;
      try {
        return await db.transaction((tx) => {
          began = tx;
          return work(tx);
        });
      } finally {
        // Also after an error: whether a commit that was not answered took place is not known.
        for (const payload of (began && announced.get(began)) ?? []) hear(payload);
      }
    },
  };
}
