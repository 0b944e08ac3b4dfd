import type { HeldJob, QueueContext } from '../services/maintenance/work-queue.ts';
import {
  finishJob,
  holdJobs,
  leaseOf,
  releaseJob,
  retryJob,
  takeJobs,
} from '../services/maintenance/work-queue.ts';
import type { JobHandlers } from './job-handler.ts';
import { type Lane, lanesOf } from './lanes.ts';

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
    const jobs = await takeJobs(context, [{ kinds, limit: 10 }]);
    if (jobs.length === 0) return count;
    for (const job of jobs) await runJob(context, { handlers, job, signal });
    count += jobs.length;
  }
}

/** The lanes of a worker at work. */
interface OpenLanes {
  readonly atHand: ReadonlyMap<HeldJob, Promise<void>>;
  readonly wake: () => void;
  /** Takes no more jobs. */
  readonly close: () => Promise<void>;
}

/**
 * Looks for due jobs of all lanes twice a second, and whenever one has ended; does as many of each lane at a time as it has
 * slots.
 */
function openLanes(
  context: RunnerContext,
  { lanes, handlers, signal }: { lanes: readonly Lane[]; handlers: JobHandlers; signal: AbortSignal },
): OpenLanes {
  const atHand = new Map<HeldJob, Promise<void>>();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();
  let looking = false;
  /** Whether something came while it was looking. */
  let woken = false;

  const begin = (job: HeldJob): void => {
    const done = runJob(context, { handlers, job, signal })
      .catch((error: unknown) =>
        context.log.error({ jobId: job.id, err: error }, 'job could not be put back'),
      )
      .finally(() => {
        atHand.delete(job);
        wake();
      });
    atHand.set(job, done);
  };

  const free = () =>
    lanes
      .map(({ slots, ...lane }) => {
        const held = [...atHand.keys()].filter(({ kind }) => lane.kinds.includes(kind));
        return { ...lane, limit: slots - held.length };
      })
      .filter(({ limit }) => limit > 0);

  const look = async (): Promise<void> => {
    let next = pollMs;
    looking = true;
    woken = false;
    const shares = closed ? [] : free();
    try {
      for (const job of shares.length === 0 ? [] : await takeJobs(context, shares)) begin(job);
    } catch (error) {
      context.log.error({ err: error }, 'the job queue cannot be read');
      next = troubleMs;
      woken = false;
    }
    looking = false;
    schedule(woken ? 0 : next);
  };

  const schedule = (ms: number): void => {
    clearTimeout(timer);
    if (closed) return;
    timer = setTimeout(() => {
      turn = turn.then(look);
    }, ms);
  };
  const wake = (): void => {
    woken = true;
    if (!looking) schedule(0);
  };

  return {
    atHand,
    wake,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await turn;
    },
  };
}

/** Starts a worker: it does a few jobs of each lane at a time, so that those of one do not wait for those of another. */
export function startJobs(context: RunnerContext, handlers: JobHandlers): Runner {
  const abort = new AbortController();
  const { signal } = abort;
  const lanes = lanesOf(Object.keys(handlers));
  const { atHand, wake, close } = openLanes(context, { lanes, handlers, signal });

  const heart = setInterval(() => {
    holdJobs(context, [...atHand.keys()]).catch((error: unknown) =>
      context.log.error({ err: error }, 'jobs could not be extended'),
    );
  }, leaseOf(context) / 3);
  wake();

  return {
    wake,
    stop: async (graceMs = defaultGraceMs) => {
      await close();
      const grace = setTimeout(() => abort.abort(), graceMs);
      const given = new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => setTimeout(resolve, 1000));
      });
      await Promise.race([Promise.allSettled(atHand.values()), given]);
      clearTimeout(grace);
      clearInterval(heart);
    },
  };
}
