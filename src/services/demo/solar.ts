import type { DemoDay } from './calendar.ts';
import { uniform } from './random.ts';
import { clarity } from './weather.ts';

/** Panels on a roof. */
export interface SolarArray {
  readonly seed: number;
  /** Power of the panels in full sun; the inverter clips at 82 % of it. */
  readonly watts: number;
}

const radians = Math.PI / 180;
const latitude = 40.7 * radians;

/** Sine of the sun's height, from the solar time of 75° west: it knows no daylight saving time. */
function sunHeight(day: DemoDay, epochSeconds: number): number {
  const declination = -23.44 * radians * Math.cos(((day.dayOfYear + 10) / 365.25) * 2 * Math.PI);
  const solarHour = ((epochSeconds - 5 * 3600) % 86_400) / 3600;
  const hourAngle = (solarHour - 12) * 15 * radians;
  return (
    Math.sin(latitude) * Math.sin(declination) +
    Math.cos(latitude) * Math.cos(declination) * Math.cos(hourAngle)
  );
}

/** What the panels make in each quarter hour of a day, in watts: nothing at night, dips below clouds. */
export function solarPower({ seed, watts }: SolarArray, day: DemoDay): Float64Array {
  const power = new Float64Array((day.end - day.start) / 900);
  const clear = clarity(day);
  for (let i = 0; i < power.length; i++) {
    const start = day.start + i * 900;
    const height = sunHeight(day, start + 450);
    if (height <= 0) continue;
    const cloud =
      uniform(seed, 10, start / 900) < 1.1 - clear ? 0.25 + 0.7 * uniform(seed, 11, start / 900) : 1;
    power[i] = Math.min(0.82 * watts, watts * Math.exp(1.15 * Math.log(height)) * clear * cloud);
  }
  return power;
}
