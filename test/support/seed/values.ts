import type {
  ElectricPowerQualitySummary,
  LocalTimeParameters,
  ReadingType,
  UsageSummary,
} from '../../../src/espi/schema/usage.ts';
import { at } from './readings.ts';

export const newYork: LocalTimeParameters = {
  dstEndRule: 'B40E2000',
  dstOffset: 3600,
  dstStartRule: '360E2000',
  tzOffset: -18_000,
};

export const phoenix: LocalTimeParameters = {
  dstEndRule: 'FFFFFFFF',
  dstOffset: 0,
  dstStartRule: 'FFFFFFFF',
  tzOffset: -25_200,
};

export const electricity = (flowDirection: 1 | 19, intervalLength: number): ReadingType => ({
  accumulationBehaviour: 4,
  commodity: 1,
  currency: 840,
  dataQualifier: 12,
  flowDirection,
  intervalLength,
  kind: 12,
  phase: 769,
  powerOfTenMultiplier: 0,
  timeAttribute: 0,
  uom: 72,
});

export const gasType: ReadingType = {
  accumulationBehaviour: 4,
  commodity: 7,
  currency: 840,
  dataQualifier: 12,
  flowDirection: 1,
  intervalLength: 86_400,
  kind: 12,
  powerOfTenMultiplier: -3,
  timeAttribute: 11,
  uom: 169,
};

/** A bill whose lines add up to its amount. */
export function bill(from: string, to: string, issued: string, watthours: number): UsageSummary {
  const start = at(from);
  const energy = watthours * 16;
  const fixed = 1_200_000;
  const tax = Math.round((energy + fixed) / 20);
  return {
    billingPeriod: { duration: at(to) - start, start },
    billLastPeriod: energy + fixed + tax,
    billToDate: 0,
    costAdditionalLastPeriod: fixed + tax,
    costAdditionalDetailLastPeriod: [
      { amount: fixed, note: 'Customer charge', itemKind: 4 },
      {
        amount: energy,
        note: 'Energy & delivery < 1,000 kWh',
        measurement: { powerOfTenMultiplier: 0, uom: 72, value: watthours },
        itemKind: 3,
        unitCost: 16_000,
        itemPeriod: { duration: at(to) - start, start },
      },
      { amount: tax, note: 'Tax', itemKind: 5 },
    ],
    currency: 840,
    overallConsumptionLastPeriod: { powerOfTenMultiplier: 0, timeStamp: at(to), uom: 72, value: watthours },
    currentBillingPeriodOverAllConsumption: {
      powerOfTenMultiplier: 0,
      timeStamp: at(issued),
      uom: 72,
      value: 1000,
    },
    qualityOfReading: 17,
    statusTimeStamp: at(issued),
    commodity: 1,
    tariffProfile: 'RES-1',
  };
}

export const quality = (from: string): ElectricPowerQualitySummary => ({
  flickerPlt: 10,
  flickerPst: 12,
  harmonicVoltage: 3,
  longInterruptions: 0,
  mainsVoltage: 120_000_000,
  measurementProtocol: 0,
  powerFrequency: 60_000_000,
  rapidVoltageChanges: 1,
  shortInterruptions: 2,
  summaryInterval: { duration: 604_800, start: at(from) },
  supplyVoltageDips: 1,
  supplyVoltageImbalance: 0,
  supplyVoltageVariations: 0,
  tempOvervoltage: 0,
});

const encoder = new TextEncoder();

/** A small file that begins and ends as a PDF does. */
export const pdf = (words: string): Uint8Array =>
  encoder.encode(`%PDF-1.4\n% ${words} ${'.'.repeat(2000)}\n%%EOF\n`);
