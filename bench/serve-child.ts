import type { AddressInfo } from 'node:net';
import { createApp } from '../src/http/app.ts';
import { feedHandlers } from '../src/jobs/feed-handlers.ts';
import { startJobs } from '../src/jobs/runner.ts';
import { createTokenCache } from '../src/services/authorization/token-cache.ts';
import { defaultLargeFeedSettings } from '../src/services/large-feed/settings.ts';
import { openPostgres } from '../src/storage/postgres.ts';
import { benchSecretKey } from './server.ts';

/** The server that is measured, in a process of its own: the HTTP entrance and a worker, without limits of rate. */
const db = await openPostgres({ connectionString: process.env.BENCH_DATABASE_URL ?? '', max: 10 });
const clock = { now: () => Date.now() };
const tokenCache = createTokenCache();
tokenCache.resume();
const log = {
  info: () => undefined,
  error: (fields: object, message: string) => console.error(message, fields),
};
const maxReadings = Number(process.env.BENCH_MAX_READINGS ?? defaultLargeFeedSettings.maxReadings);
const largeFeeds = { ...defaultLargeFeedSettings, maxReadings };
const context = { db, clock, secretKey: benchSecretKey, largeFeeds, publicUrl: 'https://data.example.org' };
const app = await createApp({ ...context, tokenCache, log });
const runner = startJobs({ ...context, log }, feedHandlers(context));
await app.listen({ port: 0, host: '127.0.0.1' });
console.log(`port ${(app.server.address() as AddressInfo).port}`);

process.once('SIGTERM', async () => {
  await runner.stop();
  await app.close();
  await db.close();
});
