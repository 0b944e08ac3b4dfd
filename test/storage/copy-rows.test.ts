import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCopyRows } from '../../src/storage/copy-rows.ts';
import type { Database } from '../../src/storage/database.ts';
import { openTestDatabase } from '../support/database.ts';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const int48 = 2 ** 47;
const row = fc.record({
  a: fc.integer({ min: -32_768, max: 32_767 }),
  b: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  c: fc.oneof(
    fc.integer({ min: -int48, max: int48 }),
    fc.constantFrom(0, -1, 2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 32, -(2 ** 32)),
  ),
  d: fc
    .date({ min: new Date('0002-01-01'), max: new Date('9998-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  e: fc.oneof(
    { weight: 20, arbitrary: fc.uint8Array({ maxLength: 50 }) },
    fc.constant(new Uint8Array(300_000).fill(7)),
  ),
  f: fc.option(
    fc.oneof(
      { weight: 20, arbitrary: fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')) },
      fc.constant('€'.repeat(100_000)),
    ),
  ),
  g: fc.option(
    fc
      .jsonValue()
      .filter((value) => value !== null && !JSON.stringify(value).includes('\\u0000'))
      .map((value) => ({ value })),
  ),
});

it('COPY brings every value of every type into the table', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
      await db.transaction(async (tx) => {
        await tx.script(
          'create temp table copied (n int4, a int2, b int4, c int8, d date, e bytea, f text, g jsonb) on commit drop',
        );
        const copy = createCopyRows();
        for (const [n, { a, b, c, d, e, f, g }] of rows.entries()) {
          copy.row(8);
          copy.int4(n);
          copy.int2(a);
          copy.int4(b);
          copy.int8(c);
          copy.date(d);
          copy.bytes(e);
          if (f === null) copy.none();
          else copy.text(f);
          if (g === null) copy.none();
          else copy.json(g);
        }
        const columns = ['n', 'a', 'b', 'c', 'd', 'e', 'f', 'g'];
        await tx.copyIn({ table: 'copied', columns, pieces: copy.finish() });
        const stored = await tx.query<(typeof rows)[number]>(
          'select a, b, c, d, e, f, g from copied order by n',
        );
        expect(stored.map((one) => ({ ...one, e: Buffer.from(one.e).toString('hex') }))).toEqual(
          rows.map((one) => ({
            ...one,
            e: Buffer.from(one.e).toString('hex'),
            g: JSON.parse(JSON.stringify(one.g)),
          })),
        );
      });
    }),
    { numRuns: 40 },
  );
});

it('a COPY that fails takes its transaction back and leaves the connection usable', async () => {
  await expect(
    db.transaction(async (tx) => {
      await tx.script('create table half (a int4 primary key)');
      const copy = createCopyRows();
      for (const a of [1, 2, 1]) {
        copy.row(1);
        copy.int4(a);
      }
      await tx.copyIn({ table: 'half', columns: ['a'], pieces: copy.finish() });
    }),
  ).rejects.toThrow(/duplicate key/);
  expect(await db.query("select to_regclass('half') as name")).toEqual([{ name: null }]);
});
