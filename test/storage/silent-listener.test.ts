import { connect, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { openServerDatabase } from '../../src/storage/open-postgres.ts';
import { createPostgresDatabase, testDatabaseKind } from '../support/database.ts';

/** A way to a server on which nothing passes any more once it is silent, and nobody is told. */
async function openWay(target: URL) {
  const sockets: Socket[] = [];
  const state = { silent: false };
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    sockets.push(client, upstream);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    const muted = state.silent;
    client.on('data', (data) => !state.silent && !muted && upstream.write(data));
    upstream.on('data', (data) => !state.silent && !muted && client.write(data));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = new URL(target);
  url.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: url.href, state, close };
}

it.skipIf(testDatabaseKind !== 'postgres')(
  'a listening connection that falls silent is noticed, and made anew',
  async () => {
    const made = await createPostgresDatabase();
    const way = await openWay(new URL(made.url));
    const beat = { everyMilliseconds: 50, answerMilliseconds: 200 };
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
      await expect.poll(() => events, { timeout: 5000 }).toEqual(['heard', 'broken']);
      await tell('missed');
      way.state.silent = false;
      await expect.poll(() => events, { timeout: 15_000 }).toEqual(['heard', 'broken', 'back']);
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
  30_000,
);
