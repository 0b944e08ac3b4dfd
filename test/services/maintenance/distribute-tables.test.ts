import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distributeTables } from '../../../src/services/maintenance/distribute-tables.ts';
import { rewriteClosedMonths } from '../../../src/services/maintenance/rewrite-closed-months.ts';
import { findDistribution, isDistributed } from '../../../src/storage/distribution.ts';
import { testDatabaseKind } from '../../support/database.ts';
import { dumpTables } from '../../support/dump.ts';
import { type IngestHouse, openIngestHouse, textSource } from '../../support/ingest-house.ts';

let house: IngestHouse;
let available = false;
beforeAll(async () => {
  house = await openIngestHouse();
  available = testDatabaseKind === 'postgres' && (await findDistribution(house.db)).available !== null;
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

  it('imports and corrects go on afterwards (skipped: this PostgreSQL has no Citus)', async ({ skip }) => {
    if (!available) skip('this database has no Citus extension');
    await house.import(file(1));
    await house.db.query('create extension citus');
    expect((await distributeTables(house)).distributed).toEqual(['interval_day']);
    expect((await distributeTables(house)).distributed).toEqual([]);
    expect((await house.import(file(7))).readings).toMatchObject({ changed: 1, unchanged: 1 });
    expect(await rewriteClosedMonths(house, { everything: true })).toEqual([]);
  });
});
