import { availableParallelism } from 'node:os';
import { AppError } from '../platform/errors.ts';
import type { Config } from './options.ts';

/**
 * How many processes serve.
 *
 * @throws AppError `invalid_config` for what one process alone can do on the embedded database.
 */
export function processCount({
  databaseUrl,
  role,
  processes: wished,
}: Pick<Config, 'databaseUrl' | 'role' | 'processes'>): number {
  const processes = wished === 'auto' ? availableParallelism() : wished;
  if (databaseUrl !== undefined || (role === 'all' && processes === 1)) return processes;
  const [name, wish] =
    role === 'all'
      ? (['METERHOUSE_PROCESSES', `${processes} processes`] as const)
      : (['METERHOUSE_ROLE', `the role ${role}`] as const);
  throw new AppError(
    'invalid_config',
    `The embedded database is open in one process only, which does everything: ${wish} cannot be served. Set DATABASE_URL to a PostgreSQL server, or leave out ${role === 'all' ? '--processes' : '--role'} and ${name}.`,
    { parameter: name },
  );
}
