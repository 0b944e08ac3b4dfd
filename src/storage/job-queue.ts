import type { Queryable } from './database.ts';
import { createParameters, type StatementParameters } from './statement-parameters.ts';

/** Work to do after a commit. */
export interface JobInput {
  /** Which handler does it. */
  readonly kind: string;
  /** What the handler gets: plain data. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** When it is due, in milliseconds; at once when absent. */
  readonly runAt?: number;
  /** The same key is the same work: a second one joins the first. */
  readonly key?: string;
}

/** A job that this worker holds until its lock runs out. */
export interface ClaimedJob {
  readonly id: number;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** How often it was begun and not given back, this time included. Together with the id it names this claim. */
  readonly tries: number;
  /** How often other work had joined it when it was claimed. */
  readonly joined: number;
}

/**
 * Puts work into the queue. Call it in the transaction whose commit the work depends on.
 *
 * Work that joins a waiting job of the same key makes it due at the earlier of both times; work that joins a
 * job that is being done makes it run once more.
 *
 * @returns id of the job.
 */
export async function enqueueJob(tx: Queryable, input: JobInput): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into job (kind, payload, key, run_at) values ($1, $2, $3, $4)
     on conflict (key) do update
       set joined = job.joined + 1, run_at = least(job.run_at, excluded.run_at)
     returning id`,
    [input.kind, input.payload, input.key ?? null, input.runAt ?? 0],
  );
  return row?.id ?? 0;
}

/** Puts many jobs with keys into the queue in one statement, as `enqueueJob` does. */
export async function enqueueJobs(
  tx: Queryable,
  jobs: readonly (JobInput & { readonly key: string })[],
): Promise<void> {
  if (jobs.length === 0) return;
  // In the order of keys: two transactions that enqueue the same jobs must not wait for each other.
  const sorted = [...jobs].sort((a, b) => (a.key < b.key ? -1 : 1));
  await tx.query(
    `insert into job (kind, payload, key, run_at)
     select kind, payload::jsonb, key, run_at
     from unnest($1::text[], $2::text[], $3::text[], $4::int8[]) as given(kind, payload, key, run_at)
     on conflict (key) do update
       set joined = job.joined + 1, run_at = least(job.run_at, excluded.run_at)`,
    [
      sorted.map(({ kind }) => kind),
      sorted.map(({ payload }) => JSON.stringify(payload)),
      sorted.map(({ key }) => key),
      sorted.map(({ runAt }) => runAt ?? 0),
    ],
  );
}

/** What stands at a job whose worker held it and was not heard of again. */
const workerLost =
  'the worker that did it was lost: it was killed, ran out of memory, or its machine stopped';
const longestWaitMs = 60 * 60_000;

/**
 * When a job of a lost worker is due: after so long without a sign of life as a job that failed waits, half a lease that
 * doubles with each try, up to an hour; but not before its lease is over. What is waited beyond the lease is up to half
 * shorter by the id, so that jobs that one worker held when it died do not meet again and again with the one that killed
 * it.
 */
const dueAfterLoss = `locked_until + ((1 - id % 8 / 16.0)
  * greatest(0, least($6::float8, $5::float8 * power(2, least(tries, 30) - 2)) - $5::float8))::int8`;

/** When a large feed of the third party was last begun whose feed a job writes; 0 for other jobs. */
const lastTurn = `coalesce((select max(begun.started)
  from large_feed asked join large_feed begun on begun.client_id = asked.client_id
  where asked.id = (job.payload->>'feedId')::int8), 0)`;

/** Jobs of some kinds, and how many of them are taken. */
export interface JobShare {
  readonly kinds: readonly string[];
  readonly limit: number;
  /** Large feeds of the third party first that has waited longest since one of its own was begun. */
  readonly turns?: boolean | undefined;
}

/** The keys of the jobs of a share, as an array: of each the oldest are found along the key, without looking at all. */
const keysOfShare = ({ kinds, limit, turns }: JobShare, { add }: StatementParameters): string =>
  `array(
     select id from job
     where run_at <= $2 and (locked_until is null or ${dueAfterLoss} <= $2) and kind = any(${add(kinds)}::text[])
     order by ${turns === true ? `${lastTurn}, ` : ''}id limit ${add(limit)}
     for update skip locked)`;

/**
 * Takes due jobs that no living worker holds, oldest first, of each share as many as are wanted. No kind stands in two
 * shares. Several workers get different ones. A job whose worker died has failed by that, and says so. The first two times it is due
 * again when its lock has run out, later after a wait that grows: it may be what kills its workers.
 */
export async function claimJobs(
  db: Queryable,
  input: { readonly shares: readonly JobShare[]; readonly now: number; readonly lockedUntil: number },
): Promise<ClaimedJob[]> {
  const { shares, now, lockedUntil } = input;
  if (shares.length === 0) return [];
  const parameters = createParameters();
  const kinds = shares.flatMap((share) => share.kinds);
  for (const value of [kinds, now, lockedUntil, workerLost, lockedUntil - now, longestWaitMs])
    parameters.add(value);
  const keys = shares.map((share) => keysOfShare(share, parameters)).join(' || ');
  const jobs = await db.query<ClaimedJob>(
    `with lost as (
       update job set locked_until = null, last_error = $4, run_at = ${dueAfterLoss}
       where id in (
         select id from job where locked_until <= $2 and ${dueAfterLoss} > $2 and kind = any($1::text[])
         for update skip locked))
     update job set tries = tries + 1, locked_until = $3,
       last_error = case when locked_until is null then last_error else $4 end
     where id = any(${keys})
     returning id, kind, payload, tries, joined`,
    parameters.values,
  );
  return jobs.sort((a, b) => a.id - b.id);
}

/** Keeps claimed jobs from being taken for those of a dead worker. A claim that another one has followed holds nothing. */
export async function extendJobs(
  db: Queryable,
  {
    jobs,
    lockedUntil,
  }: { readonly jobs: readonly Pick<ClaimedJob, 'id' | 'tries'>[]; readonly lockedUntil: number },
): Promise<void> {
  await db.query(
    `update job set locked_until = $3 from unnest($1::int8[], $2::int4[]) as held(id, tries)
     where job.id = held.id and job.tries = held.tries and job.locked_until is not null`,
    [jobs.map(({ id }) => id), jobs.map(({ tries }) => tries), lockedUntil],
  );
}

/** Removes jobs that are done. Those that other work has joined meanwhile become due again. */
export async function completeJobs(
  db: Queryable,
  jobs: readonly Pick<ClaimedJob, 'id' | 'tries' | 'joined'>[],
): Promise<void> {
  for (const { id, tries, joined } of jobs) {
    const claim = [id, tries, joined];
    const [done] = await db.query(
      'delete from job where id = $1 and tries = $2 and joined = $3 returning id',
      claim,
    );
    if (done === undefined)
      await db.query(
        `update job set locked_until = null, tries = 0, last_error = null
         where id = $1 and tries = $2 and joined <> $3`,
        claim,
      );
  }
}

/** Lets a job that was done run again at a time. What joined it meanwhile is done then, or at its own earlier time. */
export async function repeatJob(
  db: Queryable,
  { job, runAt }: { readonly job: Pick<ClaimedJob, 'id' | 'tries' | 'joined'>; readonly runAt: number },
): Promise<void> {
  await db.query(
    `update job set locked_until = null, tries = 0, last_error = null,
       run_at = case when joined = $3 then $4 else least(run_at, $4) end
     where id = $1 and tries = $2`,
    [job.id, job.tries, job.joined, runAt],
  );
}

/** Puts a job back for a later try. */
export async function failJob(
  db: Queryable,
  input: {
    readonly job: Pick<ClaimedJob, 'id' | 'tries'>;
    readonly error: string;
    readonly runAt: number;
  },
): Promise<void> {
  await db.query(
    'update job set locked_until = null, last_error = $3, run_at = $4 where id = $1 and tries = $2',
    [input.job.id, input.job.tries, input.error, input.runAt],
  );
}

/** Gives up claims on jobs that are not done: other workers may take them. That they were begun is no try. */
export async function releaseJobs(
  db: Queryable,
  jobs: readonly Pick<ClaimedJob, 'id' | 'tries'>[],
): Promise<void> {
  for (const { id, tries } of jobs)
    await db.query('update job set locked_until = null, tries = tries - 1 where id = $1 and tries = $2', [
      id,
      tries,
    ]);
}

/** How the queue stands, for health pages and metrics. */
export interface JobCounts {
  /** Jobs that are due or being done. */
  readonly due: number;
  /** Jobs whose last try failed. */
  readonly failing: number;
  /** When the oldest due job was enqueued; null when there is none. */
  readonly oldest: number | null;
}

/** Counts the jobs. */
export async function countJobs(db: Queryable, { now }: { readonly now: number }): Promise<JobCounts> {
  const [row] = await db.query<JobCounts>(
    `select count(*) filter (where run_at <= $1)::int4 as due,
       count(*) filter (where last_error is not null)::int4 as failing,
       min(created) filter (where run_at <= $1) as oldest
     from job`,
    [now],
  );
  return row ?? { due: 0, failing: 0, oldest: null };
}
