import type { Clock } from '../../platform/clock.ts';
import type { Queryable } from '../../storage/database.ts';
import {
  type ClaimedJob,
  claimJobs,
  completeJobs,
  enqueueJob,
  extendJobs,
  failJob,
  type JobShare,
  releaseJobs,
  repeatJob,
} from '../../storage/job-queue.ts';

/** What working on the queue needs. */
export interface QueueContext {
  readonly db: Queryable;
  readonly clock: Clock;
  /** How long a claimed job is safe from other workers before it must be extended; a minute when absent. */
  readonly leaseMs?: number | undefined;
}

/** A job that this worker holds. */
export type HeldJob = ClaimedJob;

/** The lease that holds where nothing is set. */
const usualLeaseMs = 60_000;
const firstWaitMs = 30_000;
const longestWaitMs = 60 * 60_000;

/** How long a claim of these workers holds. */
export const leaseOf = ({ leaseMs = usualLeaseMs }: Pick<QueueContext, 'leaseMs'>): number => leaseMs;

/** Takes due jobs, of each share as many as are wanted. */
export async function takeJobs(context: QueueContext, shares: readonly JobShare[]): Promise<HeldJob[]> {
  const now = context.clock.now();
  return await claimJobs(context.db, { shares, now, lockedUntil: now + leaseOf(context) });
}

/** Keeps jobs that take long. */
export async function holdJobs(context: QueueContext, jobs: readonly HeldJob[]): Promise<void> {
  if (jobs.length === 0) return;
  const lockedUntil = context.clock.now() + leaseOf(context);
  await extendJobs(context.db, { jobs, lockedUntil });
}

/** Ends a job that went well: it is gone, or runs again at `runAt`. */
export async function finishJob(
  { db }: QueueContext,
  job: HeldJob,
  runAt: number | undefined,
): Promise<void> {
  if (runAt === undefined) await completeJobs(db, [job]);
  else await repeatJob(db, { job, runAt });
}

/** Puts a job that failed back, with a wait that doubles from half a minute to an hour. */
export async function retryJob({ db, clock }: QueueContext, job: HeldJob, error: unknown): Promise<void> {
  const wait = Math.min(firstWaitMs * 2 ** (job.tries - 1), longestWaitMs);
  const words = error instanceof Error ? error.message : String(error);
  await failJob(db, { job, error: words, runAt: clock.now() + wait });
}

/** Leaves a job that is not done to other workers, due at once. */
export async function releaseJob({ db }: QueueContext, job: HeldJob): Promise<void> {
  await releaseJobs(db, [job]);
}

/** Puts the regular jobs into the queue, due at once; each is there once, however many workers start. */
export async function plantJobs({ db }: QueueContext, kinds: readonly string[]): Promise<void> {
  for (const kind of kinds) await enqueueJob(db, { kind, payload: {}, key: `regular:${kind}` });
}
