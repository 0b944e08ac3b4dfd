import { type ExitCode, exitCodes } from '../cli/exit-codes.ts';
import { runsUnderNpm } from '../config/load.ts';
import { loadSecretKey } from '../config/secret-key.ts';
import { systemClock } from '../platform/clock.ts';
import { freePort } from '../platform/free-port.ts';
import { prepareStorage } from '../services/maintenance/prepare-storage.ts';
import { primaryMetrics } from './fleet-metrics.ts';
import { openData } from './open-data.ts';
import { type ProcessFleet, startFleet } from './process-fleet.ts';
import type { ServeInput } from './serve-input.ts';
import { startBlock } from './start-block.ts';
import { type StartFacts, startFacts } from './start-facts.ts';
import { checkManagementPort, startManagement } from './start-management.ts';
import { stopSignal } from './stop-signal.ts';

/** Beyond its own patience a process that does not end is killed after so long. */
const marginMilliseconds = 5000;

/** Makes the database ready once, before the processes come, and looks at what is in it. */
async function prepare(
  { config, stderr, log }: ServeInput,
  port: number,
): Promise<{ facts: StartFacts; location: string; publicUrl: string }> {
  const publicUrl = config.publicUrl ?? `http://localhost:${port}`;
  const secretKey = await loadSecretKey(config);
  const { work, close } = await openData(config);
  try {
    const { db } = work;
    const migrated = await prepareStorage({ db });
    log.info({ database: db.location, migrated }, 'database is ready');
    const core = { db, clock: systemClock, secretKey, publicUrl, demoAppUrl: publicUrl };
    return { facts: await startFacts(core, { demo: 'off', stderr }), location: db.location, publicUrl };
  } finally {
    await close();
  }
}

/** What is ready of the processes. */
const fleetChecks = (fleet: ProcessFleet, size: number) => async () => [
  {
    name: 'processes',
    ok: fleet.ready() > 0,
    words: fleet.ready() === size ? '' : `${fleet.ready()} of ${size} work`,
  },
];

/**
 * Runs so many processes that share the port, until SIGINT or SIGTERM. This one answers nothing itself: it hands
 * connections on, starts what has crashed again, and has the management port.
 */
export async function serveFleet(input: ServeInput, size: number): Promise<ExitCode> {
  const { config, version, stdout, stderr, log } = input;
  const { host, role } = config;
  await checkManagementPort(config);
  const port = role === 'worker' ? config.port : await freePort(config);
  const { facts, location, publicUrl } = await prepare(input, port);
  const signal = stopSignal(stderr, { followParent: runsUnderNpm() });
  const metrics = primaryMetrics(() => fleet.members());
  const fleet = startFleet({ size, environment: { PORT: String(port) }, log }, (member, message) =>
    metrics.hear(member, message),
  );
  let management: Awaited<ReturnType<typeof startManagement>>;
  try {
    management = await startManagement(config, {
      log,
      publicUrl,
      isStopping: () => signal.received,
      checks: fleetChecks(fleet, size),
      metricsPage: { render: metrics.render },
    });
    const outcome = await Promise.race([fleet.started, signal.wait.then(() => undefined)]);
    if (outcome !== undefined) {
      log.error(outcome, 'a process ended before it worked: its words are above');
      return exitCodes.failed;
    }
    const block = { ...facts, demoAppUrl: undefined, version, port, host, location, publicUrl, role };
    if (!signal.received) stdout.write(startBlock({ ...block, processes: size }));
    await signal.wait;
    log.info({}, 'stopping');
    return exitCodes.ok;
  } finally {
    await fleet.stop((config.drainSeconds + config.stopSeconds) * 1000 + marginMilliseconds);
    await management?.close();
    log.info({}, 'all processes have stopped');
  }
}
