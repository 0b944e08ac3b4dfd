import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeReadings } from '../../../src/espi/merge-readings.ts';
import type { Reading } from '../../../src/espi/reading.ts';
import type { IngestBatch } from '../../../src/services/ingest/ingest-batch.ts';
import { noCount } from '../../../src/services/ingest/write-count.ts';
import type { Utility } from '../../../src/storage/utilities.ts';
import { dumpTables } from '../../support/dump.ts';
import { type IngestHouse, openIngestHouse } from '../../support/ingest-house.ts';
import { readChannels } from '../../support/read-back.ts';
import { firstBatch } from '../../support/seed/batches.ts';
import { at, corrected, marchEnd, series } from '../../support/seed/readings.ts';
import { bill, electricity, newYork, pdf, phoenix } from '../../support/seed/values.ts';

const point = (sourceKey: string): IngestBatch['usagePoints'][number] => ({
  sourceKey,
  timeZone: 'America/New_York',
  localTimeParameters: newYork,
  value: { ServiceCategory: { kind: 0 } },
});

const home = {
  usagePoints: [point('home')],
  meterReadings: [{ usagePointKey: 'home', sourceKey: 'in', readingType: electricity(1, 3600) }],
};

const hours = (start: string, count: number): Reading[] =>
  series(at(start), count, 3600, (hour) => ({ value: hour }));
const readingsOf = (readings: readonly Reading[]) => [
  { usagePointKey: 'home', meterReadingKey: 'in', readings },
];

let house: IngestHouse;
beforeAll(async () => {
  house = await openIngestHouse();
});
afterAll(() => house.close());

interface StampedBlock {
  readonly day: string;
  readonly published: number;
  readonly updated: number;
}

const blocks = (utility: Utility): Promise<StampedBlock[]> =>
  house.db.query<StampedBlock>(
    `select d.day, d.published, d.updated from interval_day d join usage_point u on u.id = d.up_id
     where u.utility_id = $1 order by d.up_id, d.mr_no, d.day`,
    [utility.id],
  );

