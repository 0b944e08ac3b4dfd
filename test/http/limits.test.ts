import { Readable } from 'node:stream';
import Fastify from 'fastify';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpContext } from '../../src/http/context.ts';
import { createFeedSlots } from '../../src/http/feed-slots.ts';
import { createRequestMetrics } from '../../src/http/request-metrics.ts';
import { vital } from '../../src/http/route-config.ts';
import { mountTimeLimit } from '../../src/http/time-limit.ts';
import { createTokenCache } from '../../src/services/authorization/token-cache.ts';
import { createRateLimiter, type RateLimitSettings } from '../../src/services/throttle/rate-limiter.ts';
import { testClock } from '../support/clock.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

async function open(http: Partial<HttpContext>): Promise<House> {
  house = await openHouse({ http });
  return house;
}

/** A house with limits whose clock is the limiter's. */
async function limited(settings: Partial<RateLimitSettings>, more: Partial<HttpContext> = {}) {
  const clock = testClock();
  const limiter = createRateLimiter({ clock }, { 'third-party': 0, token: 0, address: 0, ...settings });
  return { clock, house: await open({ rateLimiter: limiter, clock, ...more }) };
}

const statuses = async (count: number, ask: () => Promise<{ status: number }>): Promise<number[]> => {
  const seen: number[] = [];
  for (let i = 0; i < count; i++) seen.push((await ask()).status);
  return seen;
};

