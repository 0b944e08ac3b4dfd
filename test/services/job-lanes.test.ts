import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { JobHandlers } from '../../src/jobs/job-handler.ts';
import { startJobs } from '../../src/jobs/runner.ts';
import { enqueueBuild } from '../../src/services/large-feed/enqueue-build.ts';
import type { Database } from '../../src/storage/database.ts';
import { enqueueJob } from '../../src/storage/job-queue.ts';
import { claimLargeFeed, findBuildForecast } from '../../src/storage/large-feed-builds.ts';
import { insertLargeFeed } from '../../src/storage/large-feeds.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
let db: Database;
beforeEach(async () => {
  house = await openHouse();
  ({ db } = house);
  await db.query('delete from job');
});
afterEach(async () => await house.close());

/** Starts a worker; what goes wrong in it fails the test. */
const start = (handlers: JobHandlers) =>
  startJobs(
    {
      db,
      clock: house.clock,
      log: {
        info: () => undefined,
        error: (fields) => {
          throw new Error(JSON.stringify(fields));
        },
      },
    },
    handlers,
  );

it('short jobs do not wait for long ones, nor for those that wait for the servers of others', async () => {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const waiting = (kind: string) => async () => {
    begun.push(kind);
    await new Promise<void>((resolve) => ends.push(resolve));
    return undefined;
  };
  const slow = ['build-feed', 'cut-bulk', 'rewrite-months', 'notification'];
  for (const kind of slow) for (let n = 0; n < 9; n++) await enqueueJob(db, { kind, payload: { n } });
  const short = ['mail', 'data-notification', 'authorization_event', 'end-overdue'];
  for (const kind of short) await enqueueJob(db, { kind, payload: {} });
  const done: string[] = [];
  const runner = start({
    ...Object.fromEntries(slow.map((kind) => [kind, waiting(kind)])),
    ...Object.fromEntries(short.map((kind) => [kind, async () => void done.push(kind)])),
  });
  await vi.waitFor(() => expect(done.toSorted()).toEqual(short.toSorted()), { timeout: 30_000 });
  const counts = (kind: string) => begun.filter((one) => one === kind).length;
  await vi.waitFor(() => expect(slow.map(counts)).toEqual([2, 0, 2, 4]), { timeout: 30_000 });
  const stopped = runner.stop();
  for (const end of ends) end();
  await stopped;
});

it('a worker with nothing to do asks once for all that it does', async () => {
  const { query } = db;
  const claims: string[] = [];
  const counting: typeof query = async (text, params) => {
    if (/update job/.test(text)) claims.push(text);
    return await query(text, params);
  };
  Object.assign(db, { query: counting });
  const begun: string[] = [];
  const kinds = ['build-feed', 'rewrite-months', 'mail', 'notification', 'remind'];
  const handlers = kinds.map((kind) => [kind, async () => void begun.push(kind)]);
  const runner = start(Object.fromEntries(handlers));
  await vi.waitFor(() => expect(claims.length).toBeGreaterThan(0), { timeout: 30_000 });
  // It looks twice a second, and not once for each kind.
  await new Promise((wait) => setTimeout(wait, 300));
  expect(claims.length).toBeLessThan(5);
  for (const kind of kinds) await enqueueJob(db, { kind, payload: {} });
  await vi.waitFor(() => expect(begun.toSorted()).toEqual(kinds.toSorted()), { timeout: 30_000 });
  await runner.stop();
});

/** Asks for a large feed in the name of a third party. */
async function ask(client: string, n: number): Promise<number> {
  return await db.transaction(async (tx) => {
    const [owner] = await tx.query<{ id: number; utilityId: number }>(
      'select id, utility_id as "utilityId" from client where uid = $1',
      [client],
    );
    const id = await insertLargeFeed(tx, {
      uid: `${client}${n}`,
      key: `${client} ${n}`,
      utilityId: owner?.utilityId ?? 0,
      clientId: owner?.id ?? 0,
      rowName: 'Bulk',
      params: {},
      bounds: [null, null, null, null],
      page: { skip: 0 },
      uri: '',
      readings: 1000,
      entries: 10,
      partBytes: 1000,
      created: house.clock.now(),
      expires: house.clock.now() + 3_600_000,
    });
    await enqueueBuild(tx, id ?? 0);
    return id ?? 0;
  });
}

it('third parties take turns in having their large feeds written', async () => {
  const asked = new Map<number, string>();
  for (let n = 0; n < 6; n++) asked.set(await ask('clientone', n), 'one');
  for (let n = 0; n < 3; n++) asked.set(await ask('clienttwo', n), 'two');
  const ids = [...asked.keys()];
  // Before the last of the second are its two others, and three of the first.
  expect((await findBuildForecast(db, ids[8] ?? 0)).ahead).toBe(6000);
  expect((await findBuildForecast(db, ids[5] ?? 0)).ahead).toBe(9000);

  const begun: string[] = [];
  const runner = start({
    'build-feed': async ({ payload }) => {
      house.clock.advance(1);
      const feed = await claimLargeFeed(db, { id: Number(payload.feedId), now: house.clock.now() });
      begun.push(asked.get(feed?.id ?? 0) ?? '');
      // Longer than it takes to claim: both slots are hardly ever free together.
      await new Promise((wait) => setTimeout(wait, 50 + 100 * (begun.length % 2)));
      return undefined;
    },
  });
  await vi.waitFor(() => expect(begun).toHaveLength(9), { timeout: 30_000 });
  await runner.stop();
  // The first one asked first and has both slots; then the second one's do not wait for all of the first's.
  expect(begun.slice(2, 7).filter((who) => who === 'two')).toHaveLength(3);
});
