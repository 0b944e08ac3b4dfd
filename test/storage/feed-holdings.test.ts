import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FeedHoldings, getFeedHoldings, type HoldingsFilter } from '../../src/storage/feed-holdings.ts';
import { everyRow, type RowRange } from '../../src/storage/row-range.ts';
import { listSubscriptionChannels } from '../../src/storage/subscription-channels.ts';
import { listSubscriptionUsagePoints } from '../../src/storage/subscription-usage-points.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
let authorizationIds: number[];
let utilityId: number;
let stamp: number;
beforeAll(async () => {
  house = await openHouse();
  // Bytes that end fields and rows, and a usage point without channels.
  await house.db.query(
    `update usage_point set data = data || jsonb_build_object('roleFlags', 'a' || chr(31) || chr(30) || 'ß')
     where id = (select min(id) from usage_point)`,
  );
  await house.db.query('delete from meter_reading where up_id = (select max(up_id) from meter_reading)');
  const rows = await house.db.query<{ id: number }>('select id from "authorization" order by id desc');
  authorizationIds = rows.map(({ id }) => id);
  const [utility] = await house.db.query<{ id: number; stamp: number }>(
    'select id, last_updated as stamp from utility',
  );
  utilityId = utility?.id ?? 0;
  stamp = utility?.stamp ?? 0;
});
afterAll(() => house.close());

const nouns = ['UsageSummary', 'ElectricPowerQualitySummary'] as const;
const linked = { limit: 5, min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY, by: 'day' } as const;

const find = async (filter: Partial<HoldingsFilter>): Promise<FeedHoldings> =>
  await getFeedHoldings(house.db, {
    utilityId,
    authorizationIds,
    range: everyRow,
    channels: { span: 'day', linked: undefined },
    summaries: nouns,
    ...filter,
  });

it('usage points and channels are those that are listed one by one', async () => {
  const points = await listSubscriptionUsagePoints(house.db, { authorizationIds });
  const channels = await listSubscriptionChannels(house.db, { authorizationIds, blocks: linked });
  const held = await find({ channels: { span: 'day', linked } });
  expect(held.points.map(({ point }) => point)).toEqual(points);
  expect(held.points.flatMap((one) => one.channels)).toEqual(channels);
  expect(held.points.some((one) => one.channels.length === 0)).toBe(true);
  expect(points.length).toBeGreaterThan(new Set(points.map(({ id }) => id)).size);

  const meterUid = points[0]?.uid;
  const ofMeter = await find({ meterUid });
  expect(ofMeter.points.map(({ point }) => point)).toEqual(points.filter(({ uid }) => uid === meterUid));
});

it('authorizations of nothing, and nouns that are not asked for, give nothing', async () => {
  const nothing = { UsageSummary: [], ElectricPowerQualitySummary: [] };
  expect(await find({ authorizationIds: [] })).toEqual({
    stamp,
    points: [],
    blocks: [],
    months: [],
    summaries: nothing,
  });
  const points = await find({ channels: undefined, summaries: [] });
  expect(points).toMatchObject({ blocks: [], months: [], summaries: nothing });
  expect(points.points.every(({ channels, point }) => channels.length + point.readingUids.length === 0)).toBe(
    true,
  );
});

interface StoredRow {
  readonly upId: number;
  readonly no: number;
  readonly day: string;
  readonly time: number;
  readonly updated: number;
  readonly n: number;
}

const isWithin = ({ time, updated }: Pick<StoredRow, 'time' | 'updated'>, range: RowRange): boolean =>
  time >= range.startMin &&
  time < range.startMax &&
  updated >= range.updatedMin &&
  updated < range.updatedMax;

it('counts are those of the rows in the range, whichever of its bounds are open', async () => {
  const rows = await house.db.query<StoredRow>(
    `select up_id as "upId", mr_no as "no", day, start_ts as "time", updated, n from interval_day
     where up_id in (select up_id from authorization_usage_point)`,
  );
  const bills = await house.db.query<StoredRow>(
    `select up_id as "upId", issued_ts as "time", updated from usage_summary
     where up_id in (select up_id from authorization_usage_point)`,
  );
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  const time = middle(rows.map((row) => row.time));
  const updated = middle(rows.map((row) => row.updated));
  for (const range of [
    everyRow,
    { ...everyRow, startMin: time },
    { ...everyRow, startMax: time - 0.5 },
    { ...everyRow, updatedMin: updated },
    { ...everyRow, updatedMax: updated + 1 },
    { startMin: 0, startMax: time, updatedMin: 0, updatedMax: updated },
    { ...everyRow, startMin: 9e15, startMax: 1e300 },
    { ...everyRow, startMin: Number.POSITIVE_INFINITY },
    { ...everyRow, startMax: Number.NEGATIVE_INFINITY },
    { ...everyRow, updatedMin: Number.POSITIVE_INFINITY },
    { ...everyRow, updatedMax: Number.NEGATIVE_INFINITY },
  ]) {
    const { blocks, months, summaries } = await find({ range });
    const within = rows.filter((row) => isWithin(row, range));
    expect(blocks.reduce((sum, { count }) => sum + count, 0)).toBe(within.length);
    expect(blocks.reduce((sum, { readings }) => sum + readings, 0)).toBe(
      within.reduce((sum, { n }) => sum + n, 0),
    );
    for (const { upId, no, newest, firstDay, lastDay } of blocks) {
      const own = within.filter((row) => row.upId === upId && row.no === no);
      const days = own.map(({ day }) => day).sort();
      expect([firstDay, lastDay]).toEqual([days[0], days.at(-1)]);
      expect(newest).toBe(Math.max(...own.map((row) => row.updated)));
    }
    expect(months).toEqual([]);
    const counted = summaries.UsageSummary.reduce((sum, { count }) => sum + count, 0);
    expect(counted).toBe(bills.filter((bill) => isWithin(bill, range)).length);
  }
  const { months, blocks } = await find({ channels: { span: 'month', linked: undefined } });
  expect(blocks).toEqual([]);
  expect(months.reduce((sum, month) => sum + month.rows, 0)).toBe(rows.length);
  const ofRows = new Set(rows.map(({ upId, no, day }) => `${upId} ${no} ${day.slice(0, 7)}`));
  expect(new Set(months.map(({ upId, no, month }) => `${upId} ${no} ${month}`))).toEqual(ofRows);
});