describe('rate limits', () => {
  it('count the requests of a third party over all of its tokens, and say how they stand', async () => {
    const { clock, house } = await limited({ 'third-party': 3 });
    const first = await house.fetch('/ReadServiceStatus', { token: house.tokens.client });
    expect([first.status, first.headers['ratelimit-policy'], first.headers.ratelimit]).toEqual([
      200,
      '"third-party";q=3;w=60',
      '"third-party";r=2;t=20',
    ]);
    await house.fetch('/Batch/Subscription/authfull', { token: house.tokens.full });
    await house.fetch('/Batch/Subscription/authbob', { token: house.tokens.bob });
    const refused = await house.fetch('/ReadServiceStatus', { token: house.tokens.client });
    expect([refused.status, refused.headers['retry-after'], refused.headers.ratelimit]).toEqual([
      429,
      '20',
      '"third-party";r=0;t=20',
    ]);
    expect(refused.json()).toMatchObject({
      error: 'rate_limited',
      error_description: expect.stringContaining('3 in 60 seconds'),
      url: expect.stringMatching(/\/docs\/errors#rate_limited$/),
    });
    // Another third party is not concerned.
    expect((await house.fetch('/ReadServiceStatus', { token: house.tokens.clientTwo })).status).toBe(200);
    clock.advance(20_000);
    expect((await house.fetch('/ReadServiceStatus', { token: house.tokens.client })).status).toBe(200);
  });

  it('show a refusal to the developer in the request log', async () => {
    const { house } = await limited({ 'third-party': 1 });
    await statuses(2, () => house.fetch('/ReadServiceStatus', { token: house.tokens.client }));
    await expect
      .poll(
        async () =>
          await house.db.query(
            `select status, refusal, refusal_facts->>'at' as at from request_log where status = 429`,
          ),
      )
      .toEqual([{ status: 429, refusal: 'throttled', at: String(house.clock.now() + 60_000) }]);
  });

  it('count what is nobody’s by address; a good token is not its address’s', async () => {
    const { house } = await limited({ address: 2 });
    const good = () => house.fetch('/ReadServiceStatus', { token: house.tokens.client });
    const bad = () => house.fetch('/ReadServiceStatus', { token: 'guess' });
    expect(await statuses(5, good)).toEqual([200, 200, 200, 200, 200]);
    expect(await statuses(3, bad)).toEqual([401, 401, 429]);
    expect((await house.fetchRoot('/docs/errors')).status).toBe(429);
    // Health answers whatever was asked before.
    expect((await house.fetchRoot('/readyz')).status).toBe(200);
  });

  it('let a third party in whose token is remembered, also from an address that is shut', async () => {
    const tokenCache = createTokenCache();
    tokenCache.resume();
    const { house } = await limited({ address: 2 }, { tokenCache });
    const good = () => house.fetch('/ReadServiceStatus', { token: house.tokens.client });
    expect((await good()).status).toBe(200);
    await statuses(3, () => house.fetch('/ReadServiceStatus', { token: 'guess' }));
    expect((await good()).status).toBe(200);
    // The token of another one is not remembered yet.
    expect((await house.fetch('/ReadServiceStatus', { token: house.tokens.clientTwo })).status).toBe(429);
  });

  it('refuse a remembered token before anything is read', async () => {
    const tokenCache = createTokenCache();
    tokenCache.resume();
    const { house } = await limited({ 'third-party': 1 }, { tokenCache });
    expect(
      await statuses(3, () => house.fetch('/ReadServiceStatus', { token: house.tokens.client })),
    ).toEqual([200, 429, 429]);
  });

  it('take the addresses of one IPv6 network for one', async () => {
    const { house } = await limited({ address: 2 }, { trustedProxies: ['127.0.0.1'] });
    const from = (address: string) => () =>
      house.fetch('/ReadServiceStatus', { headers: { 'x-forwarded-for': address } });
    expect(await statuses(2, from('2001:db8:1:2::1'))).toEqual([401, 401]);
    expect(await statuses(1, from('2001:db8:1:2:ffff::2'))).toEqual([429]);
    expect(await statuses(1, from('2001:db8:1:3::1'))).toEqual([401]);
    expect(await statuses(1, from('198.51.100.7'))).toEqual([401]);
  });

  it('do so however a connection’s address is shortened; IPv4 that IPv6 maps is IPv4', async () => {
    const { house } = await limited({ address: 3 });
    const from = async (remoteAddress: string) =>
      (await house.app.inject({ url: '/DataCustodian/espi/1_1/resource/ReadServiceStatus', remoteAddress }))
        .statusCode;
    const seen: number[] = [];
    for (let n = 1; n <= 12; n++) seen.push(await from(`2001:db8::${n}:1:1:1`));
    expect(seen).toEqual([...Array(3).fill(401), ...Array(9).fill(429)]);
    const ways = ['1.2.3.4', '::ffff:1.2.3.4', '::ffff:102:304', '::ffff:1.2.3.4'];
    const mapped: number[] = [];
    for (const address of ways) mapped.push(await from(address));
    expect(mapped).toEqual([401, 401, 401, 429]);
    expect([await from('::ffff:1.2.3.5'), await from('fe80::1%eth0')]).toEqual([401, 401]);
  });

  it('have a limit of its own for the token endpoint, in the words of OAuth', async () => {
    const { house } = await limited({ token: 2 });
    const [client] = await house.db.query<{ id: string }>(
      "select client_id as id from client where uid = 'clientone'",
    );
    const clientId = client?.id ?? '';
    const ask = () =>
      house.app.inject({
        method: 'POST',
        url: '/DataCustodian/oauth/token',
        headers: {
          authorization: `Basic ${Buffer.from(`${clientId}:${house.tokens.clientSecret}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: 'grant_type=client_credentials&scope=FB%3D34_35',
      });
    const answers = [await ask(), await ask(), await ask()];
    expect(answers.at(-1)?.statusCode, answers.map(({ payload }) => payload).join()).toBe(429);
    expect(answers.at(-1)?.headers).toMatchObject({
      'ratelimit-policy': '"token";q=2;w=60',
      'retry-after': '30',
    });
    expect(answers.at(-1)?.json()).toMatchObject({ error: 'rate_limited' });
    expect((await house.fetch('/ReadServiceStatus', { token: house.tokens.client })).status).toBe(200);
  });
});

describe('too much to do', () => {
  it('is 503 with Retry-After for all but health', async () => {
    let reason: string | undefined = 'memory';
    const house = await open({ overload: () => reason });
    const answer = await house.fetch('/ReadServiceStatus', { token: house.tokens.client });
    expect([answer.status, answer.json().error]).toEqual([503, 'overloaded']);
    expect(answer.headers['retry-after']).toMatch(/^(?:[5-9]|10)$/);
    expect(answer.headers['x-request-id']).toMatch(/^\w{20}$/);
    const oauth = await house.app.inject({ method: 'POST', url: '/DataCustodian/oauth/token' });
    expect([oauth.statusCode, oauth.json().error]).toEqual([503, 'temporarily_unavailable']);
    for (const path of ['/livez', '/readyz', '/health/live', '/health/ready'])
      expect((await house.fetchRoot(path)).status).toBe(200);
    expect(house.log.filter(({ level }) => level === 'error')).toEqual([]);
    reason = undefined;
    expect((await house.fetch('/ReadServiceStatus', { token: house.tokens.client })).status).toBe(200);
  });

  it('is as many feeds as may be on their way at once', async () => {
    const feedSlots = createFeedSlots(1);
    const house = await open({ feedSlots });
    const free = feedSlots.take(0);
    const feed = () => house.fetch('/Batch/Subscription/authfull', { token: house.tokens.full });
    const refused = await feed();
    expect([refused.status, refused.json().error, feedSlots.taken()]).toEqual([503, 'overloaded', 1]);
    // What is no feed is answered, and so is the head of one.
    expect((await house.fetch('/ReadServiceStatus', { token: house.tokens.client })).status).toBe(200);
    expect(
      (await house.fetch('/Batch/Subscription/authfull', { token: house.tokens.full, method: 'HEAD' }))
        .status,
    ).toBe(200);
    free?.();
    expect(await statuses(3, feed)).toEqual([200, 200, 200]);
    await expect.poll(() => feedSlots.taken()).toBe(0);
  });

  it('leaves half of the feeds to the other third parties', async () => {
    const feedSlots = createFeedSlots(4);
    const house = await open({ feedSlots });
    const [one] = await house.db.query<{ id: number }>(`select id from client where uid = 'clientone'`);
    const held = [1, 2].map(() => feedSlots.take(one?.id ?? 0));
    const feed = (token: string) => house.fetch('/Authorization', { token });
    const { client, clientTwo } = house.tokens;
    const refused = await feed(client);
    expect([refused.status, refused.json().error]).toEqual([503, 'overloaded']);
    expect((await feed(clientTwo)).status).toBe(200);
    held[0]?.();
    held[0]?.();
    expect(await statuses(2, () => feed(client))).toEqual([200, 200]);
    held[1]?.();
    await expect.poll(() => feedSlots.taken()).toBe(0);
  });
});

describe('time limits', () => {
  const slowDatabase = (house: House, milliseconds: number): HttpContext['db'] => ({
    ...house.db,
    query: async (text, params) => {
      await new Promise((wait) => setTimeout(wait, milliseconds));
      return await house.db.query(text, params);
    },
  });

  it('turn what has not begun into 504, in the words of its family', async () => {
    const other = await openHouse();
    try {
      const house = await open({
        timeLimits: { requestMilliseconds: 300, answerMilliseconds: 60_000 },
        db: slowDatabase(other, 1500),
      });
      const answer = await house.fetch('/ReadServiceStatus', { token: house.tokens.client });
      expect([answer.status, answer.json().error]).toEqual([504, 'timeout']);
      expect(answer.headers['x-request-id']).toMatch(/^\w{20}$/);
      const oauth = await house.app.inject({
        method: 'POST',
        url: '/DataCustodian/oauth/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'client_id=x&client_secret=y&grant_type=client_credentials',
      });
      expect([oauth.statusCode, oauth.json().error]).toEqual([504, 'temporarily_unavailable']);
      // What the handler does later changes nothing.
      await new Promise((wait) => setTimeout(wait, 2000));
      expect(house.log.filter(({ message }) => message === 'request failed')).toHaveLength(2);
    } finally {
      await other.close();
    }
  });

  it('end the connection of what takes too long to leave', async () => {
    const log: string[] = [];
    const note = (_fields: object, message: string): void => void log.push(message);
    const app = Fastify();
    mountTimeLimit(app, {
      log: { info: note, error: note },
      timeLimits: { requestMilliseconds: 100, answerMilliseconds: 400 },
    });
    async function* endless() {
      for (;;) {
        yield 'x';
        await new Promise((wait) => setTimeout(wait, 20));
      }
    }
    app.get('/endless', async (_request, reply) => await reply.send(Readable.from(endless())));
    app.get('/health', vital, async (_request, reply) => {
      await new Promise((wait) => setTimeout(wait, 300));
      return await reply.send('well');
    });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    try {
      const answer = await fetch(`${url}/endless`);
      expect(answer.status).toBe(200);
      await expect(answer.text()).rejects.toThrow(/terminated/);
      expect(log).toEqual(['an answer took too long to leave: its connection is ended']);
      expect((await fetch(`${url}/health`)).status).toBe(200);
    } finally {
      await app.close();
    }
  });
});

describe('metrics of requests', () => {
  it('are told apart by route, method and status, and hold no id', async () => {
    const registry = new Registry();
    const house = await open({
      requestMetrics: createRequestMetrics(registry),
      metricsPage: { render: () => registry.metrics(), token: 'see' },
    });
    await house.fetch('/Batch/Subscription/authfull', { token: house.tokens.full });
    await house.fetch('/Subscription/authfull/UsagePoint', { token: 'guess' });
    await house.fetchRoot('/made/up/address');
    expect((await house.fetchRoot('/metrics')).status).toBe(401);
    expect((await house.fetchRoot('/metrics', { token: 'sea' })).status).toBe(401);
    const page = await house.fetchRoot('/metrics', { token: 'see' });
    expect([page.status, page.headers['content-type']]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    expect(page.text).toContain(
      'meterhouse_http_requests_total{route="Batch Subscription",method="GET",status="200"} 1',
    );
    expect(page.text).toContain(
      'meterhouse_http_requests_total{route="unmatched",method="GET",status="404"} 1',
    );
    expect(page.text).toMatch(
      /meterhouse_http_requests_total\{route="UsagePoint[^"]*",method="GET",status="401"\} 1/,
    );
    expect(page.text).toMatch(
      /meterhouse_http_request_duration_seconds_count\{route="Batch Subscription"\} 1/,
    );
    expect(page.text).toContain('meterhouse_http_requests_in_progress 0');
    expect(page.text).not.toMatch(/authfull|made/);
  });
});

describe('health', () => {
  it('lists what it looked at when it is asked to', async () => {
    const house = await open({});
    const answer = await house.fetchRoot('/readyz?verbose');
    expect([answer.status, answer.text]).toEqual([200, '[+] database\n[+] schema\n[+] key\nready\n']);
    expect((await house.fetchRoot('/livez')).json()).toEqual({ status: 'live' });
  });

  it('is not ready with a key that opens nothing, and says so', async () => {
    const house = await open({ secretKey: Buffer.alloc(32, 9) });
    const answer = await house.fetchRoot('/readyz?verbose');
    expect(answer.status).toBe(503);
    expect(answer.text).toContain('[-] key: SECRET_KEY is not the key');
    expect((await house.fetchRoot('/health/ready')).json()).toEqual({ status: 'unavailable' });
  });

  it('is stopping when it was told to, and every answer is the last on its connection', async () => {
    const house = await open({ isStopping: () => true });
    const answer = await house.fetchRoot('/readyz?verbose');
    expect([answer.status, answer.text.endsWith('stopping\n')]).toEqual([503, true]);
    const served = await house.fetch('/ReadServiceStatus', { token: house.tokens.client });
    expect([served.status, served.headers.connection]).toEqual([200, 'close']);
  });
});
