import type { DefectRate } from './defects.ts';
import { businessMeter, homeMeter, solarHomeMeter } from './electric-meters.ts';
import { gasMeter, waterMeter } from './gas-and-water-meters.ts';
import type { Household } from './home-load.ts';
import { type MeterModel, remembering } from './meter-model.ts';
import { seedOf } from './random.ts';
import { tariffs } from './tariffs.ts';

/** Share of intervals that an ordinary meter loses. */
const ordinary = 0.003;

const defects = (key: string, missing = ordinary): DefectRate => ({
  seed: seedOf(`${key} defects`),
  missing,
});

const family = (key: string): Household => ({
  seed: seedOf(key),
  annualKwh: 3900,
  standbyWatts: 150,
  coolingWatts: 3300,
  heatingWatts: 0,
  appliances: 1,
});

/** A family home with panels on the roof: forward and reverse quarter hours. */
export const solarHome = (key: string): MeterModel =>
  remembering(
    solarHomeMeter({
      home: family(key),
      solar: { seed: seedOf(`${key} panels`), watts: 7600 },
      tariff: tariffs.timeOfUse,
      defects: defects(key),
    }),
  );

/** A small flat, quarter hour by quarter hour. */
export const flat = (key: string): MeterModel =>
  remembering(
    homeMeter({
      home: { ...family(key), annualKwh: 1900, standbyWatts: 80, coolingWatts: 1400, appliances: 0.7 },
      tariff: tariffs.standard,
      defects: defects(key),
      intervalLength: 900,
    }),
  );

/** A plain family home. `missing` is the share of intervals that its meter loses. */
export const plainHome = (
  key: string,
  options: { intervalLength?: 900 | 3600; missing?: number } = {},
): MeterModel =>
  remembering(
    homeMeter({
      home: family(key),
      tariff: tariffs.standard,
      defects: defects(key, options.missing),
      intervalLength: options.intervalLength ?? 3600,
    }),
  );

/** A bakery with a shop: energy with cost, and demand. */
export const bakery = (key: string): MeterModel =>
  remembering(
    businessMeter({
      business: { seed: seedOf(key), baseWatts: 900, ovenWatts: 9500, shopWatts: 2400, coolingWatts: 5200 },
      tariff: tariffs.business,
      defects: defects(key),
    }),
  );

/** A house that is heated with gas. */
export const gasHome = (key: string): MeterModel =>
  remembering(gasMeter({ seed: seedOf(key), thermsAt8Degrees: 2.4 }));

/** A home as a user of water. */
export const waterHome = (key: string, people: number, gardenGallons: number): MeterModel =>
  remembering(waterMeter({ seed: seedOf(key), people, gardenGallons }, defects(key)));
