import cluster from 'node:cluster';
import type { ExitCode } from './cli/exit-codes.ts';
import { processCount } from './config/process-count.ts';
import { createLog } from './platform/log.ts';
import { serveFleet } from './roof/serve-fleet.ts';
import type { ServeInput } from './roof/serve-input.ts';
import { serveProcess } from './roof/serve-process.ts';

/**
 * Runs the server until SIGINT or SIGTERM, in one process or in several that share the port. A second signal ends it at
 * once.
 *
 * @throws AppError `invalid_config` for what the embedded database cannot do, and all that starting throws.
 */
export async function serve({ config, stderr, ...input }: Omit<ServeInput, 'log'>): Promise<ExitCode> {
  const pretty = config.logFormat === 'pretty' || (config.logFormat === 'auto' && stderr.isTTY === true);
  const log = createLog({ level: config.logLevel, pretty, stream: stderr });
  const processes = processCount(config);
  const whole = { config, stderr, log, ...input };
  return processes > 1 && cluster.isPrimary
    ? await serveFleet(whole, processes)
    : await serveProcess(whole, processes);
}
