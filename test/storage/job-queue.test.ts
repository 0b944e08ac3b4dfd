import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import {
  claimJobs,
  completeJobs,
  countJobs,
  enqueueJob,
  extendJobs,
  failJob,
  releaseJobs,
  repeatJob,
} from '../../src/storage/job-queue.ts';
import { openTestDatabase } from '../support/database.ts';

let db: Database;
beforeEach(async () => {
  db = await openTestDatabase();
});
afterEach(() => db.close());

const claim = (now: number, limit = 10, kinds = ['a', 'b']) =>
  claimJobs(db, { shares: [{ kinds, limit }], now, lockedUntil: now + 100 });

test('jobs come in their order, each to one worker, and only those of a known kind', async () => {
  await enqueueJob(db, { kind: 'a', payload: { n: 1 } });
  await enqueueJob(db, { kind: 'b', payload: { n: 2 } });
  await enqueueJob(db, { kind: 'c', payload: { n: 3 } });
  const [first] = await claim(1000, 1);
  expect(first?.payload).toEqual({ n: 1 });
  expect((await claim(1000)).map(({ payload }) => payload)).toEqual([{ n: 2 }]);
  expect(await claim(1000)).toEqual([]);
});

test('one question takes so many of each share, those of one in the order of another', async () => {
  for (const kind of ['a', 'b', 'c', 'b', 'a', 'a']) await enqueueJob(db, { kind, payload: {} });
  const shares = [
    { kinds: ['a'], limit: 2 },
    { kinds: ['b', 'c'], limit: 2, turns: true },
    { kinds: ['d'], limit: 5 },
  ];
  const take = async (now: number) =>
    (await claimJobs(db, { shares, now, lockedUntil: now + 100 })).map(({ kind }) => kind);
  expect(await take(1000)).toEqual(['a', 'b', 'c', 'a']);
  expect(await take(1000)).toEqual(['b', 'a']);
  expect(await take(1000)).toEqual([]);
  expect(await take(1100)).toHaveLength(4);
});

test('a job waits for its time', async () => {
  await enqueueJob(db, { kind: 'a', payload: {}, runAt: 2000 });
  expect(await claim(1999)).toEqual([]);
  expect(await claim(2000)).toHaveLength(1);
});

test('a job of a dead worker is due again when its lock has run out; extending keeps it', async () => {
  const id = await enqueueJob(db, { kind: 'a', payload: {} });
  const jobs = await claim(1000);
  await extendJobs(db, { jobs, lockedUntil: 1500 });
  expect(await claim(1200)).toEqual([]);
  expect((await claim(1500))[0]).toMatchObject({ id, tries: 2 });
});

/** Claims every minute for so many minutes, each claim for a minute; gives when each job was begun. */
async function claimForEver(minutes: number): Promise<Map<number, number[]>> {
  const begun = new Map<number, number[]>();
  for (let n = 0; n <= minutes; n++) {
    const now = n * 60_000;
    for (const { id } of await claimJobs(db, {
      shares: [{ kinds: ['a'], limit: 9 }],
      now,
      lockedUntil: now + 60_000,
    }))
      begun.set(id, [...(begun.get(id) ?? []), n]);
  }
  return begun;
}

test('a job that kills its workers waits longer and longer, up to an hour, and says why', async () => {
  await enqueueJob(db, { kind: 'a', payload: {} });
  const [begun] = (await claimForEver(200)).values();
  expect(begun).toEqual([0, 1, 2, 4, 8, 16, 32, 63, 120, 177]);
  const [row] = await db.query('select locked_until as locked, last_error as error from job');
  expect(row).toEqual({ locked: null, error: expect.stringContaining('the worker that did it was lost') });
  expect(await countJobs(db, { now: 200 * 60_000 })).toMatchObject({ due: 0, failing: 1 });
});

test('jobs that lost their worker together come to different workers in the end', async () => {
  for (let n = 0; n < 4; n++) await enqueueJob(db, { kind: 'a', payload: { n } });
  const begun = [...(await claimForEver(70)).values()];
  expect(begun).toHaveLength(4);
  for (const times of begun) expect(times.slice(0, 3)).toEqual([0, 1, 2]);
  expect(new Set(begun.map((times) => times.at(-1))).size).toBe(4);
});

