import { expect, it } from 'vitest';
import { AppError } from '../../src/platform/errors.ts';
import { databaseFault } from '../../src/storage/database-fault.ts';
import { openServerDatabase } from '../../src/storage/open-postgres.ts';
import { openPostgres } from '../../src/storage/postgres.ts';
import { createPostgresDatabase, testDatabaseKind } from '../support/database.ts';

const withDatabase = async (work: (url: string) => Promise<void>): Promise<void> => {
  const { url, drop } = await createPostgresDatabase();
  try {
    await work(url);
  } finally {
    await drop();
  }
};
const server = it.skipIf(testDatabaseKind !== 'postgres');

it('what is not of the connection stays what it is', () => {
  const unique = Object.assign(new Error('duplicate key'), { code: '23505' });
  expect(databaseFault(unique)).toBe(unique);
  expect(databaseFault('words')).toBe('words');
  expect(databaseFault(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }))).toMatchObject({
    code: 'unavailable',
  });
});

server('a statement that takes too long is a timeout, and its connection can be used again', () =>
  withDatabase(async (url) => {
    const { db } = await openServerDatabase(url, { connections: 1, statementMilliseconds: 200 });
    try {
      const slow = db.query('select pg_sleep(20)');
      await expect(slow).rejects.toMatchObject({ name: 'AppError', code: 'timeout' });
      await expect(db.transaction((tx) => tx.query('select pg_sleep(20)'))).rejects.toBeInstanceOf(AppError);
      expect(await db.query('select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      await db.close();
    }
  }),
);

server('no free connection, and a connection that is cut, are unavailable', () =>
  withDatabase(async (url) => {
    const db = await openPostgres({ connectionString: url, max: 1, connectionTimeoutMillis: 200 });
    try {
      let release = (): void => undefined;
      const busy = db.transaction(
        () =>
          new Promise<void>((resolve) => {
            release = resolve;
          }),
      );
      await expect.poll(() => db.pool?.()).toEqual({ open: 1, idle: 0, waiting: 0, most: 1 });
      await expect(db.query('select 1')).rejects.toMatchObject({ code: 'unavailable' });
      await expect(db.transaction(async () => undefined)).rejects.toMatchObject({ code: 'unavailable' });
      release();
      await busy;
      await expect(db.query('select pg_terminate_backend(pg_backend_pid())')).rejects.toMatchObject({
        code: 'unavailable',
      });
      expect(await db.query('select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      await db.close();
    }
  }),
);
