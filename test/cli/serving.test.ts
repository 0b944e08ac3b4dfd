import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openPostgres } from '../../src/storage/postgres.ts';
import { testClock } from '../support/clock.ts';
import { createPostgresDatabase, testDatabaseKind } from '../support/database.ts';
import { seedUtility, type Tokens } from '../support/seed.ts';
import { anyPort, pausedFeed, runServe, type Serving, serving } from '../support/serving.ts';

const secretKey = Buffer.alloc(32, 7);
const feedPath = '/Batch/Subscription/authbob';
let url = '';
let db: Database;
let tokens: Tokens;
let drop: () => Promise<void> = async () => undefined;
const running: Serving[] = [];

/** Copies the last day of the flat many times: a feed of more than the buffers of the system hold. */
const addDays = (): Promise<unknown> =>
  db.query(
    `insert into interval_day (up_id, mr_no, day, start_ts, step, n, enc, published, updated, data)
     select up_id, mr_no, day + k, start_ts + k * 86400, step, n, enc, published, updated, data
     from (select * from interval_day where up_id = (select id from usage_point where uid = 'meterflatelectric')
       order by day desc limit 1) last, generate_series(1, 2000) k`,
  );

beforeAll(async () => {
  if (testDatabaseKind !== 'postgres') return;
  const made = await createPostgresDatabase();
  url = made.url;
  db = await openPostgres({ connectionString: url, max: 3 });
  drop = made.drop;
  tokens = await seedUtility({ db, clock: testClock(), secretKey });
  await addDays();
}, 120_000);
afterEach(() => {
  for (const { child } of running.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});
afterAll(async () => {
  await db?.close();
  await drop();
});

async function start(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Serving> {
  const started = await serving(words, {
    DATABASE_URL: url,
    SECRET_KEY: secretKey.toString('hex'),
    ...environment,
  });
  running.push(started);
  return started;
}

const isWhole = (feed: string | undefined): boolean => feed?.trimEnd().endsWith('</feed>') === true;

describe('the embedded database', () => {
  it.each([
    [['--processes', '2'], /METERHOUSE_PROCESSES/],
    [['--role', 'web'], /METERHOUSE_ROLE/],
    [['--role', 'worker'], /METERHOUSE_ROLE/],
  ])('is open in one process: %j is refused with the way out', async (words, expected) => {
    const child = runServe(words, { PORT: String(await anyPort()) });
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    await once(child, 'close');
    expect([child.exitCode, stderr]).toEqual([2, expect.stringMatching(expected)]);
    expect(stderr).toContain('DATABASE_URL');
  });
});

describe.skipIf(testDatabaseKind !== 'postgres')('processes on one PostgreSQL', { timeout: 240_000 }, () => {
  it('answer in one and do jobs in another; what one revokes, the other refuses', async () => {
    const [one, two] = await Promise.all([start(['--role', 'web']), start(['--role', 'web'])]);
    const regular = () =>
      db.query<{ kind: string; ran: boolean }>(
        `select kind, run_at > 0 as ran from job where key like 'regular:%' order by kind`,
      );
    expect(await regular()).toEqual([]);
    await db.query(
      `insert into job (kind, payload, key, run_at) values ('remind', '{}', 'regular:remind', 0)`,
    );

    // Both remember the token before it is revoked.
    for (const { read } of [one, two, one, two])
      expect((await read('/Batch/Subscription/authfull', tokens.full)).status).toBe(200);
    expect((await one.read('/Authorization/authfull', tokens.client, 'DELETE')).status).toBe(200);
    await expect
      .poll(async () => (await two.read('/Batch/Subscription/authfull', tokens.full)).status, {
        timeout: 5000,
      })
      .toBe(401);
    expect((await one.read('/Batch/Subscription/authfull', tokens.full)).status).toBe(401);
    expect((await two.read('/ReadServiceStatus', tokens.client)).status).toBe(200);

    // Nobody has done the job, however long it has been due.
    expect(await regular()).toEqual([{ kind: 'remind', ran: false }]);
    const worker = await start(['--role', 'worker']);
    await expect.poll(async () => (await regular()).every(({ ran }) => ran)).toBe(true);
    expect((await regular()).length).toBeGreaterThan(2);
    expect([await worker.status('/livez'), await worker.status('/readyz', worker.managementPort)]).toEqual([
      0, 200,
    ]);
    const metrics = await (await fetch(`http://127.0.0.1:${worker.managementPort}/metrics`)).text();
    expect(metrics).toMatch(/meterhouse_jobs_total\{kind="remind",outcome="done"\} [1-9]/);
    expect(metrics).toContain('meterhouse_database_up 1');
    for (const { child, ended } of [worker, one, two]) {
      child.kill('SIGTERM');
      expect(await ended()).toBe(0);
    }
  });

  it('stop when they are told: not ready first, then the feed on its way ends whole', async () => {
    const server = await start([], { METERHOUSE_DRAIN_SECONDS: '6' });
    const feed = await pausedFeed(server.port, feedPath, tokens.bob);
    expect(await server.status('/readyz')).toBe(200);
    server.child.kill('SIGTERM');
    await expect.poll(() => server.status('/readyz')).toBe(503);
    expect(await server.status('/livez')).toBe(200);
    const last = await server.read('/ReadServiceStatus', tokens.client);
    expect([last.status, last.headers.get('connection')]).toEqual([200, 'close']);
    await expect.poll(() => server.status('/livez')).toBe(0);
    expect(server.child.exitCode).toBeNull();
    expect(isWhole(await feed.finish())).toBe(true);
    expect(await server.ended()).toBe(0);
    expect(server.output()).toContain('"msg":"stopped"');
  });

  it('end what does not end by itself when the time is over', async () => {
    const server = await start([], { METERHOUSE_STOP_SECONDS: '1' });
    const feed = await pausedFeed(server.port, feedPath, tokens.bob);
    server.child.kill('SIGTERM');
    expect(await server.ended()).toBe(0);
    expect(isWhole(await feed.finish())).toBe(false);
  });

  it('share a port; one that is killed takes no other one’s requests with it and is started again', async () => {
    const server = await start(['--processes', '2']);
    expect(server.output()).toContain('in 2 processes');
    const pids = () =>
      new Set([...server.output().matchAll(/"process":(\d+)/g)].map(([, pid]) => Number(pid)));
    expect(pids().size).toBe(2);
    // Connections are dealt out in turn: each process has one of the two feeds.
    const feeds = [
      await pausedFeed(server.port, feedPath, tokens.bob),
      await pausedFeed(server.port, feedPath, tokens.bob),
    ];
    const [victim = 0] = pids();
    process.kill(victim, 'SIGKILL');
    const [first, ...others] = await Promise.all(feeds.map(({ finish }) => finish()));
    expect([first, ...others].map(isWhole).toSorted()).toEqual([false, true]);
    // The other one goes on at once; then there are two again.
    for (let i = 0; i < 10; i++)
      expect((await server.read('/ReadServiceStatus', tokens.client)).status).toBe(200);
    const ready = async (): Promise<string> =>
      await (await fetch(`http://127.0.0.1:${server.managementPort}/readyz?verbose`)).text();
    await expect.poll(() => pids().size, { timeout: 60_000 }).toBe(3);
    await expect.poll(ready, { timeout: 60_000 }).toBe('[+] processes\nready\n');
    expect(server.output()).toContain(`"process":${victim},"code":null,"signal":"SIGKILL"`);

    const metrics = await (await fetch(`http://127.0.0.1:${server.managementPort}/metrics`)).text();
    expect(metrics).toMatch(
      /meterhouse_http_requests_total\{route="ReadServiceStatus",method="GET",status="200"\} 10/,
    );

    server.child.kill('SIGTERM');
    expect(await server.ended()).toBe(0);
    for (const pid of pids()) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  });

  it('that stop answer whoever comes until the last feed of theirs has left', async () => {
    const server = await start(['--processes', '2']);
    const feed = await pausedFeed(server.port, feedPath, tokens.bob);
    server.child.kill('SIGTERM');
    const late = () => server.read('/ReadServiceStatus', tokens.client);
    await expect.poll(() => server.output().includes('"msg":"stopped"')).toBe(true);
    await expect.poll(async () => (await late()).status).toBe(503);
    // The process that has nothing to do is gone; the other one keeps the port, so that nobody waits for an answer in vain.
    for (let i = 0; i < 10; i++) {
      const answer = await late();
      expect([answer.status, answer.headers.get('connection')]).toEqual([503, 'close']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await answer.text()).toContain('being stopped');
      expect(await server.status('/livez')).toBe(200);
    }
    expect(await server.status('/readyz')).toBe(503);
    expect(isWhole(await feed.finish())).toBe(true);
    expect(await server.ended()).toBe(0);
  });

  it('keep to the bounds of the environment', async () => {
    const [bounded, full, slow] = await Promise.all([
      start(['--role', 'web'], {
        METERHOUSE_LARGE_FEED_READINGS: '1',
        METERHOUSE_LARGE_FEED_QUOTA: '1',
        METERHOUSE_RATE_THIRD_PARTY: '5',
      }),
      start(['--role', 'web'], { METERHOUSE_MAX_MEMORY_MB: '100' }),
      start(['--role', 'web'], { METERHOUSE_REQUEST_SECONDS: '1' }),
    ]);
    const answerOf = async (server: Serving, path: string, token: string): Promise<unknown[]> => {
      const { status, headers } = await server.read(path, token);
      return [status, Number(headers.get('retry-after')) > 0];
    };
    const code = async (answer: Response): Promise<unknown> =>
      ((await answer.json()) as Record<string, unknown>).error;

    expect(await answerOf(bounded, feedPath, tokens.bob)).toEqual([202, true]);
    // There is room for one large feed, and nobody has read it yet.
    const second = await bounded.read(`${feedPath}?published-min=2020-01-01T00:00:00Z`, tokens.bob);
    expect([second.status, await code(second)]).toEqual([429, 'too_many_requests']);
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++)
      statuses.push((await bounded.read('/ReadServiceStatus', tokens.client)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const refused = await bounded.read('/ReadServiceStatus', tokens.client);
    expect(refused.headers.get('ratelimit-policy')).toBe('"third-party";q=5;w=60');
    expect(await code(refused)).toBe('rate_limited');

    await expect.poll(() => answerOf(full, '/ReadServiceStatus', tokens.client)).toEqual([503, true]);
    expect(await full.status('/livez')).toBe(200);

    await db.transaction(async (tx) => {
      await tx.query('lock table client in access exclusive mode');
      const late = await slow.read('/ReadServiceStatus', tokens.client);
      expect([late.status, await code(late)]).toEqual([504, 'timeout']);
    });
    await expect.poll(async () => (await slow.read('/ReadServiceStatus', tokens.client)).status).toBe(200);
  });

  it('that cannot start end the whole with their words', async () => {
    const child = runServe(['--processes', '2'], {
      PORT: String(await anyPort()),
      DATABASE_URL: url,
      SECRET_KEY: secretKey.toString('hex'),
      SMTP_URL: 'smtp://127.0.0.1:9',
    });
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    await once(child, 'close');
    expect(child.exitCode).toBe(1);
    expect(stderr).toContain('MAIL_FROM');
  });
});