test('a job that lost its worker once says so while the next one does it', async () => {
  await enqueueJob(db, { kind: 'a', payload: {} });
  await claim(1000);
  const held = await claim(1100);
  expect(await countJobs(db, { now: 1100 })).toMatchObject({ due: 1, failing: 1 });
  await completeJobs(db, held);
  expect(await countJobs(db, { now: 1100 })).toMatchObject({ due: 0, failing: 0 });
});

test('a job that was given back is due at once, however often, and did not fail', async () => {
  await enqueueJob(db, { kind: 'a', payload: {} });
  for (let n = 0; n < 9; n++) await releaseJobs(db, await claim(1000 + n));
  expect(await countJobs(db, { now: 1009 })).toMatchObject({ due: 1, failing: 0 });
  expect(await claim(1009)).toMatchObject([{ tries: 1 }]);
  // When its next worker is lost, it waits no longer than a job that was begun once.
  expect(await claim(1109)).toMatchObject([{ tries: 2 }]);
});

test('a worker that lost its claim cannot give the job back', async () => {
  await enqueueJob(db, { kind: 'a', payload: {} });
  const lost = await claim(1000);
  await claim(2000);
  await releaseJobs(db, lost);
  expect(await claim(2050)).toEqual([]);
});

test('a worker that lost its claim no longer keeps the job from others', async () => {
  await enqueueJob(db, { kind: 'a', payload: {} });
  const lost = await claim(1000);
  const held = await claim(2000);
  await extendJobs(db, { jobs: lost, lockedUntil: 9000 });
  expect(await claim(2050)).toEqual([]);
  expect(await claim(2100)).toMatchObject([{ id: held[0]?.id, tries: 3 }]);
});

test('a worker that lost its claim can no longer end the job', async () => {
  await enqueueJob(db, { kind: 'a', payload: {} });
  const lost = await claim(1000);
  const held = await claim(2000);
  await completeJobs(db, lost);
  expect(await countJobs(db, { now: 2000 })).toMatchObject({ due: 1 });
  await completeJobs(db, held);
  expect(await countJobs(db, { now: 2000 })).toMatchObject({ due: 0, oldest: null });
});

test('the same key is one job; what joins a running one makes it run once more', async () => {
  await enqueueJob(db, { kind: 'a', payload: { n: 1 }, key: 'k', runAt: 5000 });
  await enqueueJob(db, { kind: 'a', payload: { n: 2 }, key: 'k', runAt: 1000 });
  const held = await claim(1000);
  expect(held).toHaveLength(1);
  await enqueueJob(db, { kind: 'a', payload: { n: 3 }, key: 'k', runAt: 1001 });
  await completeJobs(db, held);
  const again = await claim(1001);
  expect(again).toHaveLength(1);
  await completeJobs(db, again);
  expect(await countJobs(db, { now: 9000 })).toMatchObject({ due: 0 });
});

test('a job that failed waits and says why; one that repeats is fresh', async () => {
  await enqueueJob(db, { kind: 'a', payload: {} });
  const [first] = await claim(1000);
  if (first === undefined) throw new Error('no job');
  await failJob(db, { job: first, error: 'no answer', runAt: 3000 });
  expect(await countJobs(db, { now: 1000 })).toMatchObject({ due: 0, failing: 1 });
  const [second] = await claim(3000);
  if (second === undefined) throw new Error('no job');
  expect(second.tries).toBe(2);
  await repeatJob(db, { job: second, runAt: 8000 });
  expect(await countJobs(db, { now: 7999 })).toMatchObject({ due: 0, failing: 0 });
  expect((await claim(8000))[0]?.tries).toBe(1);
});

test('a job of a transaction that is rolled back never was', async () => {
  await expect(
    db.transaction(async (tx) => {
      await enqueueJob(tx, { kind: 'a', payload: {} });
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await claim(1000)).toEqual([]);
});

test('many workers at once never get the same job', async () => {
  for (let n = 0; n < 60; n++) await enqueueJob(db, { kind: 'a', payload: { n } });
  const taken = await Promise.all(Array.from({ length: 12 }, () => claim(1000, 5)));
  const ids = taken.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const rest = await claim(1000, 100);
  expect(ids.length + rest.length).toBe(60);
});
