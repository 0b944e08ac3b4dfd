import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reading } from '../../../src/espi/reading.ts';
import { rewriteClosedMonths } from '../../../src/services/maintenance/rewrite-closed-months.ts';
import type { Database } from '../../../src/storage/database.ts';
import { ensureMonths } from '../../../src/storage/interval-months.ts';
import { copyMonth, listMonths, swapMonth } from '../../../src/storage/month-rewrites.ts';
import { nextStamp } from '../../../src/storage/stamps.ts';
import { testDatabaseKind } from '../../support/database.ts';
import { type IngestHouse, openIngestHouse } from '../../support/ingest-house.ts';
import { openLongReader } from '../../support/long-reader.ts';
import { readChannels } from '../../support/read-back.ts';

const start = Date.UTC(2026, 0, 1, 5) / 1000;
const meters = 40;

let house: IngestHouse;
beforeAll(async () => {
  house = await openIngestHouse();
});
afterAll(() => house.close());

const point = (meter: number) => ({
  sourceKey: `m${meter}`,
  timeZone: 'America/New_York',
  localTimeParameters: { dstEndRule: '00000000', dstOffset: 0, dstStartRule: '00000000', tzOffset: -18_000 },
  value: { ServiceCategory: { kind: 0 } },
});

const readings = (day: number, value: number): Reading[] =>
  Array.from({ length: 24 }, (_, hour) => ({
    start: start + day * 86_400 + hour * 3600,
    duration: 3600,
    value: value + hour,
  }));

/** A night: one day of every meter. */
const night = (day: number, value = day) => ({
  usagePoints: Array.from({ length: meters }, (_, i) => point(i)),
  meterReadings: Array.from({ length: meters }, (_, i) => ({
    usagePointKey: `m${i}`,
    sourceKey: 'c',
    readingType: { uom: 72, intervalLength: 3600 },
  })),
  readings: Array.from({ length: meters }, (_, i) => ({
    usagePointKey: `m${i}`,
    meterReadingKey: 'c',
    readings: readings(day, value * 1000 + i),
  })),
});

const rows = () =>
  house.db.query('select up_id, mr_no, day, published, updated, data from interval_day order by 1, 2, 3');

/** How often the next row of the key lies in front of the one before. */
const disorder = async (): Promise<number> => {
  const [row] = await house.db.query<{ count: number }>(
    `select count(*)::int4 as count from (
       select ctid < lag(ctid) over (order by up_id, mr_no, day) as back from interval_day_2026_01) t where back`,
  );
  return row?.count ?? -1;
};

