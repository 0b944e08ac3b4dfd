import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadingType } from '../../src/espi/schema/usage.ts';
import type { ImportInput } from '../../src/services/ingest/import-input.ts';
import type { Utility } from '../../src/storage/utilities.ts';
import { dumpTables } from '../support/dump.ts';
import { fileSource, type IngestHouse, openIngestHouse, textSource } from '../support/ingest-house.ts';
import { readChannels } from '../support/read-back.ts';
import { describeWithShared, sharedPath } from '../support/shared.ts';

let house: IngestHouse;
beforeAll(async () => {
  house = await openIngestHouse();
});
afterAll(() => house.close());

const at = (iso: string): number => Date.parse(iso) / 1000;

async function importText(text: string, options: Partial<ImportInput> = {}, pieceBytes?: number) {
  const utility = (options.utility as Utility | undefined) ?? (await house.addUtility());
  const receipt = await house.import(textSource('a.csv', text, pieceBytes), { ...options, utility });
  const types = await house.db.query<{ type: ReadingType }>(
    `select m.reading_type as type from meter_reading m join usage_point u on u.id = m.up_id
     where u.utility_id = $1 order by u.id, m.no`,
    [utility.id],
  );
  const stored = await readChannels(house.db, utility.id);
  const channels = stored.map((channel, i) => ({ ...channel, readingType: types[i]?.type }));
  return { receipt, channels, utility };
}

const bills = (utility: Utility) =>
  house.db.query<{ data: Record<string, unknown> }>(
    `select s.data from usage_summary s join usage_point u on u.id = s.up_id
     where u.utility_id = $1 order by s.issued_ts`,
    [utility.id],
  );

const own = [
  'meter,start,duration,value,unit,cost,quality',
  'M1,2026-01-10T05:00:00Z,900,0.25,kWh,0.0405,actual',
  'M1,2026-01-10T00:15:00-05:00,15m,0.5,kWh,,8',
  'M2,1768021200,PT15M,1250,Wh,,',
].join('\n');