describe('writing a batch', () => {
  it('a second time touches no row', async () => {
    const utility = await house.addUtility();
    await house.write(firstBatch, utility);
    const before = await dumpTables(house.db);
    house.clock.advance(3_600_000);
    const again = await house.write(firstBatch, utility);
    for (const { created, changed } of Object.values(again))
      expect({ created, changed }).toEqual({ created: 0, changed: 0 });
    expect(again.readings.unchanged).toBe(
      firstBatch.readings.reduce((sum, { readings }) => sum + readings.length, 0),
    );
    expect(await dumpTables(house.db)).toEqual(before);
  });

  it('a corrected value moves `updated` of exactly its block, and `published` of none', async () => {
    const utility = await house.addUtility();
    await house.write(firstBatch, utility);
    const before = await blocks(utility);
    house.clock.advance(3_600_000);
    const receipt = await house.write(
      { readings: [{ usagePointKey: 'home-electric', meterReadingKey: 'in', readings: [corrected] }] },
      utility,
    );
    expect(receipt.readings).toEqual({ created: 0, changed: 1, unchanged: 0 });
    expect(receipt.blocks).toEqual({ created: 0, changed: 1, unchanged: 0 });
    const after = await blocks(utility);
    const moved = after.filter((block, i) => block.updated !== before[i]?.updated);
    expect(moved.map(({ day }) => day)).toEqual(['2026-03-07']);
    expect(moved[0]?.updated).toBe(house.clock.now());
    expect(after.map(({ published }) => published)).toEqual(before.map(({ published }) => published));
    const stored = (await readChannels(house.db, utility.id)).flatMap(({ readings }) => readings);
    expect(stored.filter(({ start }) => start === corrected.start)[0]).toEqual(corrected);
  });

  it('a part of a stored day changes nothing, and a new part leaves the rest', async () => {
    const utility = await house.addUtility();
    await house.write({ ...home, readings: readingsOf(hours('2026-01-10T05:00', 12)) }, utility);
    const part = await house.write({ readings: readingsOf(hours('2026-01-10T05:00', 3)) }, utility);
    expect(part.readings).toEqual({ created: 0, changed: 0, unchanged: 3 });
    const rest = await house.write(
      { readings: readingsOf(series(at('2026-01-10T15:00'), 4, 3600, (hour) => ({ value: hour + 10 }))) },
      utility,
    );
    expect(rest.readings).toEqual({ created: 2, changed: 0, unchanged: 2 });
    const [channel] = await readChannels(house.db, utility.id);
    expect(channel?.readings).toHaveLength(14);
  });

  it('finds days that are stored although nothing says that their channel reaches so far', async () => {
    const utility = await house.addUtility();
    await house.write({ ...home, readings: readingsOf(hours('2026-01-10T05:00', 72)) }, utility);
    await house.db.query(
      `update meter_reading_source set end_ts = $2 where up_id = (select id from usage_point where utility_id = $1)`,
      [utility.id, at('2026-01-11T05:00')],
    );
    const before = await blocks(utility);
    house.clock.advance(3_600_000);
    const receipt = await house.write(
      { readings: readingsOf(series(at('2026-01-12T05:00'), 48, 3600, (hour) => ({ value: hour + 48 }))) },
      utility,
    );
    expect(receipt.readings).toEqual({ created: 24, changed: 0, unchanged: 24 });
    expect(receipt.blocks).toEqual({ created: 1, changed: 0, unchanged: 1 });
    const after = await blocks(utility);
    expect(after.slice(0, 3)).toEqual(before);
    expect(after[3]).toMatchObject({ day: '2026-01-13', updated: house.clock.now() });
    const [channel] = await readChannels(house.db, utility.id);
    expect(channel?.readings.map(({ value }) => value)).toEqual(Array.from({ length: 96 }, (_, i) => i));
  });

  it('takes readings after one that lasts for ages', async () => {
    const utility = await house.addUtility();
    const endless = { start: at('2026-01-10T05:00'), duration: 2 ** 45, value: 1 };
    await house.write({ ...home, readings: readingsOf([endless]) }, utility);
    const next = await house.write({ readings: readingsOf(hours('2026-01-11T05:00', 24)) }, utility);
    expect(next.readings).toEqual({ created: 24, changed: 0, unchanged: 0 });
  });

  it('cuts the days of each usage point by its own zone', async () => {
    const utility = await house.addUtility();
    const east = { start: at('2026-01-10T05:00'), duration: 3600, value: 1 };
    await house.write(
      {
        usagePoints: [
          { ...point('home'), timeZone: 'America/Phoenix', localTimeParameters: phoenix },
          point('east'),
        ],
        meterReadings: ['home', 'east'].map((usagePointKey) => ({
          usagePointKey,
          sourceKey: 'in',
          readingType: electricity(1, 3600),
        })),
      },
      utility,
    );
    const readings = ['home', 'east'].map((usagePointKey) => ({
      usagePointKey,
      meterReadingKey: 'in',
      readings: [east],
    }));
    // What a batch says about a zone is for one that is new: the first has its readings already at the second writing.
    await house.write({ readings }, utility);
    await house.write({ usagePoints: [point('home'), point('east')], readings }, utility);
    expect((await blocks(utility)).map(({ day }) => day)).toEqual(['2026-01-09', '2026-01-10']);
  });

  it('publishes a block at the end of its data, but not later than it was entered', async () => {
    const utility = await house.addUtility();
    house.clock.set(Date.parse('2026-04-02T12:00:00Z'));
    await house.write({ ...home, readings: readingsOf(hours('2026-04-01T04:00', 32)) }, utility);
    const [past, present] = await blocks(utility);
    expect(past?.published).toBe(Date.parse('2026-04-02T04:00:00Z'));
    expect(present?.published).toBe(Date.parse('2026-04-02T12:00:00Z'));
    house.clock.advance(86_400_000);
    await house.write({ readings: readingsOf(hours('2026-04-02T05:00', 20)) }, utility);
    expect((await blocks(utility))[1]).toEqual({ ...present, updated: house.clock.now() });
  });

  it('gives later stamps even when the clock stands still or goes back', async () => {
    const utility = await house.addUtility();
    await house.write({ ...home, readings: readingsOf(hours('2026-01-10T05:00', 2)) }, utility);
    house.clock.advance(-5_000);
    await house.write({ readings: readingsOf(hours('2026-01-11T05:00', 2)) }, utility);
    const [first, second] = await blocks(utility);
    expect(second?.updated).toBe((first?.updated ?? 0) + 1);
  });

  it('issues bills at their date, and keeps and replaces their images', async () => {
    const utility = await house.addUtility();
    const value = bill('2026-01-08T05:00', '2026-02-07T05:00', '2026-02-09T12:00', 1000);
    const bills = (file?: string, amount = value) => [
      {
        usagePointKey: 'home',
        sourceKey: 'b1',
        value: amount,
        ...(file === undefined
          ? {}
          : { file: { fileName: 'b.pdf', mediaType: 'application/pdf', bytes: pdf(file) } }),
      },
    ];
    const read = async () =>
      (
        await house.db.query<{ published: number; updated: number; file_uid: string; sha256: string }>(
          `select s.published, s.updated, s.file_uid, f.sha256 from usage_summary s
             join usage_point u on u.id = s.up_id left join stored_file f on f.uid = s.file_uid where u.utility_id = $1`,
          [utility.id],
        )
      )[0];
    await house.write({ ...home, usageSummaries: bills('one') }, utility);
    const first = await read();
    expect(first?.published).toBe(at('2026-02-09T12:00') * 1000);
    expect((await house.write({ usageSummaries: bills() }, utility)).usageSummaries.unchanged).toBe(1);
    expect(await read()).toEqual(first);
    expect((await house.write({ usageSummaries: bills('two') }, utility)).usageSummaries.changed).toBe(1);
    const second = await read();
    expect(second?.file_uid).toBe(first?.file_uid);
    expect(second?.sha256).not.toBe(first?.sha256);
    expect(second?.updated).toBeGreaterThan(first?.updated ?? 0);
    await house.write(
      { usageSummaries: bills('two', { ...value, statusTimeStamp: at('2026-02-10T12:00') }) },
      utility,
    );
    expect((await read())?.published).toBe(at('2026-02-10T12:00') * 1000);
  });

  it('keeps cutting days by the zone with which readings came first', async () => {
    const utility = await house.addUtility();
    await house.write({ ...home, readings: readingsOf(hours('2026-01-10T05:00', 24)) }, utility);
    const moved = { ...point('home'), timeZone: 'America/Phoenix', localTimeParameters: phoenix };
    await house.write({ usagePoints: [moved], readings: readingsOf(hours('2026-01-11T05:00', 24)) }, utility);
    expect((await blocks(utility)).map(({ day }) => day)).toEqual(['2026-01-10', '2026-01-11']);
  });

  it('leaves what is only mentioned as it is stored', async () => {
    const utility = await house.addUtility();
    await house.write(home, utility);
    const mentioned = { ...point('home'), value: {}, mentioned: true };
    const receipt = await house.write(
      { usagePoints: [mentioned, { ...point('other'), mentioned: true }] },
      utility,
    );
    expect(receipt.usagePoints).toEqual({ created: 1, changed: 0, unchanged: 1 });
  });

  it.each([
    [
      'readings',
      { readings: readingsOf(hours('2026-01-10T05:00', 1)) },
      /UsagePoint "home", which is not known/,
    ],
    [
      'a MeterReading',
      { usagePoints: home.usagePoints, readings: readingsOf(hours('2026-01-10T05:00', 1)) },
      /MeterReading "in", which is not known/,
    ],
    [
      'a customer',
      { usagePoints: [{ ...point('home'), customerKey: 'eve' }] },
      /Customer "eve", which is not known/,
    ],
    [
      'an account',
      {
        customerResources: [
          { noun: 'CustomerAccount' as const, sourceKey: 'a', parentKey: 'eve', value: {} },
        ],
      },
      /Customer "eve"/,
    ],
    [
      'a value',
      { ...home, readings: readingsOf([{ start: at('2026-01-10T05:00'), duration: 3600, value: 0.5 }]) },
      /0.5 is not an Int48/,
    ],
    [
      'a time',
      { ...home, readings: readingsOf([{ start: 1e15, duration: 3600, value: 1 }]) },
      /are they milliseconds/,
    ],
  ])('refuses %s that cannot be placed, and writes nothing', async (_, batch, words) => {
    const utility = await house.addUtility();
    const before = await dumpTables(house.db);
    await expect(house.write(batch, utility)).rejects.toThrow(words);
    expect(await dumpTables(house.db)).toEqual(before);
  });

  it('puts readings of senseless years into the default partition', async () => {
    const utility = await house.addUtility();
    const starts = ['1970-01-05T05:00', '2049-12-31T04:00', '2050-02-03T05:00', '9000-02-03T05:00'];
    await house.write({ ...home, readings: starts.flatMap((start) => readingsOf(hours(start, 1))) }, utility);
    const rows = await house.db.query<{ day: string; part: string }>(
      `select d.day, d.tableoid::regclass::text as part from interval_day d join usage_point u on u.id = d.up_id
       where u.utility_id = $1 order by d.day`,
      [utility.id],
    );
    expect(rows.map(({ part }) => part)).toEqual([
      'interval_day_other',
      'interval_day_2049_12',
      'interval_day_other',
      'interval_day_other',
    ]);
  });

  it('brings back whatever readings were written, in whatever order and however often', async () => {
    const reading = fc.record(
      {
        start: fc.integer({ min: marchEnd - 200_000, max: marchEnd + 200_000 }),
        duration: fc.constantFrom(0, 60, 900, 3600, 86_400),
        value: fc.integer({ min: -(2 ** 47), max: 2 ** 47 }),
        cost: fc.integer({ min: -1e9, max: 1e9 }),
        quality: fc.array(fc.integer({ min: 0, max: 19 }), { minLength: 1, maxLength: 3 }),
        tou: fc.integer({ min: -3, max: 9 }),
      },
      { requiredKeys: ['start', 'duration'] },
    );
    const parts = fc.array(fc.array(reading, { minLength: 1, maxLength: 40 }), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(parts, async (batches) => {
        const utility = await house.addUtility();
        await house.write(home, utility);
        let expected: readonly Reading[] = [];
        for (const readings of batches) {
          const receipt = await house.write({ readings: readingsOf(readings) }, utility);
          const { created, changed, unchanged } = receipt.readings;
          expect(created + changed + unchanged).toBe(mergeReadings([], readings).readings.length);
          expected = mergeReadings(expected, readings).readings;
        }
        const [channel] = await readChannels(house.db, utility.id);
        expect(channel?.readings).toEqual(expected);
        const again = await house.write({ readings: readingsOf(expected) }, utility);
        expect(again.readings).toEqual({ ...noCount, unchanged: expected.length });
      }),
      { numRuns: 25 },
    );
  });
});
