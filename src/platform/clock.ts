/** Where the time comes from, so that a test can stand still. Milliseconds since 1970-01-01T00:00:00Z. */
export interface Clock {
  readonly now: () => number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };
