import type { Config } from '../config/options.ts';
import { AppError } from '../platform/errors.ts';
import { openDatabase } from '../storage/open-database.ts';

type Opened = Awaited<ReturnType<typeof openDatabase>>;

/** The open data of a server. */
export interface OpenedData {
  /** For jobs, migrations and everything that may take its time; and it can listen. */
  readonly work: Opened;
  /** For requests: on PostgreSQL with connections of its own and a bound for each statement. */
  readonly requests: Opened['db'];
  readonly close: () => Promise<void>;
}

async function openOwned(config: Config): Promise<Opened> {
  const graceMilliseconds = config.stopSeconds * 1000;
  const connections = Math.max(2, Math.ceil(config.databaseConnections / 2));
  const opened = await openDatabase({ ...config, connections, command: 'serve', graceMilliseconds });
  if (opened.isOwner) return opened;
  const { location } = opened.db;
  await opened.db.close();
  throw new AppError(
    'data_in_use',
    `The data are in use: ${location}. Stop that process, or set DATA_DIR to another folder.`,
  );
}

/**
 * Opens the data for a server. Requests and jobs do not wait for each other's connections.
 *
 * @throws AppError `data_in_use`, `unavailable`, `data_unreadable`.
 */
export async function openData(config: Config): Promise<OpenedData> {
  const work = await openOwned(config);
  if (work.db.kind === 'pglite') return { work, requests: work.db, close: () => work.db.close() };
  const requests = await openDatabase({
    ...config,
    connections: config.databaseConnections,
    statementMilliseconds: config.statementSeconds * 1000,
    command: 'serve',
    graceMilliseconds: 0,
  });
  return {
    work,
    requests: requests.db,
    close: async () => {
      await requests.db.close();
      await work.db.close();
    },
  };
}
