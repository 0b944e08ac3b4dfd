import { randomBits, uniform } from './random.ts';

/** How often a meter fails to report. */
export interface DefectRate {
  readonly seed: number;
  /** Share of intervals that are missing. */
  readonly missing: number;
}

/** What became of an interval. */
export type IntervalState = 'read' | 'missing' | 'estimated';

const longestRun = 10;

/**
 * Whether the `slot`-th interval of a day was read. Failures come in runs of 2 to 10 intervals; the intervals after
 * a run, as many again, are estimates.
 */
export function intervalStates(
  { seed, missing }: DefectRate,
  dayNumber: number,
  slots: number,
): IntervalState[] {
  const states = new Array<IntervalState>(slots).fill('read');
  const meanRun = (2 + longestRun) / 2;
  const expectedRuns = (missing * slots) / meanRun;
  for (let run = 0; run < Math.ceil(expectedRuns); run++) {
    const index = dayNumber * 8 + run;
    if (uniform(seed, 30, index) >= expectedRuns - run) continue;
    const length = 2 + (randomBits(seed, 31, index) % (longestRun - 1));
    const start = randomBits(seed, 32, index) % Math.max(1, slots - length);
    for (let slot = start; slot < Math.min(slots, start + length); slot++) states[slot] = 'missing';
    for (let slot = start + length; slot < Math.min(slots, start + 2 * length); slot++) {
      if (states[slot] === 'read') states[slot] = 'estimated';
    }
  }
  return states;
}
