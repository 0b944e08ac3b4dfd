import { afterAll, beforeAll, expect, it } from 'vitest';
import { bulkEntriesOf } from '../support/bulk-entries.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.db.query(
    `update "authorization" set scope = replace(scope, 'daily', 'monthly') where uid = 'authbob'`,
  );
});
afterAll(async () => await house.close());

/** Copies the last day of the meter to later ones, by days from it. */
const copyDays = async (days: readonly number[]): Promise<void> => {
  await house.db.query(
    `insert into interval_day (up_id, mr_no, day, start_ts, step, n, enc, published, updated, data)
     select up_id, mr_no, day + k, start_ts + k * 86400::int8, step, n, enc, published, updated, data
     from (select * from interval_day where up_id = (select id from usage_point where uid = 'meterflatelectric')
         and day < '2027-01-01' order by day desc limit 1) last, unnest($1::int4[]) k`,
    [days],
  );
};

const months = async (): Promise<string[]> => {
  const { status, text } = await house.fetch('/Batch/Subscription/authbob', { token: house.tokens.bob });
  expect(status).toBe(200);
  return bulkEntriesOf(text)
    .filter(({ noun }) => noun === 'IntervalBlock')
    .map(({ self }) => self.slice(self.lastIndexOf('/') + 1));
};

it('many months in a row stand in a feed once each, in their order', async () => {
  const before = await months();
  const last = before.at(-1) ?? '';
  await copyDays(Array.from({ length: 1000 }, (_, i) => 400 + i));
  const after = await months();
  const later = after.slice(before.length);
  expect(after.slice(0, before.length)).toEqual(before);
  expect(new Set(after).size).toBe(after.length);
  expect(later).toEqual(later.toSorted());
  expect(later.length).toBeGreaterThanOrEqual(33);
  expect(later[0] ?? '').toSatisfy((month: string) => month > last);
});

it('a month at the end of all years ends the feed, with the years between left out', async () => {
  const before = await months();
  const [row] = await house.db.query<{ days: number }>(
    `select date '9999-12-15' - max(day) as days from interval_day d join usage_point u on u.id = d.up_id
     where u.uid = 'meterflatelectric' and day < '2027-01-01'`,
  );
  await copyDays([row?.days ?? 0]);
  expect(await months()).toEqual([...before, '999912']);
});
