import type { Queryable } from './database.ts';

/** How imports stand. */
export interface ImportCounts {
  /** Imports that have ended. */
  readonly finished: number;
  /** Imports that have begun and not ended: they run, or were interrupted. */
  readonly unfinished: number;
  /** When the newest ended, milliseconds; null when none has. */
  readonly newest: number | null;
}

/** Counts the imports. */
export async function countImports(db: Queryable): Promise<ImportCounts> {
  const [row] = await db.query<ImportCounts>(
    `select count(finished)::int4 as finished, (count(*) - count(finished))::int4 as unfinished, max(finished) as newest
     from import_run`,
  );
  return row ?? { finished: 0, unfinished: 0, newest: null };
}
