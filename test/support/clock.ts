import type { Clock } from '../../src/platform/clock.ts';

/** A clock that stands still until it is told otherwise. */
export interface TestClock extends Clock {
  /** Milliseconds since 1970. */
  readonly set: (now: number) => void;
  readonly advance: (milliseconds: number) => void;
}

/** Half a day after the second batch of the seeded utility. */
export const testNow = Date.parse('2026-03-11T18:00:00Z');

/** A clock that shows `testNow`. */
export function testClock(start = testNow): TestClock {
  let now = start;
  return {
    now: () => now,
    set: (next) => {
      now = next;
    },
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}
