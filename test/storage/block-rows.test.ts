import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BlockRow, blockColumn, readBlockRow } from '../../src/storage/block-rows.ts';
import type { Database } from '../../src/storage/database.ts';
import { openTestDatabase } from '../support/database.ts';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const largest = Number.MAX_SAFE_INTEGER;
const int2 = fc.integer({ min: -32_768, max: 32_767 });
const int4 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const int8 = fc.oneof(
  fc.integer({ min: -largest, max: largest }),
  fc.constantFrom(0, -1, 2 ** 32, -(2 ** 32), 2 ** 31, -(2 ** 31) - 1, largest, -largest),
);
const row = fc.record({
  upId: int8,
  no: int2,
  day: fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  startTs: int8,
  step: int4,
  n: int4,
  enc: int2,
  published: int8,
  updated: int8,
  data: fc.oneof(
    { weight: 20, arbitrary: fc.uint8Array({ maxLength: 200 }) },
    fc.constant(new Uint8Array(300_000).fill(255)),
  ),
});

const stored = `(values ($1::int8, $2::int2, $3::date, $4::int8, $5::int4, $6::int4, $7::int2, $8::int8, $9::int8, $10::bytea))
  as d(up_id, mr_no, day, start_ts, step, n, enc, published, updated, data)`;

async function throughDatabase(row: BlockRow): Promise<BlockRow[]> {
  const { upId, no, day, startTs, step, n, enc, published, updated, data } = row;
  const values = [upId, no, day, startTs, step, n, enc, published, updated, data];
  const rows = await db.query<{ block: string }>(`select ${blockColumn} from ${stored}`, values);
  return rows.map(readBlockRow);
}

const comparable = ({ data, ...rest }: BlockRow) => ({ ...rest, data: Buffer.from(data).toString('hex') });

it('every value of a block comes back as it is stored', async () => {
  await fc.assert(
    fc.asyncProperty(row, async (one) => {
      expect((await throughDatabase(one)).map(comparable)).toEqual([comparable(one)]);
    }),
    { numRuns: 300 },
  );
});

it('days are written as PostgreSQL writes them', async () => {
  const bare = { upId: 1, no: 1, startTs: 0, step: 1, n: 1, enc: 0, published: 0, updated: 0 };
  for (const day of [
    '0001-12-31',
    '0044-03-15 BC',
    '0001-02-28 BC',
    '12026-07-04',
    '2024-02-29',
    '1999-12-31',
  ]) {
    const [known] = await db.query<{ day: string }>('select $1::date as day', [day]);
    const [read] = await throughDatabase({ ...bare, day, data: new Uint8Array() });
    expect(read?.day).toBe(known?.day);
  }
});

it('many rows come in their order', async () => {
  const rows = await db.query<{ block: string }>(
    `select ${blockColumn}
     from (select i as up_id, 1::int2 as mr_no, date '2026-01-01' + i as day, i::int8 as start_ts, 900 as step, 96 as n,
       0::int2 as enc, 0::int8 as published, 0::int8 as updated, decode(lpad(to_hex(i), 8, '0'), 'hex') as data
       from generate_series(1, $1::int4) i) d
     order by d.up_id`,
    [5000],
  );
  const read = rows.map(readBlockRow);
  expect(read.map(({ upId }) => upId)).toEqual(Array.from({ length: 5000 }, (_, i) => i + 1));
  expect(read.every(({ upId, data }) => Buffer.from(data).readInt32BE() === upId)).toBe(true);
  expect(read.at(-1)?.day).toBe('2039-09-10');
});
