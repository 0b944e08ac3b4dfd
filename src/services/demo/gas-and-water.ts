import type { DemoDay } from './calendar.ts';
import { gaussian, uniform } from './random.ts';
import { meanTemperature } from './weather.ts';

/** A household as a consumer of gas. */
export interface GasUser {
  readonly seed: number;
  /** Therms of a mild spring day (8 °C): other days follow the weather. */
  readonly thermsAt8Degrees: number;
}

/** Share of the demand at 8 °C that a temperature asks for: heating below 17 °C, hot water always. */
function gasDemand(degrees: number): number {
  const sigmoid = 3.2 / (1 + Math.exp(6.2 * Math.log(37.4 / Math.max(1, 40 - degrees))));
  return sigmoid + 0.26;
}

const demandAt8 = gasDemand(8);

/** Gas of a day in thousandths of a therm. The house remembers the day before. */
export function gasOfDay({ seed, thermsAt8Degrees }: GasUser, day: DemoDay): number {
  const before = { number: day.number - 1, dayOfYear: day.dayOfYear - 1 };
  const felt = (meanTemperature(day) + 0.5 * meanTemperature(before)) / 1.5;
  const mood = Math.exp(0.1 * gaussian(seed, 1, day.number));
  return Math.round((thermsAt8Degrees * 1000 * gasDemand(felt) * mood) / demandAt8);
}

/** A household as a consumer of water. */
export interface WaterUser {
  readonly seed: number;
  readonly people: number;
  /** Gallons of one watering of the garden; 0 for none. */
  readonly gardenGallons: number;
}

// Chance of a visit to the bathroom, hour by hour, per person.
const visits = [
  0.08, 0.05, 0.04, 0.04, 0.06, 0.2, 0.55, 0.7, 0.45, 0.3, 0.25, 0.25, 0.3, 0.25, 0.22, 0.25, 0.32, 0.42,
  0.45, 0.42, 0.42, 0.45, 0.35, 0.18,
] as const;

/** Gallons of water in the hour that begins at an instant of a day. */
export function waterOfHour({ seed, people, gardenGallons }: WaterUser, day: DemoDay, start: number): number {
  const slot = start / 3600;
  const hour = Math.floor(day.calendar.hourAt(start));
  const often = visits[hour] ?? 0;
  let gallons = 0;
  for (let person = 0; person < people; person++) {
    const index = slot * 8 + person;
    if (uniform(seed, 1, index) < often) gallons += 1.6 + 2 * uniform(seed, 2, index);
    const showers = hour === 6 || hour === 7 ? 0.3 : hour === 21 ? 0.15 : 0;
    if (uniform(seed, 3, index) < showers) gallons += 12 + 12 * uniform(seed, 4, index);
  }
  if (hour >= 8 && hour < 20 && uniform(seed, 5, slot) < 0.03) gallons += 22;
  if (hour >= 17 && hour < 20 && uniform(seed, 6, slot) < 0.4) gallons += 4;
  const summer = day.month >= 5 && day.month <= 9;
  const waters =
    summer && (hour === 4 || hour === 5) && (day.weekday === 1 || day.weekday === 3 || day.weekday === 6);
  return Math.round(gallons + (waters ? gardenGallons / 2 : 0));
}
