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
