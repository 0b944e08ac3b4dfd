import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runDueJobs, startJobs } from '../../src/jobs/runner.ts';
import type { Database } from '../../src/storage/database.ts';
import { enqueueJob } from '../../src/storage/job-queue.ts';
import { type TestClock, testClock } from '../support/clock.ts';
import { openTestDatabase } from '../support/database.ts';

let db: Database;
let clock: TestClock;
beforeEach(async () => {
  db = await openTestDatabase();
  clock = testClock();
});
afterEach(() => db.close());

test('a job that is broken off by the end of its worker is taken by another one at once', async () => {
  const ended: unknown[] = [];
  const logged: string[] = [];
  const context = {
    db,
    clock,
    log: { info: () => undefined, error: (_fields: object, message: string) => void logged.push(message) },
    onJobEnd: ({ kind, outcome }: { kind: string; outcome: string }) => void ended.push([kind, outcome]),
  };
  await enqueueJob(db, { kind: 'long', payload: { n: 1 } });
  let begun = false;
  const runner = startJobs(context, {
    long: ({ signal }) =>
      new Promise((_resolve, reject) => {
        begun = true;
        signal.addEventListener('abort', () => reject(new Error('told to end')));
      }),
  });
  await vi.waitFor(() => expect(begun).toBe(true), { timeout: 30_000 });
  await runner.stop(50);
  await vi.waitFor(() => expect(ended).toEqual([['long', 'released']]), { timeout: 30_000 });
  // The clock has not moved: the lock of the first worker would still hold.
  const seen: unknown[] = [];
  const other = {
    long: async ({ payload, tries }: { payload: unknown; tries: number }) => {
      seen.push([payload, tries]);
      return undefined;
    },
  };
  await vi.waitFor(async () => expect(await runDueJobs(context, other)).toBe(1), { timeout: 30_000 });
  // What was given back was no try: a fault waits for half a minute after it, however often workers were stopped.
  expect(seen).toEqual([[{ n: 1 }, 1]]);
  expect(ended).toEqual([
    ['long', 'released'],
    ['long', 'done'],
  ]);
  expect(logged).toEqual([]);
  expect(await db.query('select id from job')).toEqual([]);
});
