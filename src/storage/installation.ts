import type { Queryable } from './database.ts';

/** The namespace of this installation's Atom ids; undefined before the first start. */
export async function findInstallation(db: Queryable): Promise<string | undefined> {
  const [row] = await db.query<{ namespace: string }>('select uuid_namespace as namespace from installation');
  return row?.namespace;
}

/** Writes the namespace of the Atom ids once; a second call changes nothing. */
export async function insertInstallation(db: Queryable, uuidNamespace: string): Promise<void> {
  await db.query('insert into installation (uuid_namespace) values ($1) on conflict do nothing', [
    uuidNamespace,
  ]);
}

/** What is in a database that may be of something else. */
export interface DatabaseContent {
  /** Whether Meterhouse has made it. */
  readonly isOwn: boolean;
  /** Whether there is a list of migrations as Meterhouse keeps it. */
  readonly hasMigrations: boolean;
  /** A table beside that list; null where there is none. What belongs to an extension is not counted. */
  readonly someTable: string | null;
}

/** Looks whose tables there are, without expecting any. It reads the catalogue alone. */
export async function findDatabaseContent(db: Queryable): Promise<DatabaseContent> {
  const [row] = await db.query<DatabaseContent>(
    `with list as (
       select attrelid as id from pg_attribute where attrelid = to_regclass('schema_migration') and attname = 'checksum')
     select exists (select from list) and to_regclass('installation') is not null as "isOwn",
       exists (select from list) as "hasMigrations",
       (select c.relname::text from pg_class c
          join pg_namespace n on n.oid = c.relnamespace and n.nspname = any (current_schemas(false))
        where c.relkind in ('r', 'p', 'f') and c.oid not in (select id from list)
          and not exists (select from pg_depend d
            where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
        order by c.relname limit 1) as "someTable"`,
  );
  if (row === undefined) throw new RangeError('A statement without a table gave no row');
  return row;
}

/** What there is to say about a database in a line or two. */
export interface DatabaseFacts {
  /** Version of PostgreSQL. */
  readonly version: string;
  /** The database's clock, milliseconds. */
  readonly now: number;
  readonly migrations: number;
  readonly utilities: number;
  readonly usagePoints: number;
  /** Newest local day with readings, `YYYY-MM-DD`; null without any. */
  readonly newestDay: string | null;
}

/** Facts for the operator. */
export async function findDatabaseFacts(db: Queryable): Promise<DatabaseFacts> {
  const [row] = await db.query<DatabaseFacts>(
    `select current_setting('server_version') as version,
       (extract(epoch from clock_timestamp()) * 1000)::float8 as now,
       (select count(*)::int4 from schema_migration) as migrations,
       (select count(*)::int4 from utility) as utilities,
       (select count(*)::int4 from usage_point) as "usagePoints",
       (select max(day)::text from interval_day) as "newestDay"`,
  );
  if (row === undefined) throw new RangeError('A statement without a table gave no row');
  return row;
}

/** How many migrations were applied. */
export async function countMigrations(db: Queryable): Promise<number> {
  const [row] = await db.query<{ count: number }>('select count(*)::int4 as count from schema_migration');
  return row?.count ?? 0;
}

/** Any sealed client secret, to try the key on. */
export async function findAnySecret(db: Queryable): Promise<string | undefined> {
  const [row] = await db.query<{ sealed: string }>(
    'select client_secret_ciphertext as sealed from client order by id desc limit 1',
  );
  return row?.sealed;
}
