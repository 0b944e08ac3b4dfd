import { addAppliances } from './appliances.ts';
import type { DemoDay } from './calendar.ts';
import { gaussian, uniform } from './random.ts';
import { temperature } from './weather.ts';

/** A household as a consumer of electricity. */
export interface Household {
  readonly seed: number;
  /** What the evening and morning of its people come to in a year, without appliances and air conditioning. */
  readonly annualKwh: number;
  readonly standbyWatts: number;
  /** Power of the air conditioner; 0 for none. */
  readonly coolingWatts: number;
  /** Power of the heat pump; 0 when it heats otherwise. */
  readonly heatingWatts: number;
  /** Size of its appliances: 1 is a family's. */
  readonly appliances: number;
}

// Use of a day hour by hour, mean 1: asleep, breakfast, out, evening.
const weekdayShape = [
  0.55, 0.48, 0.45, 0.44, 0.46, 0.58, 0.95, 1.2, 1.05, 0.9, 0.88, 0.92, 1.0, 0.95, 0.9, 0.95, 1.1, 1.4, 1.75,
  1.85, 1.75, 1.5, 1.15, 0.8,
] as const;
const weekendShape = [
  0.62, 0.52, 0.47, 0.45, 0.45, 0.48, 0.6, 0.85, 1.15, 1.3, 1.3, 1.3, 1.35, 1.25, 1.15, 1.1, 1.15, 1.35, 1.6,
  1.65, 1.55, 1.4, 1.15, 0.85,
] as const;

function shape(day: DemoDay, hour: number): number {
  const table = day.weekday === 0 || day.weekday === 6 ? weekendShape : weekdayShape;
  const whole = Math.floor(hour);
  const [here = 1, next = 1] = [table[whole], table[(whole + 1) % 24]];
  return here + (next - here) * (hour - whole);
}

/** Share of a quarter hour in which a thermostat runs its machine, for a demand of 0 … 1. */
function duty(demand: number, seed: number, stream: number, slot: number): number {
  if (demand <= 0) return 0;
  return Math.min(1, Math.max(0, demand + (uniform(seed, stream, slot) - 0.5) * 0.6));
}

/** What a household takes in each quarter hour of a day, in watts. */
export function householdLoad(home: Household, day: DemoDay): Float64Array {
  const { seed } = home;
  const load = new Float64Array((day.end - day.start) / 900);
  const mood = Math.exp(0.25 * gaussian(seed, 1, day.number));
  const people = (home.annualKwh / 8.766) * mood;
  for (let i = 0; i < load.length; i++) {
    const start = day.start + i * 900;
    const slot = start / 900;
    const hour = day.calendar.hourAt(start);
    const warmth = temperature(day, hour);
    const refrigerator = uniform(seed, 2, slot) < 0.45 ? 110 : 12;
    const jitter = 0.75 + 0.5 * uniform(seed, 3, slot);
    load[i] =
      people * shape(day, hour) * jitter +
      home.standbyWatts +
      refrigerator +
      home.coolingWatts * duty((warmth - 22) / 9, seed, 4, slot) +
      home.heatingWatts * duty((14 - warmth) / 22, seed, 5, slot);
  }
  addAppliances(load, seed, day.number, home.appliances);
  return load;
}