describe('months that are over', () => {
  it('are rewritten in the order of their key, once, and hold what they held', async () => {
    for (let day = 0; day < 31; day++) await house.write(night(day));
    await house.write(night(31));
    const before = await rows();
    expect(await disorder()).toBeGreaterThan(0);
    house.clock.set(Date.UTC(2026, 1, 9));
    expect(await rewriteClosedMonths(house)).toEqual([]);
    house.clock.set(Date.UTC(2026, 1, 12));
    const [done, ...others] = await rewriteClosedMonths(house);
    expect(others).toEqual([]);
    expect(done?.month).toBe('2026-01');
    expect(done?.bytesAfter).toBeLessThanOrEqual(done?.bytesBefore ?? 0);
    expect(await rows()).toEqual(before);
    expect(await disorder()).toBe(0);
    expect(await rewriteClosedMonths(house)).toEqual([]);
    expect(await rewriteClosedMonths(house, { everything: true })).toHaveLength(1);
  });

  it('have the key, the index and the bounds of every partition afterwards', async () => {
    const indexes = await house.db.query<{ def: string }>(
      "select pg_get_indexdef(indexrelid) as def from pg_index where indrelid = 'interval_day_2026_01'::regclass order by 1",
    );
    expect(indexes.map(({ def }) => def.replace(/^.*USING /, ''))).toEqual([
      'btree (updated)',
      'btree (up_id, mr_no, day)',
    ]);
    const constraints = await house.db.query<{ type: string }>(
      "select contype::text as type from pg_constraint where conrelid = 'interval_day_2026_01'::regclass and contype in ('p', 'c')",
    );
    expect(constraints).toEqual([{ type: 'p' }]);
    await ensureMonths({ ...house.db }, ['2026-01-15']);
    const months = (await listMonths(house.db)).map(({ month }) => month);
    expect(months).toEqual(['2026-01', '2026-02']);
  });

  it('a correction and a late day that come between copy and swap are not lost', async () => {
    const mark = await copyMonth(house.db, '2026-01');
    house.clock.advance(1000);
    await house.write(night(3, 777));
    await house.write({
      ...night(0),
      usagePoints: [point(99)],
      meterReadings: [
        { usagePointKey: 'm99', sourceKey: 'c', readingType: { uom: 72, intervalLength: 3600 } },
      ],
      readings: [{ usagePointKey: 'm99', meterReadingKey: 'c', readings: readings(5, 5) }],
    });
    const before = await rows();
    expect(await swapMonth(house.db, '2026-01', mark)).toBe('swapped');
    expect(await rows()).toEqual(before);
    const channels = await readChannels(house.db, house.utility.id);
    expect(channels[0]?.readings[3 * 24]?.value).toBe(777_000);
  });

  it('a copy that does not hold what the partition holds is not taken', async () => {
    const mark = await copyMonth(house.db, '2026-01');
    const before = await rows();
    await house.db.query(
      'delete from interval_day_2026_01_in_order where up_id = (select min(up_id) from interval_day)',
    );
    expect(await swapMonth(house.db, '2026-01', mark)).toBe('differs');
    expect(await rows()).toEqual(before);
    expect(await rewriteClosedMonths(house, { everything: true })).toHaveLength(1);
    expect(await rows()).toEqual(before);
  });
});

/** The database, with something that is done before its nth transaction; and what each of them asks. */
function watched(before: (n: number) => Promise<unknown>): {
  readonly db: Database;
  readonly asked: string[][];
} {
  const asked: string[][] = [];
  const db: Database = {
    ...house.db,
    transaction: async (work) => {
      const texts: string[] = [];
      await before(asked.push(texts));
      return await house.db.transaction((tx) =>
        work({
          ...tx,
          query: async (text, params) => {
            texts.push(text);
            return await tx.query(text, params);
          },
        }),
      );
    },
  };
  return { db, asked };
}

describe('the change of places', () => {
  it('counts nothing while writers wait, and has what comes between the comparing and the change', async () => {
    const mark = await copyMonth(house.db, '2026-01');
    await house.write(night(6, 666));
    const { db, asked } = watched(async (n) => {
      if (n === 2) await house.write(night(7, 777));
    });
    expect(await swapMonth(db, '2026-01', mark)).toBe('swapped');
    expect(asked).toHaveLength(2);
    const [compared = [], changed = []] = asked;
    expect(compared.some((text) => text.includes('count('))).toBe(true);
    expect(compared.some((text) => text.includes('for no key update'))).toBe(false);
    expect(changed.some((text) => text.includes('for no key update'))).toBe(true);
    expect(changed.some((text) => text.includes('count('))).toBe(false);
    const [channel] = await readChannels(house.db, house.utility.id);
    expect([6, 7].map((day) => channel?.readings[day * 24]?.value)).toEqual([666_000, 777_000]);
  });

  it('looks for nothing when nobody has written since', async () => {
    const mark = await copyMonth(house.db, '2026-01');
    const { db, asked } = watched(async () => undefined);
    expect(await swapMonth(db, '2026-01', mark)).toBe('swapped');
    expect(asked.flat().filter((text) => text.includes('insert into'))).toEqual([]);
  });

  it.each([
    [
      'was inserted without a stamp',
      `insert into interval_day_2026_01
       select up_id, 9::int2, day, start_ts, step, n, enc, published, 1, data from interval_day_2026_01 limit 1`,
      'delete from interval_day_2026_01 where mr_no = 9',
    ],
    [
      'was deleted',
      `with gone as (delete from interval_day_2026_01
         where ctid = (select ctid from interval_day_2026_01 order by up_id, mr_no, day limit 1) returning *)
       insert into kept_day select * from gone`,
      'insert into interval_day_2026_01 select * from kept_day',
    ],
  ])('a row that %s by hand meanwhile: the copy is not taken', async (_, statement, mend) => {
    await house.db.query('create table if not exists kept_day (like interval_day)');
    const mark = await copyMonth(house.db, '2026-01');
    await house.db.query(statement);
    expect(await swapMonth(house.db, '2026-01', mark)).toBe('differs');
    await house.db.query(mend);
    expect(await swapMonth(house.db, '2026-01', mark)).toBe('swapped');
  });
});

