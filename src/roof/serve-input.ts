import type { Config } from '../config/options.ts';
import type { Log } from '../platform/log.ts';

/** What the server runs with. */
export interface ServeInput {
  readonly config: Config;
  readonly version: string;
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly log: Log;
}
