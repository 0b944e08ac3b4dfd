import type { FeedSize } from './answer.ts';
import type { PointPlan } from './subscription-plan.ts';

/** What an entry that is no block counts for, in readings: about as many bytes. */
const entryReadings = 20;

/** How much a planned feed of usage data holds. Readings that a window trims from a block are counted. */
export function sizeOfPlan(plan: readonly PointPlan[]): FeedSize {
  let readings = 0;
  let entries = 0;
  for (const { channels, bills, quality } of plan) {
    const others = 2 + 2 * channels.length + bills.count + quality.count;
    readings += others * entryReadings;
    entries += others;
    for (const { blocks } of channels) {
      readings += blocks.readings;
      entries += blocks.count;
    }
  }
  return { readings, entries };
}
