import cluster from 'node:cluster';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { loadCertificates } from '../config/load-certificates.ts';
import type { Config } from '../config/options.ts';
import { type AdmittedRequests, createAdmittedRequests } from '../http/admitted-requests.ts';
import { createApp } from '../http/app.ts';
import { createFeedSlots } from '../http/feed-slots.ts';
import type { MetricsPage } from '../http/metrics-page.ts';
import { createRequestMetrics } from '../http/request-metrics.ts';
import type { LoadMonitor } from '../platform/load-monitor.ts';
import type { Log } from '../platform/log.ts';
import { createRateLimiter, type RateLimiter } from '../services/throttle/rate-limiter.ts';
import { shareRateUse } from '../services/throttle/share-rate-use.ts';
import { oauthPages } from '../web/customer/authorize-problem.ts';
import { registrationMailComposer } from '../web/mails/registration-mail.ts';
import { mountWeb } from '../web/serving/mount-web.ts';
import type { WebContext } from '../web/serving/web-context.ts';
import { type FollowedChanges, followChanges } from './follow-changes.ts';
import type { OpenedData } from './open-data.ts';
import { rateLimits, timeLimits, watchLoad } from './process-bounds.ts';
import { countEntryMemory, countOverload, countTokenCache } from './start-metrics.ts';

type Core = Pick<WebContext, 'clock' | 'secretKey' | 'publicUrl' | 'largeFeeds'>;

/** What answering requests needs. */
export interface WebInput {
  readonly config: Config;
  readonly core: Core;
  readonly data: OpenedData;
  readonly log: Log;
  readonly version: string;
  readonly port: number;
  /** How many processes of this machine share the memory. */
  readonly processes: number;
  readonly registry: Registry;
  readonly metricsPage: MetricsPage | undefined;
  readonly isStopping: () => boolean;
}

/** The web side of a server, listening. */
export interface RunningWeb {
  /** What it remembers: whoever writes in the same process tells it. */
  readonly changes: Pick<FollowedChanges, 'tokenCache' | 'heard'>;
  /**
   * Takes no more requests, lets running ones end, and closes; after so long it ends what is left. One of several processes
   * keeps its port until `others`, what else it has to end, has ended as well: {@link lingering}.
   */
  readonly stop: (graceMilliseconds: number, others?: Promise<unknown>) => Promise<void>;
}

const tidyMilliseconds = 100;

/** On the embedded database there is but one process, and nobody to share with. */
async function shareLimits({ data, log }: WebInput, limiter: RateLimiter): Promise<() => Promise<void>> {
  if (data.work.db.kind === 'pglite') return async () => undefined;
  const { db, listen } = data.work;
  const onError = (error: unknown): void =>
    log.error({ err: error }, 'what was counted for rate limits could not be told to other processes');
  return await shareRateUse({ db, listen, onError }, limiter);
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Waits until a process has nothing left to do, while it refuses what comes. The last process that closes the port must be
 * about to end: a connection that node:cluster is just handing to it then is answered by nobody, and hangs until the
 * primary is gone.
 */
async function lingering(
  admitted: AdmittedRequests,
  until: number,
  others?: Promise<unknown>,
): Promise<void> {
  await others;
  while (admitted.count() > 0 && performance.now() < until) await pause(tidyMilliseconds);
}

async function close(
  app: FastifyInstance,
  graceMilliseconds: number,
  linger: (until: number) => Promise<void>,
): Promise<void> {
  const until = performance.now() + graceMilliseconds;
  const impatient = setTimeout(() => app.server.closeAllConnections(), graceMilliseconds);
  // A connection whose last answer began before the stop is kept open by its reader: it is closed when it is idle.
  const tidy = setInterval(() => app.server.closeIdleConnections(), tidyMilliseconds);
  try {
    await linger(until);
    const closed = app.close();
    // Whoever came after the time was over, and says nothing, is not waited for.
    if (performance.now() >= until) app.server.closeAllConnections();
    await closed;
  } finally {
    clearInterval(tidy);
    clearTimeout(impatient);
  }
}

/** Answers requests on the port of the configuration. */
export async function startWeb(input: WebInput): Promise<RunningWeb> {
  const { config, core, data, log, registry } = input;
  const changes = await followChanges(data.work.listen);
  const { tokenCache, entryMemory } = changes;
  const limiter = createRateLimiter(core, rateLimits(config));
  const stopSharing = await shareLimits(input, limiter);
  let monitor: LoadMonitor | undefined;
  let leaving = false;
  const feedSlots = createFeedSlots(config.maxFeeds);
  // One process alone waits for its server to close, and counts nothing.
  const admitted = cluster.isWorker ? createAdmittedRequests() : undefined;
  countTokenCache(registry, tokenCache);
  countEntryMemory(registry, entryMemory);
  const context: WebContext = {
    ...core,
    db: changes.heard(data.requests),
    log,
    tokenCache,
    entryMemory,
    missingTokenStatus: config.missingTokenStatus === '403' ? 403 : 401,
    isStopping: input.isStopping,
    version: input.version,
    keepsMail: config.smtpUrl === undefined,
    trustedProxies: config.trustedProxies,
    gzip: config.gzip,
    gzipCheckEvery: config.gzipCheckEvery,
    overload: () => (leaving ? 'stopping' : monitor?.overload()),
    feedSlots,
    timeLimits: timeLimits(config),
    rateLimiter: limiter,
    admitted,
    requestMetrics: createRequestMetrics(registry, feedSlots),
    metricsPage: input.metricsPage,
  };
  const app = await createApp({
    ...context,
    oauthPages: oauthPages(context),
    composeRegistrationMail: registrationMailComposer(context),
    ...(await loadCertificates(config)),
  });
  await mountWeb(app, context);
  await app.listen({ host: config.host, port: input.port });
  // From now on: what starting cost is no load.
  monitor = watchLoad(config, input.processes, log);
  countOverload(registry, monitor);
  return {
    changes,
    stop: async (graceMilliseconds, others) => {
      await close(app, graceMilliseconds, async (until) => {
        if (admitted === undefined) return;
        leaving = true;
        await lingering(admitted, until, others);
      });
      monitor?.stop();
      await stopSharing();
      await changes.stop();
    },
  };
}
