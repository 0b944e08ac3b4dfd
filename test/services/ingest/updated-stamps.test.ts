import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBatch, writeBatchWithin } from '../../../src/services/ingest/write-batch.ts';
import type { Utility } from '../../../src/storage/utilities.ts';
import { testDatabaseKind } from '../../support/database.ts';
import { batchOf, type IngestHouse, openIngestHouse } from '../../support/ingest-house.ts';
import { at, series } from '../../support/seed/readings.ts';
import { electricity, newYork } from '../../support/seed/values.ts';

const structure = batchOf({
  usagePoints: ['a', 'b', 'c', 'd'].map((sourceKey) => ({
    sourceKey,
    timeZone: 'America/New_York',
    localTimeParameters: newYork,
    value: {},
  })),
  meterReadings: ['a', 'b', 'c', 'd'].map((usagePointKey) => ({
    usagePointKey,
    sourceKey: 'in',
    readingType: electricity(1, 3600),
  })),
});

const dayOf = (usagePointKey: string, day: number, value: number) =>
  batchOf({
    readings: [
      {
        usagePointKey,
        meterReadingKey: 'in',
        readings: series(at('2026-02-01T05:00') + day * 86_400, 24, 3600, () => ({ value })),
      },
    ],
  });

// PGlite has one connection: nothing can be open beside something else.
describe.skipIf(testDatabaseKind === 'pglite')('stamps of writers that commit late', () => {
  let house: IngestHouse;
  beforeAll(async () => {
    house = await openIngestHouse();
  });
  afterAll(() => house.close());

  /** A poll of a client: what has changed since the `updated` of its last answer, and the next one. */
  async function poll(utility: Utility, since: number): Promise<{ seen: string[]; next: number }> {
    const rows = await house.db.query<{ key: string; updated: number }>(
      `select u.source_key || ' ' || d.day || ' ' || d.updated as key, d.updated
       from interval_day d join usage_point u on u.id = d.up_id where u.utility_id = $1 and d.updated >= $2`,
      [utility.id, since],
    );
    return { seen: rows.map(({ key }) => key), next: Math.max(since, ...rows.map(({ updated }) => updated)) };
  }

  it('a writer that began earlier and commits late hides nothing from the next poll', async () => {
    const utility = await house.addUtility();
    const { db, clock } = house;
    await house.write(structure, utility);
    await house.write(dayOf('d', 0, 1), utility);
    let commit = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      commit = resolve;
    });
    const order: string[] = [];
    let wrote = (): void => undefined;
    const written = new Promise<void>((resolve) => {
      wrote = resolve;
    });
    const late = db.transaction(async (tx) => {
      await writeBatchWithin({ tx, clock }, { utility, batch: dayOf('a', 0, 1) });
      wrote();
      await gate;
      order.push('late');
    });
    await written;
    const quick = house.write(dayOf('b', 0, 1), utility).then(() => order.push('quick'));
    await delay(300);
    // The second writer waits, so a reader sees neither, and its next question begins before both.
    const first = await poll(utility, 0);
    expect(order).toEqual([]);
    expect(first.seen.map((key) => key.charAt(0))).toEqual(['d']);
    commit();
    await Promise.all([late, quick]);
    expect(order).toEqual(['late', 'quick']);
    const second = await poll(utility, first.next);
    expect(second.seen.map((key) => key.charAt(0)).sort()).toEqual(['a', 'b', 'd']);
    const stamps = second.seen
      .filter((key) => !key.startsWith('d'))
      .map((key) => Number(key.split(' ').at(-1)));
    expect(new Set(stamps).size).toBe(2);
  });

  it('many writers at once, some slow to commit: a client that follows `updated` sees every row', async () => {
    const utility = await house.addUtility();
    const { db, clock } = house;
    await house.write(structure, utility);
    let writing = true;
    const writers = ['a', 'b', 'c'].map(async (key, writer) => {
      for (let day = 0; day < 12; day++) {
        const batch = dayOf(key, day % 8, writer * 100 + day);
        await db.transaction(async (tx) => {
          await writeBatchWithin({ tx, clock }, { utility, batch });
          await delay((writer * 7 + day * 5) % 20);
        });
      }
    });
    const seen = new Set<string>();
    const reader = (async () => {
      let since = 0;
      for (;;) {
        const last = !writing;
        const answer = await poll(utility, since);
        for (const key of answer.seen) seen.add(key);
        since = answer.next;
        if (last) return;
        await delay(3);
      }
    })();
    await Promise.all(writers);
    writing = false;
    await reader;
    const all = await poll(utility, 0);
    expect(all.seen.length).toBe(24);
    expect(all.seen.filter((key) => !seen.has(key))).toEqual([]);
  });

  it('two processes that need the same new month both get it', async () => {
    const utility = await house.addUtility();
    await house.write(structure, utility);
    // Another object is another process to whatever is remembered per database.
    const other = { ...house.db };
    const { clock } = house;
    const far = (key: string) =>
      batchOf({
        readings: [
          {
            usagePointKey: key,
            meterReadingKey: 'in',
            readings: series(at('2031-07-01T05:00'), 24, 3600, () => ({ value: 1 })),
          },
        ],
      });
    await Promise.all([
      writeBatch({ db: house.db, clock }, { utility, batch: far('a') }),
      writeBatch({ db: other, clock }, { utility, batch: far('b') }),
    ]);
    const rows = await house.db.query('select 1 from interval_day_2031_07');
    expect(rows).toHaveLength(4);
  });
});
