import type { FastifyInstance } from 'fastify';
import { createApp } from '../src/http/app.ts';
import { feedHandlers } from '../src/jobs/feed-handlers.ts';
import { startJobs } from '../src/jobs/runner.ts';
import { followChanges } from '../src/roof/follow-changes.ts';
import { defaultLargeFeedSettings } from '../src/services/large-feed/settings.ts';
import type { Database } from '../src/storage/database.ts';
import { openServerDatabase } from '../src/storage/open-postgres.ts';
import { benchOrigin, benchSecretKey } from './server.ts';

/** The HTTP entrance and a worker, without limits of rate. */
interface BenchApp {
  readonly app: FastifyInstance;
  readonly close: () => Promise<void>;
}

/**
 * Opens it on the database that the bench has made.
 *
 * @param input.through what every statement goes through, such as one that notes it.
 */
export async function openBenchApp({
  through = (db) => db,
}: {
  readonly through?: (db: Database) => Database;
} = {}): Promise<BenchApp> {
  const opened = await openServerDatabase(process.env.BENCH_DATABASE_URL ?? '', { connections: 10 });
  const changes = await followChanges(opened.listen);
  const db = through(changes.heard(opened.db));
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
  return {
    app,
    close: async () => {
      await runner.stop();
      await app.close();
      await changes.stop();
      await db.close();
    },
  };
}
