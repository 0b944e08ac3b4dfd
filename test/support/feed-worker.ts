// A worker that writes feeds and cuts bulks, as a program: `startFeedWorker` runs it.
import { feedHandlers } from '../../src/jobs/feed-handlers.ts';
import { startJobs } from '../../src/jobs/runner.ts';
import { openPostgres } from '../../src/storage/postgres.ts';
import type { WorkerSettings } from './worker-process.ts';

const settings = JSON.parse(process.env.WORKER_SETTINGS ?? '') as WorkerSettings;
const { databaseUrl, publicUrl, largeFeeds, leaseMs, aheadMs } = settings;

// Whoever started it may be killed, too.
process.once('disconnect', () => process.exit());

const context = {
  db: await openPostgres({ connectionString: databaseUrl, max: 6 }),
  clock: { now: () => Date.now() + aheadMs },
  publicUrl,
  largeFeeds,
  leaseMs,
  secretKey: Buffer.alloc(32, 7),
  log: {
    info: () => undefined,
    error: (fields: object, message: string) => void process.send?.({ message, fields: String(fields) }),
  },
};
startJobs(context, feedHandlers(context));
process.send?.('works');
