import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openServerDatabase } from '../../src/storage/open-postgres.ts';
import { createPostgresDatabase, testDatabaseKind } from '../support/database.ts';
import { openWay } from '../support/silent-way.ts';

it.skipIf(testDatabaseKind !== 'postgres')(
  'a listening connection that falls silent is noticed, and made anew',
  async () => {
    const made = await createPostgresDatabase();
    const way = await openWay(new URL(made.url));
    const beat = { everyMilliseconds: 50, answerMilliseconds: 1000 };
    const { db, listen } = await openServerDatabase(way.url, { beat });
    const straight = await openServerDatabase(made.url);
    const events: string[] = [];
    try {
      const stop = await listen('news', (payload) => events.push(payload), {
        onBroken: () => events.push('broken'),
        onBack: () => events.push('back'),
      });
      const tell = (payload: string) => straight.db.query('select pg_notify($1, $2)', ['news', payload]);
      await tell('heard');
      await expect.poll(() => events).toEqual(['heard']);
      way.state.silent = true;
      await expect.poll(() => events).toEqual(['heard', 'broken']);
      await tell('missed');
      way.state.silent = false;
      await expect.poll(() => events).toEqual(['heard', 'broken', 'back']);
      await tell('heard again');
      await expect.poll(() => events).toEqual(['heard', 'broken', 'back', 'heard again']);
      await stop();
    } finally {
      await straight.db.close();
      way.close();
      await db.close();
      await made.drop();
    }
  },
);

it.skipIf(testDatabaseKind !== 'postgres').each([
  ['before the next attempt', 1],
  ['while an attempt is under way', 2],
])('a subscription that is ended %s stays ended', async (_, attempts) => {
  const made = await createPostgresDatabase();
  const way = await openWay(new URL(made.url));
  const beat = { everyMilliseconds: 50, answerMilliseconds: 1000 };
  // The first connection is that of the pool.
  const { db, listen } = await openServerDatabase(way.url, { beat });
  const events: string[] = [];
  try {
    const stop = await listen('news', () => undefined, {
      onBroken: () => events.push('broken'),
      onBack: () => events.push('back'),
    });
    way.state.silent = true;
    await expect.poll(() => events).toEqual(['broken']);
    await expect.poll(() => way.state.attempts, { interval: 10 }).toBe(1 + attempts);
    await stop();
    way.state.silent = false;
    await pause(3000);
    expect(way.state.attempts).toBe(1 + attempts);
    expect(events).toEqual(['broken']);
    expect(way.state.open).toBe(1);
  } finally {
    way.close();
    await db.close();
    await made.drop();
  }
});
