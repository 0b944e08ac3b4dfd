import type { AddressInfo } from 'node:net';
import { createApp } from '../src/http/app.ts';
import { feedHandlers } from '../src/jobs/feed-handlers.ts';
import { startJobs } from '../src/jobs/runner.ts';
import { followChanges } from '../src/roof/follow-changes.ts';
import { defaultLargeFeedSettings } from '../src/services/large-feed/settings.ts';
import { openServerDatabase } from '../src/storage/open-postgres.ts';
import { benchOrigin, benchSecretKey } from './server.ts';

/** The server that is measured, in a process of its own: the HTTP entrance and a worker, without limits of rate. */
const opened = await openServerDatabase(process.env.BENCH_DATABASE_URL ?? '', { connections: 10 });
const changes = await followChanges(opened.listen);
const db = changes.heard(opened.db);
const clock = { now: () => Date.now() };
const log = {
  info: () => undefined,
  error: (fields: object, message: string) => console.error(message, fields),
};
const maxReadings = Number(process.env.BENCH_MAX_READINGS ?? defaultLargeFeedSettings.maxReadings);
const largeFeeds = { ...defaultLargeFeedSettings, maxReadings };
const context = { db, clock, secretKey: benchSecretKey, largeFeeds, publicUrl: benchOrigin };
const app = await createApp({ ...context, ...changes, log });
const runner = startJobs({ ...context, log }, feedHandlers(context));
await app.listen({ port: 0, host: '127.0.0.1' });
console.log(`port ${(app.server.address() as AddressInfo).port}`);

process.once('SIGTERM', async () => {
  await runner.stop();
  await app.close();
  await changes.stop();
  await db.close();
});
