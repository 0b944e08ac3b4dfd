import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCopyRows } from '../../src/storage/copy-rows.ts';
import { openDatabase } from '../../src/storage/open-database.ts';
import { testDatabaseKind } from '../support/database.ts';

// These open the embedded database themselves: once is enough.
const describeEmbedded = testDatabaseKind === 'pglite' ? describe : describe.skip;

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'meterhouse-embedded-'));

let dataDir: string;

const open = () => openDatabase({ dataDir, command: 'test', graceMilliseconds: 5_000 });
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
};

const loader = new URL('../../bin/typescript.js', import.meta.url).href;

/** A second process that opens the same folder, runs the lines with `db`, and prints what they give. */
async function inAnotherProcess(lines: string): Promise<string> {
  const source = `
    import { openDatabase } from ${JSON.stringify(new URL('../../src/storage/open-database.ts', import.meta.url).href)};
    const { db, isOwner } = await openDatabase({ dataDir: ${JSON.stringify(dataDir)}, command: 'other', graceMilliseconds: 0 });
    ${lines}
    await db.close();`;
  const child = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child, 'close');
  return output;
}

describeEmbedded('the embedded database', () => {
  // To make a database takes far longer than to open one: it is made once, where nothing is, and copied for each test.
  let made: string;
  beforeAll(async () => {
    made = newFolder();
    dataDir = made;
    const { db } = await open();
    await db.close();
  });
  afterAll(() => rmSync(made, { recursive: true, force: true }));
  beforeEach(() => {
    dataDir = newFolder();
    cpSync(made, dataDir, { recursive: true });
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('is used by a second process through the first, with all types, errors and transactions', async () => {
    const { db, isOwner, listen } = await open();
    const heard: string[] = [];
    await listen('news', (payload) => heard.push(payload));
    await db.transaction((tx) => tx.script('create table t (n int8, b bytea, j jsonb, d date)'));
    const output = await inAnotherProcess(`
      await db.query('insert into t values ($1, $2, $3, $4)', [2 ** 40, new Uint8Array([0, 255]), { a: [1] }, '2026-03-08']);
      const [row] = await db.query('select * from t');
      console.log(isOwner, row.n, [...row.b].join(), JSON.stringify(row.j), row.d);
      const failed = await db.query('select * from nowhere').catch((error) => error.code);
      const thrown = await db.transaction(async (tx) => { await tx.query('insert into t (n) values (1)'); throw new Error('no'); }).catch((error) => error.message);
      await db.transaction(async (tx) => { await tx.query('insert into t (n) values (7)'); await tx.query("select pg_notify('news', 'seven')"); });
      console.log(failed, thrown, (await Promise.all([1, 2, 3].map((n) => db.query('select $1::int4 as n', [n])))).map(([r]) => r.n).join());`);
    expect(output).toBe('false 1099511627776 0,255 {"a":[1]} 2026-03-08\n42P01 no 1,2,3\n');
    expect(isOwner).toBe(true);
    expect((await db.query('select n from t order by n')).map(({ n }) => n)).toEqual([7, 2 ** 40]);
    await until(() => heard.length > 0);
    expect(heard).toEqual(['seven']);
    await db.close();
  });

  it('takes rows by COPY from a second process', async () => {
    const first = await open();
    const second = await open();
    expect([first.isOwner, second.isOwner]).toEqual([true, false]);
    await first.db.transaction((tx) => tx.script('create table t (n int4)'));
    const rows = createCopyRows();
    for (const n of [1, 2, 3]) {
      rows.row(1);
      rows.int4(n);
    }
    await second.db.transaction((tx) => tx.copyIn({ table: 't', columns: ['n'], pieces: rows.finish() }));
    expect(await first.db.query('select sum(n)::int4 as sum from t')).toEqual([{ sum: 6 }]);
    await second.db.close();
    await first.db.close();
  });

  it('keeps a transaction of one process apart from everyone else', async () => {
    const first = await open();
    const second = await open();
    await first.db.transaction((tx) => tx.script('create table t (n int4)'));
    let counted: unknown;
    const counting = second.db.transaction(async (tx) => {
      await tx.query('insert into t values (1)');
      counted = first.db.query('select count(*)::int4 as n from t');
      await new Promise((resolve) => setTimeout(resolve, 100));
      throw new Error('rolled back');
    });
    await expect(counting).rejects.toThrow('rolled back');
    expect(await counted).toEqual([{ n: 0 }]);
    await second.db.close();
    await first.db.close();
  });

  it('rolls back when the second process dies in the middle', async () => {
    const { db } = await open();
    await db.transaction((tx) => tx.script('create table t (n int4)'));
    await inAnotherProcess(`
      await db.transaction(async (tx) => { await tx.query('insert into t values (1)'); process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}); });`);
    expect(await db.query('select count(*)::int4 as n from t')).toEqual([{ n: 0 }]);
    await db.close();
  });

  it('may be used by its owner alone', async () => {
    const { db } = await open();
    const mode = (name: string): number => statSync(join(dataDir, name)).mode & 0o777;
    expect([mode('database.sock'), mode('database.lock')]).toEqual([0o600, 0o600]);
    expect(JSON.parse(readFileSync(join(dataDir, 'database.lock'), 'utf8'))).toMatchObject({
      pid: process.pid,
      command: 'test',
    });
    await db.close();
    expect(() => mode('database.lock')).toThrow(/ENOENT/);
  });

  it('waits for those who still use it before it closes', async () => {
    const first = await open();
    const second = await open();
    const closing = first.db.close();
    expect(await second.db.query('select 1 as n')).toEqual([{ n: 1 }]);
    await second.db.close();
    await closing;
  });

  it.each([
    ['a process that is gone', { pid: 2 ** 22 - 3, command: 'serve', socket: '/nowhere' }],
    [
      'a process whose number is in use again',
      { pid: process.ppid, command: 'serve', socket: '/nowhere', identity: 'x' },
    ],
    ['a file that was cut off', undefined],
  ])('opens over the lock of %s', async (_, holder) => {
    writeFileSync(join(dataDir, 'database.lock'), holder === undefined ? '{"pid":' : JSON.stringify(holder));
    const { db, isOwner } = await open();
    expect(isOwner).toBe(true);
    await db.close();
  });
});
