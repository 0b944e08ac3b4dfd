import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { loadCertificates } from '../config/load-certificates.ts';
import type { Config } from '../config/options.ts';
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
  /** Takes no more connections, lets running requests end, and closes; after so long it ends what is left. */
  readonly stop: (graceMilliseconds: number) => Promise<void>;
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

async function close(app: FastifyInstance, graceMilliseconds: number): Promise<void> {
  const impatient = setTimeout(() => app.server.closeAllConnections(), graceMilliseconds);
  // A connection whose last answer began before the stop is kept open by its reader: it is closed when it is idle.
  const tidy = setInterval(() => app.server.closeIdleConnections(), tidyMilliseconds);
  await app.close();
  clearInterval(tidy);
  clearTimeout(impatient);
}

/** Answers requests on the port of the configuration. */
export async function startWeb(input: WebInput): Promise<RunningWeb> {
  const { config, core, data, log, registry } = input;
  const changes = await followChanges(data.work.listen);
  const { tokenCache, entryMemory } = changes;
  const limiter = createRateLimiter(core, rateLimits(config));
  const stopSharing = await shareLimits(input, limiter);
  let monitor: LoadMonitor | undefined;
  const feedSlots = createFeedSlots(config.maxFeeds);
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
    overload: () => monitor?.overload(),
    feedSlots,
    timeLimits: timeLimits(config),
    rateLimiter: limiter,
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
    stop: async (graceMilliseconds) => {
      await close(app, graceMilliseconds);
      monitor?.stop();
      await stopSharing();
      await changes.stop();
    },
  };
}
