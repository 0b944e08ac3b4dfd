import type { Clock } from '../../platform/clock.ts';
import type { Queryable } from '../../storage/database.ts';
import { countImports, type ImportCounts } from '../../storage/import-counts.ts';
import { countJobs, type JobCounts } from '../../storage/job-queue.ts';

/** How the work of the installation stands, for metrics. */
export interface WorkFigures {
  readonly jobs: JobCounts;
  readonly imports: ImportCounts;
}

/** Reads how many jobs wait and fail, and how many imports there were. Two cheap statements. */
export async function readWorkFigures({
  db,
  clock,
}: {
  readonly db: Queryable;
  readonly clock: Clock;
}): Promise<WorkFigures> {
  return { jobs: await countJobs(db, { now: clock.now() }), imports: await countImports(db) };
}
