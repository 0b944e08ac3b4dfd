import type { Config } from '../config/options.ts';
import type { Custodian } from '../services/custodian.ts';
import type { ExitCode } from './exit-codes.ts';

/** Where a command reads and writes: data on stdout, talk on stderr. */
export interface Streams {
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean };
  readonly stdout: { readonly write: (text: string) => unknown; readonly isTTY?: boolean };
  readonly stderr: { readonly write: (text: string) => unknown; readonly isTTY?: boolean };
}

/** An open installation with what a command may say of it. */
export interface OpenCustodian extends Custodian {
  /** Where the data are, in words. */
  readonly location: string;
  /** Migrations that were applied while it was opened. */
  readonly migrated: readonly string[];
  readonly close: () => Promise<void>;
}

/** The data of an installation as they are. */
export interface FoundData extends Pick<Custodian, 'db' | 'clock'> {
  readonly close: () => Promise<void>;
}

/** What the roof gives to the commands. */
export interface CliContext extends Streams {
  /** @throws AppError `invalid_config`. */
  readonly config: () => Config;
  /** Opens the installation; the name of the command is shown to others who want the data meanwhile. */
  readonly open: (command: string) => Promise<OpenCustodian>;
  /** Opens what is there for a command that only looks: nothing is made, and nothing is brought to another schema. */
  readonly openAsItIs: (command: string) => Promise<FoundData>;
  /** Runs the server until it is told to stop. */
  readonly serve: (config: Config) => Promise<ExitCode>;
  readonly setExitCode: (code: ExitCode) => void;
}
