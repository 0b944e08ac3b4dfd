import type { DemoDay } from './calendar.ts';
import { gaussian, uniform } from './random.ts';
import { temperature } from './weather.ts';

/** A small business: ovens early, a shop by day, cold rooms always, closed on Sundays. */
export interface Business {
  readonly seed: number;
  readonly baseWatts: number;
  readonly ovenWatts: number;
  readonly shopWatts: number;
  readonly coolingWatts: number;
}

/** What a business takes in each quarter hour of a day, in watts. */
export function businessLoad(business: Business, day: DemoDay): Float64Array {
  const { seed } = business;
  const load = new Float64Array((day.end - day.start) / 900);
  const open = day.weekday !== 0;
  const trade = 1 + 0.08 * gaussian(seed, 1, day.number) + (day.weekday === 6 ? 0.15 : 0);
  for (let i = 0; i < load.length; i++) {
    const start = day.start + i * 900;
    const slot = start / 900;
    const hour = day.calendar.hourAt(start);
    const baking = open && hour >= 4 && hour < 10 ? (hour < 7.5 ? 1 : 0.55) : 0;
    const shop = open && hour >= 6.5 && hour < 18 ? 1 : 0;
    const warmth = temperature(day, hour);
    load[i] =
      business.baseWatts * (0.8 + 0.4 * uniform(seed, 2, slot)) +
      business.ovenWatts * baking * trade * (0.6 + 0.4 * uniform(seed, 3, slot)) +
      business.shopWatts * shop * (0.85 + 0.3 * uniform(seed, 4, slot)) +
      business.coolingWatts * Math.min(1, Math.max(0, (warmth - 17) / 16)) * (shop === 1 ? 1 : 0.35);
  }
  return load;
}

/** Reactive power that comes with a load of a business, in VAr: motors weigh more when little else runs. */
export function reactivePower(watts: number): number {
  return Math.round(watts * (0.28 + 260 / (watts + 900)));
}
