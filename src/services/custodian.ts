import type { Clock } from '../platform/clock.ts';
import type { Database } from '../storage/database.ts';

/** What the roof hands to every entrance: an open installation. */
export interface Custodian {
  readonly db: Database;
  readonly clock: Clock;
  /** Seals client secrets. */
  readonly secretKey: Uint8Array;
  /** Where readers reach this installation, without a trailing slash. */
  readonly publicUrl: string;
}
