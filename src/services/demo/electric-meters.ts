import type { Reading } from '../../espi/reading.ts';
import { type Business, businessLoad, reactivePower } from './business-load.ts';
import type { DemoDay } from './calendar.ts';
import type { DefectRate } from './defects.ts';
import { type Household, householdLoad } from './home-load.ts';
import { type MeterModel, type ReadInterval, readIntervals } from './meter-model.ts';
import { demandTypes, energyType } from './reading-types.ts';
import { type SolarArray, solarPower } from './solar.ts';
import { type Tariff, unitPrice } from './tariffs.ts';

/** What an electric meter is made of. */
interface ElectricMeter {
  readonly tariff: Tariff;
  readonly defects: DefectRate;
}

/** Watt-hours of an interval, from the watts of its quarter hours. */
function wattHours(watts: Float64Array, index: number, quarterHours: number): number {
  let sum = 0;
  for (let i = index * quarterHours; i < (index + 1) * quarterHours; i++) sum += watts[i] ?? 0;
  return Math.round(sum / 4);
}

function delivered(tariff: Tariff, day: DemoDay, interval: ReadInterval, value: number): Reading {
  const { start, duration, quality } = interval;
  const rate = tariff.rateAt(day, start);
  return {
    start,
    duration,
    value,
    cost: value * unitPrice(tariff, rate),
    quality,
    ...(rate.tou === undefined ? {} : { tou: rate.tou }),
  };
}

/** A home that only takes. `intervalLength` is 900 or 3600 seconds. */
export function homeMeter(
  options: ElectricMeter & { home: Household; intervalLength: 900 | 3600 },
): MeterModel {
  const { home, tariff, defects, intervalLength } = options;
  return {
    service: 'electricity',
    tariff,
    channels: [{ key: 'forward', readingType: energyType('forward', intervalLength) }],
    readDay: (day) => {
      const watts = householdLoad(home, day);
      return [
        readIntervals(defects, day, intervalLength).map((interval) =>
          delivered(tariff, day, interval, wattHours(watts, interval.index, intervalLength / 900)),
        ),
      ];
    },
  };
}

/** A home with panels: what the meter sees in a quarter hour goes to one of two series, the other is 0. */
export function solarHomeMeter(options: ElectricMeter & { home: Household; solar: SolarArray }): MeterModel {
  const { home, solar, tariff, defects } = options;
  const creditPrice = tariff.exportCredit?.price ?? 0;
  return {
    service: 'electricity',
    tariff,
    channels: [
      { key: 'forward', readingType: energyType('forward', 900) },
      { key: 'reverse', readingType: energyType('reverse', 900) },
    ],
    readDay: (day) => {
      const [load, sun] = [householdLoad(home, day), solarPower(solar, day)];
      const net = load.map((watts, i) => watts - (sun[i] ?? 0));
      const intervals = readIntervals(defects, day, 900);
      return [
        intervals.map((interval) =>
          delivered(tariff, day, interval, Math.max(0, wattHours(net, interval.index, 1))),
        ),
        intervals.map(({ index, start, duration, quality }) => {
          const value = Math.max(0, -wattHours(net, index, 1));
          return { start, duration, value, cost: value === 0 ? 0 : -value * creditPrice, quality };
        }),
      ];
    },
  };
}

/** A business: energy with cost, and the highest active, apparent and reactive power of each hour. */
export function businessMeter(options: ElectricMeter & { business: Business }): MeterModel {
  const { business, tariff, defects } = options;
  return {
    service: 'electricity',
    tariff,
    channels: [
      { key: 'forward', readingType: { ...energyType('forward', 900), phase: 225 } },
      { key: 'demand-w', readingType: demandTypes.active },
      { key: 'demand-va', readingType: demandTypes.apparent },
      { key: 'demand-var', readingType: demandTypes.reactive },
    ],
    readDay: (day) => {
      const watts = businessLoad(business, day);
      const energy = readIntervals(defects, day, 900).map((interval) =>
        delivered(tariff, day, interval, wattHours(watts, interval.index, 1)),
      );
      const peaks = hourlyPeaks(day.start, energy);
      return [
        energy,
        peaks,
        peaks.map((peak) => ({
          ...peak,
          value: Math.round(Math.hypot(peak.value, reactivePower(peak.value))),
        })),
        peaks.map((peak) => ({ ...peak, value: reactivePower(peak.value) })),
      ];
    },
  };
}

/** The highest quarter hour of each hour of a day of which all four were read, in watts. */
function hourlyPeaks(midnight: number, energy: readonly Reading[]): (Reading & { readonly value: number })[] {
  const hours = new Map<number, Reading[]>();
  for (const reading of energy) {
    const hour = reading.start - ((reading.start - midnight) % 3600);
    hours.set(hour, [...(hours.get(hour) ?? []), reading]);
  }
  return [...hours]
    .filter(([, quarters]) => quarters.length === 4)
    .map(([start, quarters]) => ({
      start,
      duration: 3600,
      value: Math.max(...quarters.map(({ value = 0 }) => value)) * 4,
      quality: quarters.some(({ quality }) => quality?.includes(8)) ? [8] : [17],
    }));
}
