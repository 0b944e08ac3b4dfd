import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../storage/database.ts';
import type { CsvLayout } from './formats/csv-layout.ts';
import type { ImportFinding } from './import-receipt.ts';
import type { ImportProgress, ImportSource } from './import-source.ts';

/** What an import stands on. */
export interface ImportContext {
  readonly db: Database;
  readonly clock: Clock;
}

/** A file, and how to import it. */
export interface ImportInput {
  readonly utility: {
    readonly id: number;
    readonly timeZone: string;
    /** ISO 4217 numeric code of the costs of a CSV file. */
    readonly currency?: number | undefined;
  };
  readonly source: ImportSource;
  /** The customer whose usage points the file holds: `sourceKey` of a Customer, which is made when it is not there. */
  readonly customerKey?: string | undefined;
  /** IANA zone of usage points, and of local times, for which the file says none; else the utility's. */
  readonly timeZone?: string | undefined;
  /** How a CSV file is laid out; without it the file's header says it. */
  readonly csv?: CsvLayout | undefined;
  /** Does everything and takes it back. */
  readonly dryRun?: boolean | undefined;
  /** Called for everything that is found, as it is found. */
  readonly onFinding?: ((finding: ImportFinding) => void) | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}
