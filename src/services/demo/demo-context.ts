import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../storage/database.ts';

/** What making and extending the demo needs. */
export interface DemoContext {
  readonly db: Database;
  readonly clock: Clock;
  /** Key of the installation: seals the client secret, and the tokens of the demo are derived from it. */
  readonly secretKey: Uint8Array;
  /** Where the demo third party runs, without a slash at the end; absent: at its usual place on this machine. */
  readonly demoAppUrl?: string;
}