describe.runIf(testDatabaseKind === 'postgres')('while others read and write', () => {
  it('loses nothing, blocks nobody for long, and makes nobody fail', async () => {
    let going = true;
    let value = 1000;
    const last = new Map<number, number>();
    const writer = async (): Promise<void> => {
      for (let day = 0; going; day = (day + 7) % 31) {
        value += 1;
        await house.write(night(day, value));
        last.set(day, value);
      }
    };
    const reader = async (): Promise<number> => {
      let reads = 0;
      for (; going; reads++) {
        const [row] = await house.db.query<{ count: number }>(
          "select count(*)::int4 as count from interval_day where day >= '2026-01-01' and day < '2026-02-01'",
        );
        expect(row?.count).toBe(meters * 31 + 1);
      }
      return reads;
    };
    const work = Promise.all([writer(), reader(), reader()]);
    try {
      for (let i = 0; i < 6; i++)
        expect(await rewriteClosedMonths(house, { everything: true })).toHaveLength(1);
    } finally {
      going = false;
    }
    const [, reads] = await work;
    expect(reads).toBeGreaterThan(0);
    expect(last.size).toBeGreaterThan(0);
    const [channel] = await readChannels(house.db, house.utility.id);
    for (const [day, written] of last) expect(channel?.readings[day * 24]?.value).toBe(written * 1000);
  });
});

describe.runIf(testDatabaseKind === 'postgres')('while a backup reads', () => {
  const tables = () =>
    house.db.query("select relname from pg_class where relname like 'interval_day%in_order' order by 1");

  it('is put off, and nobody waits for it', async () => {
    const before = await rows();
    const end = await openLongReader(house.db);
    await expect(rewriteClosedMonths(house, { everything: true })).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(await tables()).toEqual([]);
    expect(await rows()).toEqual(before);
    await house.write(night(4, 4444));
    await end();
    expect(await rewriteClosedMonths(house, { everything: true })).toHaveLength(1);
  });

  it('that began after the copy, changes nothing', async () => {
    const mark = await copyMonth(house.db, '2026-01');
    const before = await rows();
    const end = await openLongReader(house.db);
    expect(await swapMonth(house.db, '2026-01', mark)).toBe('busy');
    expect(await rows()).toEqual(before);
    await house.write(night(4, 5555));
    await end();
    expect(await swapMonth(house.db, '2026-01', mark)).toBe('swapped');
    expect((await readChannels(house.db, house.utility.id))[0]?.readings[4 * 24]?.value).toBe(5_555_000);
  });

  it('gives way to one who reads and then writes', async () => {
    const mark = await copyMonth(house.db, '2026-01');
    let swapping: ReturnType<typeof swapMonth> | undefined;
    const stamp = await house.db.transaction(async (tx) => {
      await tx.query('select count(*) from interval_day');
      swapping = swapMonth(house.db, '2026-01', mark);
      await expect
        .poll(() =>
          house.db.query(
            "select 1 from pg_locks where not granted and locktype = 'relation' and database = (select oid from pg_database where datname = current_database())",
          ),
        )
        .toHaveLength(1);
      return await nextStamp(tx, house.utility.id, house.clock.now());
    });
    expect(stamp).toBeGreaterThan(0);
    expect(await swapping).toBe('busy');
  });
});
