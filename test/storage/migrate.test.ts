import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareStorage } from '../../src/services/maintenance/prepare-storage.ts';
import type { Database } from '../../src/storage/database.ts';
import { migrate, readMigrations } from '../../src/storage/migrate.ts';
import { openTestDatabase } from '../support/database.ts';

let db: Database;
const script = (sql: string) => db.transaction((tx) => tx.script(sql));
beforeEach(async () => {
  db = await openTestDatabase();
  await script('drop schema public cascade; create schema public');
});
afterEach(() => db.close());

const relations = async () =>
  (
    await db.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace order by relname`,
    )
  ).map(({ name }) => name);

/** Brings an empty database to where a Meterhouse of so many migrations left it. */
async function migrateTo(count: number): Promise<void> {
  await script(`create table schema_migration (
    number int4 primary key, name text not null, checksum text not null, applied timestamptz not null default now())`);
  for (const { number, name, sql, checksum } of (await readMigrations()).slice(0, count)) {
    await script(sql);
    await db.query('insert into schema_migration (number, name, checksum) values ($1, $2, $3)', [
      ...[number, name, checksum],
    ]);
  }
}

describe('a database of something else is refused, and nothing is written', () => {
  it.each([
    ['a table', 'create table orders (id int)', 'orders'],
    ['another list of migrations', 'create table schema_migration (version text)', 'schema_migration'],
    [
      'a table beside a list without a migration',
      `create table orders (id int);
       create table schema_migration (number int4, name text, checksum text)`,
      'orders',
    ],
  ])('%s', async (_, sql, table) => {
    await script(sql);
    const before = await relations();
    await expect(prepareStorage({ db })).rejects.toMatchObject({
      code: 'data_unreadable',
      message: expect.stringContaining(
        `${db.location} is not a database of Meterhouse: it holds tables of something else, such as "${table}".`,
      ),
    });
    expect(await relations()).toEqual(before);
  });
});

describe('is brought to the newest schema', () => {
  const all = async () => (await readMigrations()).map(({ name }) => name);

  it.each([
    ['an empty database', 'select 1'],
    [
      'one with tables and views of extensions',
      `create table spatial_ref_sys (id int);
      alter extension plpgsql add table spatial_ref_sys; create view figures as select 1 as one`,
    ],
    [
      'one whose first start broke off',
      'create table schema_migration (number int4 primary key, name text, checksum text)',
    ],
  ])('%s', async (_, sql) => {
    await script(sql);
    expect(await migrate(db)).toEqual(await all());
    expect(await migrate(db)).toEqual([]);
  });

  it('that of an older Meterhouse, with accounts whose customer moves along', async () => {
    await migrateTo(7);
    await script(`insert into utility (id, slug, name, time_zone, currency)
        overriding system value values (1, 'one', 'One', 'America/Toronto', 124);
      insert into customer_account (uid, utility_id, customer_id, email, created)
        values ('account', 1, 17, 'ada@example.org', 0)`);
    expect(await migrate(db)).toEqual((await all()).slice(7));
    expect(
      await db.query(
        `select a.email, l.customer_id as customer from account_customer l join customer_account a on a.id = l.account_id`,
      ),
    ).toEqual([{ email: 'ada@example.org', customer: 17 }]);
  });
});
