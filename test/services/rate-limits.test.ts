import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createRateLimiter, type RateLimiter } from '../../src/services/throttle/rate-limiter.ts';
import { shareRateUse } from '../../src/services/throttle/share-rate-use.ts';
import { openServerDatabase } from '../../src/storage/open-postgres.ts';
import { announceRateUses, parseRateUses } from '../../src/storage/rate-uses.ts';
import { testClock } from '../support/clock.ts';
import { createPostgresDatabase, testDatabaseKind } from '../support/database.ts';

const settings = { 'third-party': 100, token: 10, address: 50 };
const third = (subject: string) => ({ policy: 'third-party', subject }) as const;

function takeAll(limiter: RateLimiter, subject: Parameters<RateLimiter['take']>[0], most: number): number {
  let taken = 0;
  for (let i = 0; i < most; i++) if (limiter.take(subject)?.taken === true) taken++;
  return taken;
}

/** What is left for somebody, without taking of it. */
function remaining(limiter: RateLimiter): number | undefined {
  const taken = limiter.take(third('7'));
  if (taken?.taken !== true) return taken?.remaining;
  limiter.giveBack(third('7'));
  return taken.remaining + 1;
}

it('policies have budgets of their own, and 0 is no limit', () => {
  const limiter = createRateLimiter({ clock: testClock() }, { ...settings, address: 0 });
  expect(takeAll(limiter, third('1'), 200)).toBe(100);
  expect(takeAll(limiter, { policy: 'token', subject: '1' }, 200)).toBe(10);
  expect(limiter.take({ policy: 'address', subject: '127.0.0.1' })).toBeUndefined();
});

it('what is told is read back, addresses of every form included; other words are left out', async () => {
  const told: string[] = [];
  const db = {
    query: async (_text: string, params: readonly unknown[] = []) => {
      told.push(String(params[1]));
      return [];
    },
  };
  const uses = [
    { policy: 'address', subject: '2001:db8:1:2::', used: 7 },
    { policy: 'address', subject: '::ffff:192.0.2.1', used: 1 },
    ...Array.from({ length: 200 }, (_, n) => ({ policy: 'third-party', subject: String(n), used: n + 1 })),
  ];
  await announceRateUses(db as Parameters<typeof announceRateUses>[0], { from: 'me', uses });
  expect(told.map((text) => parseRateUses(text).from)).toEqual(['me', 'me', 'me']);
  expect(told.flatMap((text) => parseRateUses(text).uses)).toEqual(uses);
  expect(Math.max(...told.map(({ length }) => length))).toBeLessThan(8000);
  expect(parseRateUses('me\nthird-party 1 1e9\nthird-party\n\nx y z').uses).toEqual([]);
});

it.skipIf(testDatabaseKind !== 'postgres')(
  'two processes on one database have one budget together, and tell nothing of those who use little',
  async () => {
    const { url, drop } = await createPostgresDatabase();
    const clock = testClock();
    const opened = [await openServerDatabase(url), await openServerDatabase(url)];
    const limiters = opened.map(() => createRateLimiter({ clock }, settings));
    const errors: unknown[] = [];
    const stops: (() => Promise<void>)[] = [];
    const heard: string[] = [];
    try {
      const [here, there] = limiters;
      if (here === undefined || there === undefined) throw new RangeError('two are made above');
      for (const [n, { db, listen }] of opened.entries())
        stops.push(
          await shareRateUse(
            { db, listen, onError: (error) => errors.push(error), everyMilliseconds: 20 },
            limiters[n] ?? here,
          ),
        );
      stops.push(
        (await opened[0]?.listen('meterhouse_rate', (text) => heard.push(text))) ?? (async () => undefined),
      );
      // There is nothing to tell for some turns.
      await delay(200);
      expect(takeAll(here, third('7'), 70)).toBe(70);
      await expect.poll(() => remaining(there)).toBe(30);
      expect(takeAll(there, third('7'), 100)).toBe(30);
      // What there used is told here too, so that nobody gets more in the end; no message comes back as its own.
      await expect.poll(() => remaining(here)).toBe(0);
      expect([here.take(third('7'))?.taken, there.take(third('7'))?.taken]).toEqual([false, false]);
      clock.advance(30_000);
      expect(takeAll(here, third('7'), 100)).toBeGreaterThan(40);
      expect(errors).toEqual([]);
      await expect.poll(() => heard.length).toBeGreaterThan(0);
    } finally {
      for (const stop of stops) await stop();
      for (const { db } of opened) await db.close();
      await drop();
    }
  },
);

it.skipIf(testDatabaseKind !== 'postgres')(
  'a database that cannot be told is an error line, not a stop',
  async () => {
    const errors: unknown[] = [];
    const limiter = createRateLimiter({ clock: testClock() }, settings);
    const stop = await shareRateUse(
      {
        db: { query: () => Promise.reject(new Error('gone')) },
        listen: async () => async () => undefined,
        onError: (error) => errors.push(error),
        everyMilliseconds: 10,
      },
      limiter,
    );
    takeAll(limiter, third('1'), 50);
    await expect.poll(() => errors.length).toBe(1);
    expect(limiter.take(third('1'))?.taken).toBe(true);
    await stop();
  },
);
