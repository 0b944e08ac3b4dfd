import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distributeTables, planDistribution } from '../../../src/services/maintenance/distribute-tables.ts';
import { rewriteClosedMonths } from '../../../src/services/maintenance/rewrite-closed-months.ts';
import { findObstacles, isDistributed, largeTables } from '../../../src/storage/distribution.ts';
import { testDatabaseKind } from '../../support/database.ts';
import { canDistribute, distribute } from '../../support/distribute.ts';
import { dumpTables } from '../../support/dump.ts';
import { type IngestHouse, openIngestHouse, textSource } from '../../support/ingest-house.ts';

let house: IngestHouse;
let available = false;
beforeAll(async () => {
  house = await openIngestHouse();
  available = await canDistribute(house.db);
});
afterAll(() => house.close());

const file = (value: number) =>
  textSource(
    'a.csv',
    [
      'meter,start,duration,value,unit',
      `M1,2026-01-10T05:00Z,900,${value},Wh`,
      'M2,2026-01-10T05:00Z,900,2,Wh',
    ].join('\n'),
  );

describe('distributing the large tables', () => {
  it('says what is missing where it cannot be done, and changes nothing', async () => {
    const before = await dumpTables(house.db);
    await expect(distributeTables(house)).rejects.toMatchObject(
      available
        ? { code: 'conflict', message: expect.stringContaining('CREATE EXTENSION citus') }
        : {
            code: 'unavailable',
            message: expect.stringMatching(
              testDatabaseKind === 'pglite'
                ? /embedded database.*DATABASE_URL/
                : /Install Citus on all nodes/,
            ),
          },
    );
    expect(await dumpTables(house.db)).toEqual(before);
    expect(await isDistributed(house.db)).toBe(false);
  });

  it('would distribute what nothing in the schema stands against, and says of the rest what does', async () => {
    const plan = await planDistribution(house);
    expect(plan.statements).toEqual([`select create_distributed_table('interval_day', 'up_id')`]);
    expect(Object.fromEntries(plan.stays.map(({ table, why }) => [table, why]))).toMatchObject({
      meter_reading: ['unique (reading_type_uid)', 'unique (uid)'],
      usage_summary: ['unique (uid)'],
      electric_power_quality_summary: ['unique (uid)'],
      stored_file: ['refers to utility', 'unique (uid)'],
      authorization_usage_point: ['refers to "authorization"'],
      meter_reading_source: [expect.stringContaining('a few bytes')],
    });
    // Whatever grows with the meters is in the plan.
    const keyed = await house.db.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
       where a.attname = 'up_id' and c.relkind in ('r', 'p') and not c.relispartition
         and c.relnamespace = 'public'::regnamespace and c.relname <> 'service_location_usage_point' order by 1`,
    );
    const planned = largeTables.filter(({ column }) => column === 'up_id').map(({ table }) => table);
    expect(planned.toSorted()).toEqual(keyed.map(({ name }) => name));
  });

  it('finds what somebody else has added to a table', async () => {
    const day = { table: 'interval_day', column: 'up_id' };
    expect(await findObstacles(house.db, day)).toEqual([]);
    await house.db.query(
      'alter table interval_day add constraint foreign_one foreign key (up_id) references usage_point',
    );
    expect(await findObstacles(house.db, day)).toEqual(['refers to usage_point']);
    await house.db.query('alter table interval_day drop constraint foreign_one');
  });

  it('imports and corrects go on afterwards (skipped: this PostgreSQL has no Citus)', async ({ skip }) => {
    if (!available) skip('this database has no Citus extension');
    await house.import(file(1));
    expect(await distribute(house.db)).toEqual(['interval_day']);
    expect((await distributeTables(house)).distributed).toEqual([]);
    expect((await house.import(file(7))).readings).toMatchObject({ changed: 1, unchanged: 1 });
    expect(await rewriteClosedMonths(house, { everything: true })).toEqual([]);
  });
});
