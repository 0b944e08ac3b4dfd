import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareMonths } from '../../../src/services/maintenance/prepare-months.ts';
import { listMonths } from '../../../src/storage/month-rewrites.ts';
import { testDatabaseKind } from '../../support/database.ts';
import { type IngestHouse, openIngestHouse } from '../../support/ingest-house.ts';
import { openLongReader } from '../../support/long-reader.ts';
import { readChannels } from '../../support/read-back.ts';

const midnight = Date.UTC(2026, 1, 27, 5) / 1000;

let house: IngestHouse;
beforeEach(async () => {
  house = await openIngestHouse();
});
afterEach(() => house.close());

/** A day of one meter: the 27th of February and what follows. */
const write = (day: number, value = day) =>
  house.write({
    usagePoints: [
      {
        sourceKey: 'm',
        timeZone: 'America/New_York',
        localTimeParameters: {
          dstEndRule: '00000000',
          dstOffset: 0,
          dstStartRule: '00000000',
          tzOffset: -18_000,
        },
        value: { ServiceCategory: { kind: 0 } },
      },
    ],
    meterReadings: [{ usagePointKey: 'm', sourceKey: 'c', readingType: { uom: 72, intervalLength: 86_400 } }],
    readings: [
      {
        usagePointKey: 'm',
        meterReadingKey: 'c',
        readings: [{ start: midnight + day * 86_400, duration: 86_400, value }],
      },
    ],
  });

const monthsMade = async () => (await listMonths(house.db)).map(({ month }) => month);
const partitions = async () =>
  (
    await house.db.query<{ name: string }>(
      'select distinct tableoid::regclass::text as name from interval_day order by 1',
    )
  ).map(({ name }) => name);
const values = async () => {
  const [channel] = await readChannels(house.db, house.utility.id);
  return channel?.readings.map(({ value }) => value);
};

it('the partitions of this month and the next are there before their readings come', async () => {
  house.clock.set(Date.UTC(2026, 11, 31, 23, 59));
  await prepareMonths(house);
  expect(await monthsMade()).toEqual(['2026-12', '2027-01']);
  house.clock.set(Date.UTC(2027, 0, 1));
  await prepareMonths(house);
  expect(await monthsMade()).toEqual(['2026-12', '2027-01', '2027-02']);
});

describe.runIf(testDatabaseKind === 'postgres')('while a backup reads', () => {
  it('the first readings of a month are imported and read, and get their partition afterwards', async () => {
    house.clock.set(Date.UTC(2026, 1, 28));
    await write(0);
    const end = await openLongReader(house.db);
    for (let day = 1; day < 4; day++) await write(day);
    await write(2, 200);
    expect(await values()).toEqual([0, 1, 200, 3]);
    expect(await partitions()).toEqual(['interval_day_2026_02', 'interval_day_other']);
    await expect(prepareMonths(house)).rejects.toMatchObject({ code: 'unavailable' });
    await write(4);
    await end();
    await prepareMonths(house);
    expect(await partitions()).toEqual(['interval_day_2026_02', 'interval_day_2026_03']);
    await write(5);
    await write(3, 300);
    expect(await values()).toEqual([0, 1, 200, 300, 4, 5]);
    expect(await partitions()).toEqual(['interval_day_2026_02', 'interval_day_2026_03']);
  });

  it('what is imported while the month gets its partition is not lost, and nobody fails', async () => {
    const end = await openLongReader(house.db);
    await write(2);
    await end();
    house.clock.set(Date.UTC(2026, 2, 1));
    let made = false;
    let last = 2;
    const writer = async (): Promise<void> => {
      while (!made || last < 20) await write(++last);
    };
    const writing = writer();
    await prepareMonths(house).finally(() => {
      made = true;
    });
    await writing;
    expect(await values()).toEqual(Array.from({ length: last - 1 }, (_, i) => i + 2));
    expect(await partitions()).not.toContain('interval_day_other');
  });
});
