import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureMonths } from '../../src/storage/interval-months.ts';
import { type IngestHouse, openIngestHouse } from '../support/ingest-house.ts';

let house: IngestHouse;
beforeAll(async () => {
  house = await openIngestHouse();
});
afterAll(() => house.close());

it('rows of a month that came before its partition move into it', async () => {
  const { db } = house;
  await db.query(
    `insert into interval_day (up_id, mr_no, day, start_ts, step, n, enc, published, updated, data)
     select 7, 0, day, 0, 3600, 1, 0, 0, 0, ''
     from unnest('{2027-01-31,2027-02-01,2027-02-28,2027-03-01}'::date[]) as t(day)`,
  );
  await ensureMonths(db, ['2027-02-11']);
  const rows = await db.query<{ day: string; part: string }>(
    'select day, tableoid::regclass::text as part from interval_day where up_id = 7 order by day',
  );
  expect(rows.map(({ part }) => part)).toEqual([
    'interval_day_other',
    'interval_day_2027_02',
    'interval_day_2027_02',
    'interval_day_other',
  ]);
  await ensureMonths({ ...db }, ['2027-02-01', '2027-12-31', '1999-12-31', '9999-01-01']);
  const [{ count } = { count: 0 }] = await db.query<{ count: number }>(
    "select count(*)::int4 as count from pg_inherits where inhparent = 'interval_day'::regclass",
  );
  expect(count).toBe(3);
});

it('a partition has the key and the index of the table', async () => {
  const indexes = await house.db.query<{ def: string }>(
    "select pg_get_indexdef(indexrelid) as def from pg_index where indrelid = 'interval_day_2027_02'::regclass order by 1",
  );
  expect(indexes.map(({ def }) => def.replace(/^.*USING /, ''))).toEqual([
    'btree (updated)',
    'btree (up_id, mr_no, day)',
  ]);
});
