import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import type { ExitCode } from './cli/exit-codes.ts';
import type { Config } from './config/options.ts';
import { AppError } from './platform/errors.ts';
import { createLog } from './platform/log.ts';
import { serveFleet } from './roof/serve-fleet.ts';
import type { ServeInput } from './roof/serve-input.ts';
import { serveProcess } from './roof/serve-process.ts';

/**
 * What one process alone can do on the embedded database.
 *
 * @throws AppError `invalid_config`.
 */
function checkDatabase({ databaseUrl, role }: Config, processes: number): void {
  if (databaseUrl !== undefined) return;
  const [name, wish] =
    role === 'all'
      ? (['METERHOUSE_PROCESSES', `${processes} processes`] as const)
      : (['METERHOUSE_ROLE', `the role ${role}`] as const);
  if (role === 'all' && processes === 1) return;
  throw new AppError(
    'invalid_config',
    `The embedded database is open in one process only, which does everything: ${wish} cannot be served. Set DATABASE_URL to a PostgreSQL server, or leave out ${role === 'all' ? '--processes' : '--role'} and ${name}.`,
    { parameter: name },
  );
}

/**
 * Runs the server until SIGINT or SIGTERM, in one process or in several that share the port. A second signal ends it at
 * once.
 *
 * @throws AppError `invalid_config` for what the embedded database cannot do, and all that starting throws.
 */
export async function serve({ config, stderr, ...input }: Omit<ServeInput, 'log'>): Promise<ExitCode> {
  const pretty = config.logFormat === 'pretty' || (config.logFormat === 'auto' && stderr.isTTY === true);
  const log = createLog({ level: config.logLevel, pretty, stream: stderr });
  const processes = config.processes === 'auto' ? availableParallelism() : config.processes;
  checkDatabase(config, processes);
  const whole = { config, stderr, log, ...input };
  return processes > 1 && cluster.isPrimary
    ? await serveFleet(whole, processes)
    : await serveProcess(whole, processes);
}
