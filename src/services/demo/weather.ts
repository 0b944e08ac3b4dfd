import type { DemoDay } from './calendar.ts';
import { gaussian, seedOf } from './random.ts';

const seed = seedOf('weather of the demo region');

// A spell of weather fades within a week.
const memory = [0.62, 0.5, 0.4, 0.32, 0.25, 0.2] as const;

const means = new Map<number, number>();

/** Mean temperature of a day in °C, the same for everyone: a hot day is hot for all. */
export function meanTemperature(day: Pick<DemoDay, 'number' | 'dayOfYear'>): number {
  const known = means.get(day.number);
  if (known !== undefined) return known;
  const season = 12.5 - 12 * Math.cos(((day.dayOfYear - 18) / 365.25) * 2 * Math.PI);
  const spell = memory.reduce((sum, weight, back) => sum + weight * gaussian(seed, 1, day.number - back), 0);
  const mean = season + 3 * spell;
  means.set(day.number, mean);
  return mean;
}

/** Temperature at an hour of the local clock: warmest at three in the afternoon. */
export function temperature(day: DemoDay, hour: number): number {
  return meanTemperature(day) + 4.5 * Math.cos(((hour - 15) / 24) * 2 * Math.PI);
}

/** How much of the sunlight of a clear day reaches the ground: 0.3 … 1. */
export function clarity(day: Pick<DemoDay, 'number'>): number {
  const sky = 0.74 + 0.26 * gaussian(seed, 2, day.number);
  return Math.min(1, Math.max(0.3, sky));
}