describe('a utility imports CSV files', () => {
  it('of our own layout, with times of every kind', async () => {
    const { receipt, channels } = await importText(own);
    expect(receipt).toMatchObject({
      status: 'complete',
      usagePoints: { created: 2 },
      readings: { created: 3, rejected: 0, repeated: 0 },
    });
    expect(channels.map(({ readings }) => readings)).toEqual([
      [
        { start: at('2026-01-10T05:00:00Z'), duration: 900, value: 250, cost: 4050, quality: [0] },
        { start: at('2026-01-10T05:15:00Z'), duration: 900, value: 500, quality: [8] },
      ],
      [{ start: at('2026-01-10T05:00:00Z'), duration: 900, value: 1250 }],
    ]);
    expect(channels[0]?.readingType).toMatchObject({
      uom: 72,
      powerOfTenMultiplier: 0,
      intervalLength: 900,
      currency: 840,
      flowDirection: 1,
    });
  });

  it('a second time changes nothing, and a corrected value that one day', async () => {
    const { utility } = await importText(own);
    const before = await dumpTables(house.db);
    const again = await house.import(textSource('a.csv', own), { utility });
    expect(again.readings).toMatchObject({ created: 0, changed: 0, unchanged: 3 });
    const { import_run: _runs, ...others } = await dumpTables(house.db);
    const { import_run: _before, ...othersBefore } = before;
    expect(others).toEqual(othersBefore);
    const changed = await house.import(textSource('b.csv', own.replace('0.25', '0.26')), { utility });
    expect(changed.readings).toMatchObject({ created: 0, changed: 1, unchanged: 2 });
  });

  it('a dry run says the same and changes nothing', async () => {
    const utility = await house.addUtility();
    const before = await dumpTables(house.db);
    const { receipt: dry } = await importText(own, { utility, dryRun: true, customerKey: 'ada' });
    expect(await dumpTables(house.db)).toEqual(before);
    const { receipt } = await importText(own, { utility, customerKey: 'ada' });
    expect(dry).toEqual({ ...receipt, dryRun: true });
    expect(receipt.customerResources.created).toBe(1);
  });

  it('whatever ends its lines, separates its columns and stands above its header, in pieces of any size', async () => {
    const rows = ['Start,Meter,Usage (kWh)', '2026-01-10 00:00,7,"1,250.5"', '2026-01-10 01:00,7,2'];
    const preamble = ['Account,1111', 'Address,"1 Street,\nTown"', ''];
    const results = [];
    for (const end of ['\n', '\r\n', '\r'])
      for (const piece of [1, 3, 65_536]) {
        const text = `\ufeff${[...preamble, ...rows].join(end)}`;
        const { channels, receipt } = await importText(text, {}, piece);
        expect(receipt.status).toBe('complete');
        results.push(channels[0]?.readings.map(({ value, duration }) => [value, duration]));
      }
    for (const result of results)
      expect(result).toEqual([
        [1_250_500, 3600],
        [2000, 3600],
      ]);
    const european = 'date;startTime;value;unit\n31.01.2026;00:00;1,5;kWh\n31.01.2026;00:15;2,25;kWh\n';
    const { channels } = await importText(european);
    expect(channels[0]?.readings).toEqual([
      { start: at('2026-01-31T05:00:00Z'), duration: 900, value: 1500 },
      { start: at('2026-01-31T05:15:00Z'), duration: 900, value: 2250 },
    ]);
  });

  it('a mapping names the columns of a file that our names do not fit', async () => {
    const text = 'Kunde;Zählpunkt;Von;Wert\nx;AT1;31/01/2026 00:00;1.5\nx;AT1;31/01/2026 00:15;2\n';
    const failed = await importText(text);
    expect(failed.receipt).toMatchObject({ status: 'failed' });
    expect(failed.receipt.error).toMatch(/a\.csv: no header was found.*--csv-map/);
    const { channels, receipt } = await importText(text, {
      csv: {
        columns: { meter: 'Zählpunkt', start: 'Von', value: 'Wert' },
        constants: { unit: 'kWh' },
        decimal: '.',
        dateOrder: 'dmy',
      },
    });
    expect(receipt.status).toBe('complete');
    expect(channels[0]?.readings.map(({ value }) => value)).toEqual([1500, 2000]);
  });

  it('rejects what cannot be used, with line, column and reason, and keeps the rest', async () => {
    const text = [
      'meter,start,end,value,unit,quality',
      'M,2026-01-10 00:00,2026-01-10 01:00,1,kWh,',
      'M,2026-02-30 00:00,2026-02-30 01:00,1,kWh,',
      'M,2026-01-10 01:00,2026-01-10 02:00,one,kWh,',
      'M,2026-01-10 02:00,2026-01-10 03:00,1,parsec,',
      'M,2026-01-10 04:00,2026-01-10 03:00,1,kWh,',
      'M,2026-01-10 05:00,2026-01-10 06:00,,kWh,',
      'M,2026-01-10 06:00,2026-01-10 07:00,1,kWh,perhaps',
      'M,2026-01-10 07:00,2026-01-10 08:00,999999999999999999,kWh,',
      'M,2026-03-08 02:30,2026-03-08 03:30,1,kWh,',
    ].join('\n');
    const { receipt, channels } = await importText(text);
    expect(receipt.status).toBe('partly');
    expect(receipt.readings).toMatchObject({ created: 1, rejected: 8, repeated: 0 });
    expect(
      receipt.rejected.map(({ line, element, message }) => [line, element, message.slice(0, 38)]),
    ).toEqual([
      [3, 'start', 'must be a time such as 2026-01-31T00:1'],
      [4, 'value', 'must be a number; found "one"'],
      [5, 'unit', 'must be one of wh, kwh, mwh, varh, kva'],
      [6, 'end', 'must be after the start'],
      [7, 'value', 'is empty'],
      [8, 'quality', 'must be a code of QualityOfReading or '],
      [10, 'start', '2026-03-08 02:30 does not exist in Ame'],
      [9, 'value', 'is a number that does not fit Int48'],
    ]);
    expect(channels[0]?.readings).toHaveLength(1);
  });

  it('refuses the whole of a file in which a quote swallows rows, and says where it is opened', async () => {
    const header = 'meter,start,duration,value,unit,note';
    const rows = Array.from({ length: 6000 }, (_, i) => `M,${1_768_021_200 + i * 900},900,${i},Wh,x`);
    const quoted = (at: number, ...more: [number, string][]): string => {
      const changed = new Map([[at, `"${rows[at]}`], ...more]);
      return [header, ...rows.map((row, i) => changed.get(i) ?? row)].join('\n');
    };
    const before = await dumpTables(house.db);
    const utility = await house.addUtility();
    for (const [text, error] of [
      [quoted(100), /^a\.csv: line 102: a quote is opened that is never closed; close it or take it out/],
      [quoted(5900), /line 5902: a quote is opened that is never closed/],
      [quoted(100, [300, `M,${rows[300]?.slice(2)},"y"`]), /line 102: .* closed only in line 302/],
      [quoted(100, [300, `"${rows[300]}`]), /line 102: a quote is opened that is never closed/],
    ] as const) {
      const { receipt } = await importText(text, { utility }, 65_536);
      expect(receipt).toMatchObject({ status: 'failed', rejected: [] });
      expect(receipt.error).toMatch(error);
    }
    const { utility: _utility, ...after } = await dumpTables(house.db);
    const { utility: _before, ...others } = before;
    expect(after).toEqual(others);
  });

  it('reads quotes within a field as they stand, and names the lines that a closed quote takes in', async () => {
    const header = 'meter,start,duration,value,unit,note';
    const rows = Array.from({ length: 30_000 }, (_, i) => `M,${1_768_021_200 + i * 900},900,${i},Wh,5" pipe`);
    const { receipt } = await importText([header, ...rows].join('\n'), {}, 65_536);
    expect(receipt).toMatchObject({ status: 'complete', readings: { created: 30_000 } });
    rows[1] = 'M,1768022100,900,1,Wh,"5" pipe"';
    rows[10] = `"${rows[10]?.replace('5" pipe', 'x')}`;
    rows[20] = rows[20]?.replace('5" pipe', 'x"') ?? '';
    for (let i = 11; i < 20; i++) rows[i] = rows[i]?.replace('5" pipe', 'x') ?? '';
    const { receipt: later } = await importText([header, ...rows].join('\n'), {}, 65_536);
    expect(later.readings).toMatchObject({ created: 30_000 - 11, rejected: 1 });
    expect(later.rejected[0]).toMatchObject({
      line: 12,
      element: '',
      message: '5 columns of 6 are missing; it reaches to line 22, where a quote that it opens is closed',
    });
  });

  it('says what is missing of a row that is too short, and of a file that is empty', async () => {
    const { receipt } = await importText(`${own}\nM2,1768021200,PT15M,1250\nM2\nM2,1768022100,PT15M,1,Wh`);
    expect(receipt.rejected.map(({ line, element, message }) => [line, element, message])).toEqual([
      [5, '', '3 columns of 7 are missing'],
      [6, '', '6 columns of 7 are missing'],
    ]);
    expect(receipt.readings.created).toBe(4);
    for (const text of ['', '\n \n'])
      expect((await importText(text)).receipt).toMatchObject({
        status: 'failed',
        error: 'a.csv: the file is empty',
      });
  });

  it.each([
    ['oldest first', false],
    ['newest first', true],
  ])(
    'places the hour that the clock shows twice by the order of the rows, %s',
    async (_name, newestFirst) => {
      const first = at('2026-11-01T04:00:00Z');
      const walls = ['00:00', '00:30', '01:00', '01:30', '01:00', '01:30', '02:00'];
      const rows = walls.map((wall, i) => `M,2026-11-01 ${wall},${i + 1},Wh`);
      const text = ['meter,start,value,unit', ...(newestFirst ? rows.toReversed() : rows)].join('\n');
      const { receipt, channels } = await importText(text);
      expect(receipt.readings).toMatchObject({ created: 7, rejected: 0, repeated: 0 });
      expect(channels[0]?.readings).toEqual(
        walls.map((_wall, i) => ({ start: first + i * 1800, duration: 1800, value: i + 1 })),
      );
    },
  );

  it('ends that are times of day, and the last minute of an interval, also where the clock changes', async () => {
    const text = [
      'TYPE,DATE,START TIME,END TIME,USAGE,UNITS,COST',
      'Electric usage,2026-10-31,23:45,23:59,0.1,kWh,$0.02',
      'Electric usage,2026-11-01,01:45,01:59,0.2,kWh,$0.04',
      'Electric usage,2026-11-01,01:00,01:14,0.3,kWh,"($0.06)"',
      'Electric usage,2026-11-01,01:45,01:59,0.4,kWh,$0.08',
    ].join('\n');
    const { channels } = await importText(text);
    expect(channels[0]?.readings).toEqual([
      { start: at('2026-11-01T03:45:00Z'), duration: 900, value: 100, cost: 2000 },
      { start: at('2026-11-01T05:45:00Z'), duration: 900, value: 200, cost: 4000 },
      { start: at('2026-11-01T06:00:00Z'), duration: 900, value: 300, cost: -6000 },
      { start: at('2026-11-01T06:45:00Z'), duration: 900, value: 400, cost: 8000 },
    ]);
  });

  it('days are local days, of 23 and 25 hours too', async () => {
    const text = 'date,value,unit\n3/7/2026,1,therms\n3/8/2026,2.5,therms\n11/1/2026,3,therms\n';
    const { channels } = await importText(text);
    expect(channels).toHaveLength(1);
    expect(channels[0]?.readings.map(({ duration, value }) => [duration, value])).toEqual([
      [86_400, 1000],
      [82_800, 2500],
      [90_000, 3000],
    ]);
    expect(channels[0]?.readingType).toMatchObject({ uom: 169, commodity: 7, intervalLength: 86_400 });
  });

  it('both directions of a meter are two channels, and finer values get a finer scale', async () => {
    const text = [
      'meter,flow,start,duration,value,unit',
      'M,delivered,2026-01-10T05:00Z,3600,1.0005,kWh',
      'M,received,2026-01-10T05:00Z,3600,2,kWh',
    ].join('\n');
    const { channels } = await importText(text);
    expect(
      channels.map(({ readingType, readings }) => [
        readingType?.flowDirection,
        readingType?.powerOfTenMultiplier,
        readings[0]?.value,
      ]),
    ).toEqual([
      [1, -3, 1_000_500],
      [19, 0, 2000],
    ]);
  });

  it('thousands of meters in batches, once', async () => {
    const lines = ['meter,start,duration,value,unit'];
    for (let meter = 0; meter < 600; meter++)
      for (let i = 0; i < 96; i++) lines.push(`M${meter},${at('2026-01-10T05:00Z') + i * 900},900,${i},Wh`);
    const { receipt, utility } = await importText(lines.join('\r\n'));
    expect(receipt.readings).toMatchObject({ created: 57_600, rejected: 0, repeated: 0 });
    expect(receipt.usagePoints.created).toBe(600);
    const [row] = await house.db.query<{ days: number }>(
      `select count(*)::int4 as days from interval_day d join usage_point u on u.id = d.up_id
       where u.utility_id = $1`,
      [utility.id],
    );
    expect(row?.days).toBe(600);
  });
});

