import { gaussian, uniform } from './random.ts';

/** Something that is switched on at most once a day. */
interface Appliance {
  /** Chance that a day sees it. */
  readonly probability: number;
  readonly watts: number;
  readonly quarterHours: number;
  /** Hour of the day around which it starts. */
  readonly hour: number;
}

const appliances: readonly Appliance[] = [
  { probability: 0.92, watts: 1500, quarterHours: 1, hour: 7 },
  { probability: 0.35, watts: 1100, quarterHours: 2, hour: 10 },
  { probability: 0.3, watts: 900, quarterHours: 3, hour: 15 },
  { probability: 0.7, watts: 2200, quarterHours: 3, hour: 18 },
  { probability: 0.34, watts: 2800, quarterHours: 3, hour: 19.5 },
  { probability: 0.6, watts: 1200, quarterHours: 4, hour: 20.5 },
  { probability: 0.4, watts: 600, quarterHours: 3, hour: 9 },
];

/**
 * Adds what the appliances of a day take to its quarter hours: watts, averaged over each. What would run past
 * midnight is cut off.
 */
export function addAppliances(load: Float64Array, seed: number, dayNumber: number, scale: number): void {
  appliances.forEach(({ probability, watts, quarterHours, hour }, kind) => {
    const index = dayNumber * appliances.length + kind;
    if (uniform(seed, 20, index) >= probability) return;
    const start = Math.max(0, Math.round((hour + 1.6 * gaussian(seed, 21, index)) * 4));
    const power = watts * scale * (0.85 + 0.3 * uniform(seed, 22, index));
    for (let slot = start; slot < Math.min(load.length, start + quarterHours); slot++)
      load[slot] = (load[slot] ?? 0) + power;
  });
}
