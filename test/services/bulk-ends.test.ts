import { afterEach, beforeEach, expect, it } from 'vitest';
import { cutBulk } from '../../src/services/bulk/cut-bulk.ts';
import { buildFeed } from '../../src/services/large-feed/build-feed.ts';
import { defaultLargeFeedSettings } from '../../src/services/large-feed/settings.ts';
import type { Database } from '../../src/storage/database.ts';
import { readBulkText } from '../support/bulk-entries.ts';
import { type BulkClient, correctHome, findBulkClient } from '../support/bulk-house.ts';
import { testDatabaseKind } from '../support/database.ts';
import { feedContext, workFeeds } from '../support/feed-work.ts';
import { type House, openHouse } from '../support/house.ts';

// On one connection transactions take turns anyway.
const rounds = testDatabaseKind === 'postgres' ? 40 : 3;

let house: House;
let one: BulkClient;
beforeEach(async () => {
  house = await openHouse();
  one = await findBulkClient(house);
});
afterEach(async () => await house.close());

const correct = (value: number) => correctHome(house, one, value);

/** A database whose transactions wait, each for its own word. */
function heldDatabase(db: Database): {
  readonly db: Database;
  readonly held: (no: number) => Promise<() => void>;
} {
  const gates = [0, 1].map(() => {
    let arrive: () => void = () => undefined;
    let release: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const released = new Promise<void>((resolve) => (release = resolve));
    return { arrive: () => arrive(), arrived, release: () => release(), released };
  });
  let begun = 0;
  return {
    db: {
      ...db,
      transaction: async (work) => {
        const gate = gates[begun++];
        gate?.arrive();
        await gate?.released;
        return await db.transaction(work);
      },
    },
    held: async (no) => {
      await gates[no]?.arrived;
      return () => gates[no]?.release();
    },
  };
}

it('a worker that finds a bulk empty and another that has written it meanwhile end without waiting for each other', async () => {
  await cutBulk(feedContext(house, defaultLargeFeedSettings), { clientId: one.id });
  await workFeeds(house);
  const context = feedContext(house, defaultLargeFeedSettings);
  for (let round = 0; round < rounds; round++) {
    await correct(1000 + 2 * round);
    const [bulk] = await cutBulk(context, { clientId: one.id });
    const [feed] = await house.db.query<{ id: number }>(`select id from large_feed where key = $1`, [
      `bulk:${bulk?.uid}`,
    ]);
    const feedId = feed?.id ?? 0;
    const [slow, quick] = [heldDatabase(house.db), heldDatabase(house.db)];
    // The slow one claims the feed first, and plans after the quick one has written it and all of it has changed again.
    const planning = house.db.query;
    let goOn: () => void = () => undefined;
    const mayPlan = new Promise<void>((resolve) => (goOn = resolve));
    const slowDb = {
      ...slow.db,
      query: (async (text: string, values?: unknown[]) => {
        await mayPlan;
        return await planning(text, values);
      }) as Database['query'],
    };
    const slowly = buildFeed({ ...context, db: slowDb }, { feedId });
    (await slow.held(0))();
    while (
      (await house.db.query('select 1 from large_feed where id = $1 and attempt = 1', [feedId])).length === 0
    );
    const quickly = buildFeed({ ...context, db: quick.db }, { feedId });
    (await quick.held(0))();
    const finish = await quick.held(1);
    await correct(1001 + 2 * round);
    goOn();
    const drop = await slow.held(1);
    drop();
    finish();
    expect(await Promise.all([slowly, quickly])).toEqual([undefined, undefined]);
    expect(await readBulkText(house, bulk?.uid ?? '')).toContain(`<value>${1000 + 2 * round}</value>`);
    await house.db.query(`delete from job`);
  }
}, 120_000);
