import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JobHandlers } from '../../src/jobs/job-handler.ts';
import { runDueJobs, startJobs } from '../../src/jobs/runner.ts';
import { plantJobs } from '../../src/services/maintenance/work-queue.ts';
import type { Database } from '../../src/storage/database.ts';
import { countJobs, enqueueJob } from '../../src/storage/job-queue.ts';
import { type TestClock, testClock } from '../support/clock.ts';
import { openTestDatabase } from '../support/database.ts';

let db: Database;
let clock: TestClock;
let done: unknown[];
let logged: string[];
beforeEach(async () => {
  db = await openTestDatabase();
  clock = testClock();
  done = [];
  logged = [];
});
afterEach(() => db.close());

const context = () => ({
  db,
  clock,
  log: { info: () => undefined, error: (_fields: object, message: string) => void logged.push(message) },
});
const note: JobHandlers = {
  note: async ({ payload }) => {
    done.push(payload.n);
    return undefined;
  },
};
const add = (n: number, more: object = {}) => enqueueJob(db, { kind: 'note', payload: { n }, ...more });
/** Of each job, whether a worker has it. */
const locked = async () =>
  (await db.query('select locked_until from job')).map((row) => row.locked_until !== null);
const waiting = async () => (await countJobs(db, { now: clock.now() })).due;

test('a job that fails is tried again after a wait that grows', async () => {
  let fail = true;
  const handlers: JobHandlers = {
    note: async ({ tries }) => {
      done.push(tries);
      if (fail) throw new Error('no');
      return undefined;
    },
  };
  await add(1);
  await runDueJobs(context(), handlers);
  await runDueJobs(context(), handlers);
  expect(done).toEqual([1]);
  expect(logged).toEqual(['job failed']);
  clock.advance(30_000);
  await runDueJobs(context(), handlers);
  clock.advance(30_000);
  await runDueJobs(context(), handlers);
  expect(done).toEqual([1, 2]);
  fail = false;
  clock.advance(30_000);
  await runDueJobs(context(), handlers);
  expect(done).toEqual([1, 2, 3]);
  expect(await waiting()).toBe(0);
});

test('a worker that dies leaves its jobs to another one', async () => {
  await add(1);
  const dying = startJobs(context(), { note: () => new Promise(() => undefined) });
  await expect.poll(locked).toEqual([true]);
  expect(await waiting()).toBe(1);
  // Nobody takes it while the lock holds; when it has run out, somebody does.
  expect(await runDueJobs(context(), note)).toBe(0);
  clock.advance(60_000);
  expect(await runDueJobs(context(), note)).toBe(1);
  expect(done).toEqual([1]);
  await dying.stop(0);
});

test('stopping waits for the jobs at hand and takes no more', async () => {
  let finish: (() => void) | undefined;
  const slow: JobHandlers = {
    note: async ({ payload }) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      done.push(payload.n);
      return undefined;
    },
  };
  await add(1);
  const runner = startJobs(context(), slow);
  await expect.poll(() => finish).toBeDefined();
  const stopped = runner.stop();
  await add(2);
  setTimeout(() => finish?.(), 50);
  await stopped;
  expect(done).toEqual([1]);
  expect(await waiting()).toBe(1);
});

test('two workers share the work, each job once', async () => {
  for (let n = 0; n < 30; n++) await add(n);
  const runners = [startJobs(context(), note), startJobs(context(), note)];
  await expect.poll(waiting).toBe(0);
  await Promise.all(runners.map((runner) => runner.stop()));
  expect(done.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 30 }, (_, n) => n));
});

test('a regular job runs once a round, however many workers start', async () => {
  const handlers: JobHandlers = {
    round: async () => {
      done.push(clock.now());
      return { runAt: clock.now() + 60_000 };
    },
  };
  await plantJobs({ db, clock }, ['round']);
  await plantJobs({ db, clock }, ['round']);
  await runDueJobs(context(), handlers);
  expect(done).toHaveLength(1);
  clock.advance(60_000);
  await runDueJobs(context(), handlers);
  expect(done).toHaveLength(2);
});

test('jobs of a kind that this program does not know stay where they are', async () => {
  await enqueueJob(db, { kind: 'of a newer version', payload: {} });
  expect(await runDueJobs(context(), note)).toBe(0);
  expect(await waiting()).toBe(1);
});
