import { openEmbedded } from './open-embedded.ts';
import { openServerDatabase } from './open-postgres.ts';
import type { OpenDatabase } from './opened-database.ts';

/** Where the data are. */
export interface DatabasePlace {
  /** Folder of the embedded database. */
  readonly dataDir: string;
  /** Connection string of a PostgreSQL server; absent for the embedded database. */
  readonly databaseUrl?: string | undefined;
  /** Most connections to a server. */
  readonly connections?: number | undefined;
  /** How long one statement may run on a server; as long as it does when absent. */
  readonly statementMilliseconds?: number | undefined;
  /** The command that opens it: others are told. */
  readonly command: string;
  /** How long the closing waits for processes that use the embedded database through this one. */
  readonly graceMilliseconds: number;
  /** Does not make an embedded database that is not there. */
  readonly mustExist?: boolean;
}

/**
 * Opens the database: a PostgreSQL server when there is a connection string, otherwise the embedded one.
 *
 * @throws AppError `unavailable`, `data_in_use`, `data_unreadable`, `not_found`, `invalid_config`.
 */
export async function openDatabase(place: DatabasePlace): Promise<OpenDatabase> {
  return place.databaseUrl === undefined
    ? await openEmbedded(place.dataDir, place.command, place.graceMilliseconds, place.mustExist)
    : await openServerDatabase(place.databaseUrl, place);
}
