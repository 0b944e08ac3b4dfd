import type { DefectRate } from './defects.ts';
import { type GasUser, gasOfDay, type WaterUser, waterOfHour } from './gas-and-water.ts';
import { type MeterModel, readIntervals } from './meter-model.ts';
import { gasType, waterType } from './reading-types.ts';
import { tariffs, unitPrice } from './tariffs.ts';

/** A gas meter that is read once a day, at midnight: 23 or 25 hours long when the clock changes. */
export function gasMeter(user: GasUser): MeterModel {
  const tariff = tariffs.gas;
  return {
    service: 'gas',
    tariff,
    channels: [{ key: 'forward', readingType: gasType }],
    readDay: (day) => {
      const value = gasOfDay(user, day);
      const cost = value * unitPrice(tariff, tariff.rateAt());
      return [[{ start: day.start, duration: day.end - day.start, value, cost, quality: [17] }]];
    },
  };
}

/** A water meter that is read every hour. */
export function waterMeter(user: WaterUser, defects: DefectRate): MeterModel {
  const tariff = tariffs.water;
  const price = unitPrice(tariff, tariff.rateAt());
  return {
    service: 'water',
    tariff,
    channels: [{ key: 'forward', readingType: waterType }],
    readDay: (day) => [
      readIntervals(defects, day, 3600).map(({ start, duration, quality }) => {
        const value = waterOfHour(user, day, start);
        return { start, duration, value, cost: value * price, quality };
      }),
    ],
  };
}
