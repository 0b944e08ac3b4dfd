import cluster from 'node:cluster';
import { type ExitCode, exitCodes } from '../cli/exit-codes.ts';
import { runsUnderNpm } from '../config/load.ts';
import { loadSecretKey } from '../config/secret-key.ts';
import { systemClock } from '../platform/clock.ts';
import { freePort } from '../platform/free-port.ts';
import { checkReadiness } from '../services/maintenance/check-readiness.ts';
import { prepareStorage } from '../services/maintenance/prepare-storage.ts';
import { tellPrimary } from './fleet-messages.ts';
import { memberMetrics } from './fleet-metrics.ts';
import { largeFeedSettings } from './large-feed-settings.ts';
import { leaveFleet, memberSignal } from './member-signal.ts';
import { type OpenedData, openData } from './open-data.ts';
import type { ServeInput } from './serve-input.ts';
import { startBlock } from './start-block.ts';
import { demoAppPort, startDemoApp } from './start-demo-app.ts';
import { startFacts } from './start-facts.ts';
import { startWorker } from './start-jobs.ts';
import { checkManagementPort, startManagement } from './start-management.ts';
import { countPools, countWork, createRegistry } from './start-metrics.ts';
import { startWeb } from './start-web.ts';
import { type StopSignal, stopSignal } from './stop-signal.ts';

type Stop = (graceMilliseconds: number, others?: Promise<unknown>) => Promise<unknown>;

/** How to end what was started: jobs at once, requests after the balancer has seen it. */
interface Stops {
  work: Stop[];
  web: Stop[];
}

/** Time for a balancer to see that the server is no longer ready. */
const drain = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Starts what the role asks for, and says so. What was started is in `stops` also when something fails later. */
async function start(
  { config, version, stdout, stderr, log }: ServeInput,
  {
    processes,
    port,
    data,
    secretKey,
    signal,
    stops,
  }: {
    readonly processes: number;
    readonly port: number;
    readonly data: OpenedData;
    readonly secretKey: Uint8Array;
    readonly signal: StopSignal;
    readonly stops: Stops;
  },
): Promise<void> {
  const isMember = cluster.isWorker;
  const { role, host } = config;
  const { db } = data.work;
  const publicUrl = config.publicUrl ?? `http://localhost:${port}`;
  const core = { clock: systemClock, secretKey, publicUrl, largeFeeds: largeFeedSettings(config) };
  const isStopping = (): boolean => signal.received;
  const demoAppUrl = isMember ? publicUrl : `http://localhost:${await demoAppPort(port)}`;
  const facts = isMember
    ? undefined
    : await startFacts({ ...core, db, demoAppUrl }, { demo: config.demo, stderr });

  const registry = createRegistry(version);
  countWork(registry, { db, clock: systemClock });
  countPools(registry, { requests: data.requests.pool, jobs: db.pool });
  const render = isMember ? memberMetrics(registry) : () => registry.metrics();
  const token = config.metricsToken;
  const metricsPage = token === undefined ? undefined : { render, token };

  const web =
    role === 'worker'
      ? undefined
      : await startWeb({
          config,
          core,
          data,
          log,
          version,
          port,
          processes,
          registry,
          metricsPage,
          isStopping,
        });
  if (web !== undefined) stops.web.push(web.stop);
  if (role !== 'web')
    stops.work.push(
      (
        await startWorker(
          { ...core, db: web?.changes.heard(db) ?? db, log, tokenCache: web?.changes.tokenCache },
          config,
          registry,
        )
      ).stop,
    );
  tellPrimary({ fleet: 'ready' });
  if (facts === undefined) return;

  const checks = (): ReturnType<typeof checkReadiness> => checkReadiness({ db, secretKey });
  const context = { log, publicUrl, isStopping, checks, metricsPage: { render } };
  const management = await startManagement(config, context);
  stops.web.push(async () => await management?.close());
  const onExit = (code: number | null): void => log.error({ code }, 'the demo third party ended');
  const demoApp =
    facts.demo === undefined || config.demoApp === 'off'
      ? undefined
      : startDemoApp(facts.demo, { url: demoAppUrl, publicUrl, onExit });
  stops.work.push(async () => demoApp?.stop());
  const { location } = db;
  const block = { ...facts, demoAppUrl: demoApp?.url, version, port, host, location, publicUrl, role };
  stdout.write(startBlock({ ...block, processes: 1 }));
}

/**
 * Runs one process until it is told to stop: opens the data, makes the demo when there is nothing, answers requests or
 * does jobs or both. Then it is no longer ready, goes on for the time that a balancer needs, lets running requests and jobs
 * end, and closes.
 *
 * @throws AppError `conflict` when a port is taken, and all that opening the data throws.
 */
export async function serveProcess(input: ServeInput, processes: number): Promise<ExitCode> {
  const { config, stderr, log } = input;
  const isMember = cluster.isWorker;
  const graceMilliseconds = config.stopSeconds * 1000;
  if (!isMember) await checkManagementPort(config);
  const port = config.role === 'worker' || isMember ? config.port : await freePort(config);
  const secretKey = await loadSecretKey(config);
  const data = await openData(config);
  const stops: Stops = { work: [], web: [] };
  try {
    const { db } = data.work;
    const migrated = await prepareStorage({ db });
    log.info({ database: db.location, migrated, role: config.role }, 'database is open');
    const signal = isMember ? memberSignal() : stopSignal(stderr, { followParent: runsUnderNpm() });
    await start(input, { processes, port, data, secretKey, signal, stops });
    await signal.wait;
    log.info({}, 'stopping');
    const workEnded = Promise.all(stops.work.map((stop) => stop(graceMilliseconds)));
    if (config.role !== 'worker') await drain(config.drainSeconds);
    for (const stop of stops.web) await stop(graceMilliseconds, workEnded);
    await workEnded;
    stops.web = [];
    stops.work = [];
    log.info({}, 'stopped');
    return exitCodes.ok;
  } finally {
    // What a failed start has begun must not keep the process alive.
    for (const stop of [...stops.web, ...stops.work]) await stop(0);
    await data.close();
    if (isMember) leaveFleet();
  }
}
