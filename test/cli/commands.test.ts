import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPostgresDatabase, testDatabaseKind } from '../support/database.ts';

const program = fileURLToPath(new URL('../../bin/meterhouse.js', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'meterhouse-cli-'));
let environment: NodeJS.ProcessEnv;
let dropDatabase: () => Promise<void> = async () => undefined;

beforeAll(async () => {
  // The working folder holds no .env, and nothing of the tester's own configuration gets in.
  environment = {
    PATH: process.env.PATH,
    DATA_DIR: dataDir,
    PORT: '0',
    METERHOUSE_DEMO: 'off',
    LOG_LEVEL: 'warn',
  };
  if (testDatabaseKind === 'postgres') {
    const { url, drop } = await createPostgresDatabase();
    environment.DATABASE_URL = url;
    dropDatabase = drop;
  }
});
afterAll(async () => {
  await dropDatabase();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const start = (words: readonly string[], more: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, [program, ...words], { cwd: dataDir, env: { ...environment, ...more } });

/** Runs a command to its end. */
async function run(words: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const child = start(words, more);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}

async function json<T>(words: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await run([...words, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as T;
}

/** A running server with where it is. */
async function serve(): Promise<{ child: ChildProcess; url: string }> {
  const child = start(['serve']);
  let output = '';
  return await new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('close', () => reject(new Error(`serve ended: ${output}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const url = /runs at (http:\S+)/.exec(output)?.[1];
      if (url !== undefined && output.includes('Stop:')) resolve({ child, url });
    });
  });
}

// These end before a database is opened: once is enough.
describe.runIf(testDatabaseKind === 'pglite')('the command line', () => {
  it.each([
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['utility', 'create', 'x'], /--name/],
    [
      ['token', 'issue', '--kind', 'api_key', '--third-party', 'A'],
      /registration_access_token, client_access_token, access_token/,
    ],
    [['authorization', 'create', '--third-party', 'A', '--meters', 'all', '--end', 'soon'], /2026-01-31/],
    [['authorization', 'create', '--third-party', 'A', '--meters', 'all', '--lifetime', '9'], /90d/],
    [['utility', 'set', '--espi-version', '9'], /4\.0, 3\.3/],
  ])('%j is refused with 2 and what is accepted', async (words, expected) => {
    const { code, stdout, stderr } = await run(words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(expected);
  });

  it('an address without the name of a database is refused by every command', async () => {
    for (const words of [['doctor'], ['migrate'], ['utility', 'list']]) {
      const { code, stderr } = await run(words, { DATABASE_URL: 'postgres://postgres@127.0.0.1' });
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/DATABASE_URL .*with the name of a database/),
      ]);
    }
  });

  it('a wrong option of the environment is refused in one line', async () => {
    const { code, stderr } = await run(['utility', 'list'], { PORT: 'http' });
    expect([code, stderr]).toEqual([
      2,
      'meterhouse: PORT=http is not accepted. Give a whole number from 0 to 65535; 0 takes any free port.\n',
    ]);
  });

  it('a data folder that is a file is named', async () => {
    const { code, stderr } = await run(['utility', 'list'], { DATA_DIR: program, SECRET_KEY: '' });
    expect([code, stderr]).toEqual([
      2,
      `meterhouse: DATA_DIR=${program} cannot be made (there is a file of that name). Set it to a folder that this user may write.\n`,
    ]);
  });

  it('a port that is taken is named, with the way out, before anything is done', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await run(['serve'], { PORT: String(port) });
    other.close();
    expect(code).toBe(5);
    expect(stderr).toMatch(
      new RegExp(`^meterhouse: Port ${port} on 127.0.0.1 is in use.*PORT=\\d+ npm start\\.\\n$`),
    );
  });

  it('helps', async () => {
    const { code, stdout } = await run(['authorization', 'create', '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/--third-party <name> +its name or uid \(required\)\n/);
    expect(stdout).toMatch(/--meters <keys> [^(]*\(required\)/);
    expect(stdout).toMatch(/--lifetime <time> [^(]*\(default:\s+365d\)/);
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('the doctor', () => {
  const checksOf = async (more: NodeJS.ProcessEnv) => {
    const { code, stdout } = await run(['doctor', '--json'], more);
    const { checks } = JSON.parse(stdout) as { checks: { name: string; state: string; words: string }[] };
    return { code, checks: Object.fromEntries(checks.map(({ name, ...rest }) => [name, rest])) };
  };

  it.runIf(testDatabaseKind === 'pglite')('makes nothing where nothing is, and fails', async () => {
    const nowhere = join(dataDir, 'nowhere');
    const { code, checks } = await checksOf({ DATA_DIR: nowhere });
    expect(code).toBe(1);
    expect(checks).toMatchObject({
      configuration: { state: 'ok' },
      database: { state: 'fail', words: expect.stringMatching(/no database in .*nowhere yet/) },
      disk: { state: 'fail', words: expect.stringMatching(/nowhere is not there: check DATA_DIR/) },
    });
    expect(existsSync(nowhere)).toBe(false);
  });

  it.runIf(testDatabaseKind === 'postgres')(
    'and others make nothing in a database of something else',
    async () => {
      const { url, drop } = await createPostgresDatabase();
      const client = new pg.Client({ connectionString: url });
      // The database is dropped from under a connection that has only just said goodbye.
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.query('drop schema public cascade; create schema public');
        const environment = { DATABASE_URL: url, DATA_DIR: join(dataDir, 'nowhere') };
        const empty = await checksOf(environment);
        expect([empty.code, empty.checks.schema]).toEqual([
          1,
          { state: 'fail', words: expect.stringMatching(/^nothing is created here yet/) },
        ]);
        await client.query('create table orders (id int)');
        const foreign = await checksOf(environment);
        expect([foreign.code, foreign.checks.schema]).toEqual([
          1,
          { state: 'fail', words: expect.stringMatching(/^this is not a database of Meterhouse/) },
        ]);
        for (const words of [['migrate'], ['utility', 'list'], ['serve'], ['serve', '--processes', '2']])
          expect([words, await run(words, { DATABASE_URL: url })]).toEqual([
            words,
            {
              code: 5,
              stdout: '',
              stderr: expect.stringMatching(
                /is not a database of Meterhouse.*such as "orders"\. Check DATABASE_URL/,
              ),
            },
          ]);
        const { rows } = await client.query("select tablename from pg_tables where schemaname = 'public'");
        expect(rows).toEqual([{ tablename: 'orders' }]);
        expect(existsSync(environment.DATA_DIR)).toBe(false);
      } finally {
        await client.end();
        await drop();
      }
    },
  );

  it.each([
    [{ SMTP_URL: 'smtp://127.0.0.1:25' }, /MAIL_FROM is not/],
    [{ METERHOUSE_TLS_KEY: '/nowhere.pem' }, /METERHOUSE_TLS_CERTIFICATE, or neither/],
    [{ METERHOUSE_TLS_KEY: '/nowhere.pem', METERHOUSE_TLS_CERTIFICATE: '/nowhere.crt' }, /cannot be read/],
  ])('refuses what a server would refuse to start with: %j', async (more, expected) => {
    const { code, checks } = await checksOf(more);
    expect([code, checks.configuration]).toEqual([
      1,
      { state: 'fail', words: expect.stringMatching(expected) },
    ]);
  });
});

describe('an operator, while the server runs', () => {
  let server: { child: ChildProcess; url: string };
  beforeAll(async () => {
    server = await serve();
  }, 120_000);
  afterAll(async () => {
    if (server.child.exitCode === null) server.child.kill('SIGKILL');
  });
  const get = (path: string, token: string): Promise<Response> =>
    fetch(`${server.url}/DataCustodian/espi/1_1/resource${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });

  interface Token {
    readonly kind: string;
    readonly token: string;
    readonly expires: string | null;
  }

  it('is told when there is nothing yet', async () => {
    const { code, stderr } = await run(['third-party', 'create', 'Acme']);
    expect([code, stderr]).toEqual([
      4,
      'meterhouse: There is no utility yet. Create one: meterhouse utility create --help.\n',
    ]);
  });

  it('creates a utility and a third party, hands out tokens, and they work at once', async () => {
    const utility = [
      'utility',
      'create',
      'town',
      '--name',
      'Town',
      '--time-zone',
      'America/Toronto',
      '--currency',
      '124',
    ];
    expect(await json(utility)).toMatchObject({
      slug: 'town',
      currency: 124,
      settings: { espiVersion: '4.0' },
    });
    expect((await run(utility)).code).toBe(5);
    const client = await json<Record<string, string>>(['third-party', 'create', 'Acme']);
    expect(Object.keys(client)).toEqual(['name', 'uid', 'bulk_uid', 'client_id', 'client_secret']);
    const issue = (kind: string) =>
      json<Token[]>(['token', 'issue', '--kind', kind, '--third-party', 'Acme', '--lifetime', '1h']);
    const [registration] = await issue('registration_access_token');
    const [access] = await issue('client_access_token');
    expect([registration?.expires, Date.parse(access?.expires ?? '')]).toEqual([
      null,
      expect.closeTo(Date.now() + 3_600_000, -5),
    ]);
    const answer = await get(`/ApplicationInformation/${client.uid}`, registration?.token ?? '');
    expect([answer.status, (await answer.text()).includes(client.client_secret ?? '-')]).toEqual([200, true]);
    expect((await get('/ReadServiceStatus', access?.token ?? '')).status).toBe(200);
    expect((await get('/ReadServiceStatus', registration?.token ?? '')).status).toBe(403);
  });

  it('changes a setting, which readers see with the next answer', async () => {
    const [registration] = await json<Token[]>([
      'token',
      'issue',
      '--kind',
      'registration_access_token',
      '--third-party',
      'Acme',
    ]);
    const read = async (): Promise<string> =>
      await (await get('/ApplicationInformation', registration?.token ?? '')).text();
    expect(await read()).toContain('type="application/xml"');
    expect((await run(['utility', 'set', '--content-type', 'atom+xml'])).code).toBe(0);
    await expect.poll(read, { timeout: 5_000 }).toContain('type="atom+xml"');
  });

  it('names what is not there', async () => {
    const words = [
      'authorization',
      'create',
      '--third-party',
      'Acme',
      '--customer',
      'nobody',
      '--meters',
      'all',
    ];
    const { code, stdout, stderr } = await run(words);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/^meterhouse: There is no customer "nobody"\. .*customer list\.\n$/);
    expect((await run(['authorization', 'end', 'nowhere'])).code).toBe(4);
    const token = ['token', 'issue', '--kind', 'access_token', '--third-party', 'Acme'];
    expect((await run(token)).stderr).toContain('--authorization');
    expect((await run([...token, '--authorization', 'nowhere'])).code).toBe(4);
    expect((await run(['customer', 'list'])).stdout).toBe('');
  });

  it('sees in the doctor what is well', async () => {
    const { ok, checks } = await json<{ ok: boolean; checks: { name: string; state: string }[] }>(['doctor']);
    expect(ok).toBe(true);
    const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
    expect(states).toMatchObject({
      configuration: 'ok',
      database: 'ok',
      schema: 'ok',
      key: 'ok',
      utilities: 'ok',
      data: 'look',
    });
    const strict = await run(['doctor', '--strict']);
    expect(strict.code).toBe(1);
    expect((await run(['doctor'], { SECRET_KEY: Buffer.alloc(32, 5).toString('hex') })).stdout).toMatch(
      /key +fail/,
    );
  });

  it('cannot start a second server on the same embedded data', async () => {
    if (testDatabaseKind === 'postgres') return;
    const { code, stderr } = await run(['serve']);
    expect(code).toBe(5);
    expect(stderr).toMatch(new RegExp(`process ${server.child.pid}.*DATA_DIR`));
  });

  it('stops it with a signal: it is done in a moment, and ends with 0', async () => {
    const closed = once(server.child, 'close');
    server.child.kill('SIGTERM');
    await closed;
    expect([server.child.exitCode, server.child.signalCode]).toEqual([0, null]);
    await expect(fetch(`${server.url}/health/live`)).rejects.toThrow();
    expect((await run(['utility', 'list'])).stdout).toContain('town');
  });
});