const nationalGrid = sharedPath('samples', 'csv', 'gas-billing-therms-national-grid.csv');
const eversource = sharedPath('samples', 'csv', 'gas-billing-eversource-cr-line-ends.csv');

describeWithShared('files that customers download', () => {
  it('billing periods with a preamble become readings and bills', async () => {
    const utility = await house.addUtility();
    const receipt = await house.import(fileSource(nationalGrid), { utility, customerKey: 'ada' });
    expect(receipt).toMatchObject({ status: 'complete', usagePoints: { created: 1 } });
    const [channel] = await readChannels(house.db, utility.id);
    expect(channel?.readings[0]).toEqual({
      start: at('2020-10-02T04:00:00Z'),
      duration: 34 * 86_400 + 3600,
      value: 29_000,
      cost: 4_208_000,
    });
    // Each period ends where the next one begins.
    const readings = channel?.readings ?? [];
    for (const [i, { start }] of readings.entries())
      if (i > 0) expect(start).toBe((readings[i - 1]?.start ?? 0) + (readings[i - 1]?.duration ?? 0));
    const stored = await bills(utility);
    expect(stored).toHaveLength(readings.length);
    expect(stored[0]?.data).toMatchObject({
      billLastPeriod: 4_208_000,
      currency: 840,
      commodity: 7,
      billingPeriod: { start: at('2020-10-02T04:00:00Z') },
      overallConsumptionLastPeriod: { uom: 169, powerOfTenMultiplier: -3, value: 29_000 },
    });
  });

  it('read dates with a number of days, newest first, lines that end in a bare CR', async () => {
    const utility = await house.addUtility();
    const failed = await house.import(fileSource(eversource), { utility });
    expect(failed.error).toMatch(/none of its \d+ rows can be used/);
    expect(failed.rejected[0]?.message).toMatch(/--csv-set unit=/);
    const receipt = await house.import(fileSource(eversource), {
      utility,
      csv: { constants: { unit: 'therm' } },
    });
    expect(receipt.status).toBe('complete');
    const [channel] = await readChannels(house.db, utility.id);
    expect(channel?.readings.at(-1)).toEqual({
      start: at('2021-12-17T05:00:00Z'),
      duration: 32 * 86_400,
      value: 184_000,
      cost: 32_758_000,
    });
    expect(receipt.bills.created).toBe(channel?.readings.length);
  });
});
