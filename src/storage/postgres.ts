import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { AppError } from '../platform/errors.ts';
import {
  copyStatement,
  type Database,
  type PoolState,
  type Queryable,
  type Row,
  type Transaction,
} from './database.ts';
import { databaseFault } from './database-fault.ts';

const { builtins } = pg.types;

/** int8 as number and date as text, alone and in arrays; everything else as `pg` reads it. */
const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [builtins.INT8]: Number,
  [builtins.DATE]: (text) => text,
  1016: (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(Number)),
  1182: (text) => (text === '{}' ? [] : text.slice(1, -1).split(',')),
};

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    parsers[oid] ?? pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

/** `pg` writes a JavaScript array as a PostgreSQL array, but bytes inside one only when they are Buffers. */
function toParameter(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (Array.isArray(value)) return value.map(toParameter);
  if (value !== null && typeof value === 'object' && !Buffer.isBuffer(value)) return JSON.stringify(value);
  return value;
}

/** More texts than the program has: one that is put together anew each time must not fill the server's memory. */
const mostPrepared = 1000;
const preparedNames = new Map<string, string>();

/** The name under which a connection prepares a text once; undefined for a text without parameters. */
function preparedName(text: string, params: readonly unknown[]): string | undefined {
  if (params.length === 0) return undefined;
  const known = preparedNames.get(text);
  if (known !== undefined || preparedNames.size >= mostPrepared) return known;
  const name = `m${preparedNames.size}`;
  preparedNames.set(text, name);
  return name;
}

/** Asks the database; what it throws is the error of this program for it. */
async function ask<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    throw databaseFault(error);
  }
}

const queryable = (client: pg.Pool | pg.PoolClient): Queryable => ({
  query: <R = Row>(text: string, params: readonly unknown[] = []): Promise<R[]> =>
    ask(async () => {
      const name = preparedName(text, params);
      const values = params.map(toParameter);
      const result = await client.query<pg.QueryResultRow>(
        name === undefined ? { text, values } : { name, text, values },
      );
      return result.rows as R[];
    }),
});

const transaction = (client: pg.PoolClient): Transaction => ({
  ...queryable(client),
  script: async (sql) => {
    await ask(() => client.query(sql));
  },
  copyIn: async (input) => {
    await ask(() =>
      pipeline(Readable.from(input.pieces), client.query(copyFrom(copyStatement(input, 'stdin')))),
    );
  },
});

/** A connection of the pool for one piece of work; `giveBack` throws it away when it broke or is said to have. */
async function takeConnection(pool: pg.Pool): Promise<{
  readonly client: pg.PoolClient;
  readonly giveBack: (fault?: Error) => void;
}> {
  const client = await ask(() => pool.connect());
  let broken: Error | undefined;
  // The pool listens to idle connections only. What breaks between two statements would end the process; so the next
  // statement says it.
  const onError = (error: Error): void => {
    broken ??= error;
  };
  client.on('error', onError);
  return {
    client,
    giveBack: (fault = broken) => {
      client.off('error', onError);
      client.release(fault);
    },
  };
}

/** Where a connection string leads, without the password. */
function describeUrl(url: string): string {
  try {
    const { hostname, port, pathname, username } = new URL(url);
    return `PostgreSQL ${username === '' ? '' : `${decodeURIComponent(username)}@`}${hostname}:${port || '5432'}${pathname}`;
  } catch {
    return 'PostgreSQL';
  }
}

/** What is wrong with an address at which not even the first statement can be asked, and how it is mended. */
function connectionFault(error: unknown, location: string, url = ''): AppError {
  const { code, message } = error as { code?: string; message: string };
  const name = URL.canParse(url) ? decodeURIComponent(new URL(url).pathname.slice(1)) : '';
  const shown = /^[a-z_][a-z0-9_]*$/.test(name) ? name : pg.escapeIdentifier(name);
  const words =
    code === '3D000' && name !== ''
      ? `there is no such database. Make it with: create database ${shown}`
      : `${message || code}. Check DATABASE_URL and that ${code === undefined ? 'it is a PostgreSQL server that answers there' : 'the server runs'}.`;
  return new AppError('unavailable', `${location} cannot be used: ${words}`, { cause: error });
}

/**
 * Opens a pool of connections to a PostgreSQL server.
 *
 * @throws AppError `unavailable` when it cannot be reached or refuses the user.
 */
export async function openPostgres(config: pg.PoolConfig & { connectionString?: string }): Promise<Database> {
  const location =
    config.connectionString === undefined ? 'PostgreSQL' : describeUrl(config.connectionString);
  const pool = new pg.Pool({ max: 10, connectionTimeoutMillis: 10_000, types, ...config });
  // A connection that breaks while idle is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  try {
    await pool.query('select 1');
  } catch (error) {
    await pool.end();
    throw connectionFault(error, location, config.connectionString);
  }
  return {
    kind: 'postgres',
    location,
    ...queryable(pool),
    transaction: async (work) => {
      const { client, giveBack } = await takeConnection(pool);
      try {
        await ask(() => client.query('begin'));
        const result = await work(transaction(client));
        await ask(() => client.query('commit'));
        giveBack();
        return result;
      } catch (error) {
        // A connection that cannot even roll back is thrown away.
        await client.query('rollback').then(
          () => giveBack(),
          (fault: Error) => giveBack(fault),
        );
        throw error;
      }
    },
    pool: (): PoolState => ({
      open: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
      most: pool.options.max,
    }),
    close: () => pool.end(),
  };
}
