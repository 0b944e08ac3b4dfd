import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Transaction } from '../../src/storage/database.ts';
import { openPostgres } from '../../src/storage/postgres.ts';
import { createPostgresDatabase, testDatabaseKind } from '../support/database.ts';

describe.skipIf(testDatabaseKind !== 'postgres')('a connection that the server ends in a transaction', () => {
  let db: Database;
  let other: Database;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const made = await createPostgresDatabase();
    drop = made.drop;
    db = await openPostgres({ connectionString: made.url, max: 1 });
    other = await openPostgres({ connectionString: made.url, max: 1 });
  });
  afterAll(async () => {
    await db.close();
    await other.close();
    await drop();
  });

  const findPid = async (tx: Transaction): Promise<number> => {
    const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
    return row?.pid ?? 0;
  };
  const end = async (pid: number): Promise<void> => {
    await other.query('select pg_terminate_backend($1)', [pid]);
    await expect.poll(() => other.query('select 1 from pg_stat_activity where pid = $1', [pid])).toEqual([]);
    // What the server said last is read in a turn of its own.
    await pause(20);
  };
  const endSoon = (pid: number): Promise<void> => pause(100).then(() => end(pid));

  // The pool has one connection: it has let go of the broken one, and makes another.
  afterEach(async () => {
    expect(await db.transaction((tx) => tx.query('select 1 as one'))).toEqual([{ one: 1 }]);
    expect(db.pool?.()).toEqual({ open: 1, idle: 1, waiting: 0, most: 1 });
  });

  it.each<[string, (tx: Transaction) => Promise<unknown>]>([
    ['statement', (tx) => tx.query('select 1')],
    ['script', (tx) => tx.script('select 1; select 2')],
    ['commit', () => Promise.resolve()],
    [
      'copy',
      (tx) =>
        tx.copyIn({ table: 'schema_migration', columns: ['number'], pieces: [Buffer.from('PGCOPY\n')] }),
    ],
  ])('while it is idle makes the next %s unavailable', async (_, next) => {
    const work = db.transaction(async (tx) => {
      await end(await findPid(tx));
      await next(tx);
    });
    await expect(work).rejects.toMatchObject({ name: 'AppError', code: 'unavailable' });
  });

  it.each<[string, (tx: Transaction) => Promise<unknown>]>([
    ['statement', (tx) => tx.query('select pg_sleep(20)')],
    ['script', (tx) => tx.script('select 1; select pg_sleep(20)')],
  ])('while a %s runs makes it unavailable', async (_, run) => {
    const work = db.transaction(async (tx) => {
      const pid = await findPid(tx);
      await Promise.all([run(tx), endSoon(pid)]);
    });
    await expect(work).rejects.toMatchObject({ name: 'AppError', code: 'unavailable' });
  });

  it('is not listened to any more once it is given back', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on('warning', onWarning);
    for (let i = 0; i < 20; i++) await db.transaction((tx) => tx.query('select 1'));
    await pause(20);
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });
});
