import type { Database } from './database.ts';

/** What happens to a subscription: while it is broken, messages are missed. */
export interface ListenEvents {
  readonly onBroken?: () => void;
  readonly onBack?: () => void;
}

/** A database with what only its opener can do. */
export interface OpenDatabase {
  readonly db: Database;
  /** Whether this process has the data open itself, not through another one. */
  readonly isOwner: boolean;
  /** Subscribes to a channel of `pg_notify`, until the function that it gives is called. */
  readonly listen: (
    channel: string,
    onMessage: (payload: string) => void,
    events?: ListenEvents,
  ) => Promise<() => Promise<void>>;
}
