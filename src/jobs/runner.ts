import type { HeldJob, QueueContext } from '../services/maintenance/work-queue.ts';
import {
  finishJob,
  holdJobs,
  leaseOf,
  releaseJob,
  retryJob,
  takeJobs,
} from '../services/maintenance/work-queue.ts';

/** What a handler gives back: nothing when the job is done, or when it is to run again. */
export type JobOutcome = { readonly runAt: number } | undefined;

/** Does one job. It may be asked to do the same job twice: a worker may die before it could say that it was done. */
export type JobHandler = (job: {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly tries: number;
  /** Aborted when the worker must end now. */
  readonly signal: AbortSignal;
}) => Promise<JobOutcome>;

/** The handler of each kind of job. A worker takes jobs of these kinds only. */
export type JobHandlers = Readonly<Record<string, JobHandler>>;

/** What the runner needs. */
export interface RunnerContext extends QueueContext {
  readonly log: {
    readonly info: (fields: object, message: string) => void;
    readonly error: (fields: object, message: string) => void;
  };
  /** Hears of every job that ended, for metrics. */
  readonly onJobEnd?: (job: {
    readonly kind: string;
    readonly outcome: 'done' | 'failed' | 'released';
    readonly seconds: number;
  }) => void;
}

/** A worker at work. */
export interface Runner {
  /** Looks for due jobs now instead of at the next turn. */
  readonly wake: () => void;
  /** Takes no more jobs and waits for those at hand; after `graceMs` they are aborted and left to other workers. */
  readonly stop: (graceMs?: number) => Promise<void>;
}

const pollMs = 500;
const troubleMs = 5_000;
const atOnce = 4;
const defaultGraceMs = 20_000;

async function runJob(
  context: RunnerContext,
  { handlers, job, signal }: { handlers: JobHandlers; job: HeldJob; signal: AbortSignal },
): Promise<void> {
  const handler = handlers[job.kind];
  if (handler === undefined) return;
  const name = { job: job.kind, jobId: job.id };
  const started = performance.now();
  const ended = (outcome: 'done' | 'failed' | 'released'): void =>
    context.onJobEnd?.({ kind: job.kind, outcome, seconds: (performance.now() - started) / 1000 });
  try {
    const outcome = await handler({ payload: job.payload, tries: job.tries, signal });
    await finishJob(context, job, outcome?.runAt);
    ended('done');
  } catch (error) {
    if (signal.aborted) {
      // It did not fail: this worker ends. Another one takes it at once instead of when the lock has run out.
      ended('released');
      await releaseJob(context, job);
      return;
    }
    ended('failed');
    context.log.error({ ...name, tries: job.tries, err: error }, 'job failed');
    await retryJob(context, job, error);
  }
}

/**
 * Does all due jobs, one after another, and those that they make due.
 *
 * @returns how many were done.
 */
export async function runDueJobs(context: RunnerContext, handlers: JobHandlers): Promise<number> {
  const kinds = Object.keys(handlers);
  const { signal } = new AbortController();
  for (let count = 0; ; ) {
    const jobs = await takeJobs(context, { kinds, limit: 10 });
    if (jobs.length === 0) return count;
    for (const job of jobs) await runJob(context, { handlers, job, signal });
    count += jobs.length;
  }
}

/** Starts a worker: it looks for due jobs twice a second and does a few of them at a time. */
export function startJobs(context: RunnerContext, handlers: JobHandlers): Runner {
  const kinds = Object.keys(handlers);
  const atHand = new Map<HeldJob, Promise<void>>();
  const abort = new AbortController();
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();

  const begin = (job: HeldJob): void => {
    const done = runJob(context, { handlers, job, signal: abort.signal })
      .catch((error: unknown) =>
        context.log.error({ jobId: job.id, err: error }, 'job could not be put back'),
      )
      .finally(() => {
        atHand.delete(job);
        wake();
      });
    atHand.set(job, done);
  };

  const look = async (): Promise<void> => {
    let next = pollMs;
    try {
      const limit = atOnce - atHand.size;
      const jobs = stopping || limit <= 0 ? [] : await takeJobs(context, { kinds, limit });
      for (const job of jobs) begin(job);
    } catch (error) {
      context.log.error({ err: error }, 'the job queue cannot be read');
      next = troubleMs;
    }
    schedule(next);
  };

  const schedule = (ms: number): void => {
    clearTimeout(timer);
    if (stopping) return;
    timer = setTimeout(() => {
      turn = turn.then(look);
    }, ms);
  };
  const wake = (): void => schedule(0);

  const heart = setInterval(() => {
    holdJobs(context, [...atHand.keys()]).catch((error: unknown) =>
      context.log.error({ err: error }, 'jobs could not be extended'),
    );
  }, leaseOf(context) / 3);
  wake();

  return {
    wake,
    stop: async (graceMs = defaultGraceMs) => {
      stopping = true;
      clearTimeout(timer);
      await turn;
      const grace = setTimeout(() => abort.abort(), graceMs);
      const given = new Promise<void>((resolve) => {
        abort.signal.addEventListener('abort', () => setTimeout(resolve, 1000));
      });
      await Promise.race([Promise.allSettled([...atHand.values()]), given]);
      clearTimeout(grace);
      clearInterval(heart);
    },
  };
}
