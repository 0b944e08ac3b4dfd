import type { ReadingType } from '../../espi/schema/usage.ts';

// The currency is that of the place, and comes when they are written.

/** Energy in Wh, one series for each direction. */
export const energyType = (direction: 'forward' | 'reverse', intervalLength: number): ReadingType => ({
  accumulationBehaviour: 4,
  commodity: 1,
  dataQualifier: 12,
  flowDirection: direction === 'forward' ? 1 : 19,
  intervalLength,
  kind: 12,
  phase: 769,
  powerOfTenMultiplier: 0,
  timeAttribute: 0,
  uom: 72,
});

const demandType = (kind: number, uom: number): ReadingType => ({
  accumulationBehaviour: 12,
  commodity: 1,
  dataQualifier: 8,
  flowDirection: 1,
  intervalLength: 3600,
  kind,
  phase: 225,
  powerOfTenMultiplier: 0,
  timeAttribute: 0,
  uom,
});

/** Highest quarter hour of each hour: active, apparent and reactive power, as function block 6 names them. */
export const demandTypes = {
  active: demandType(37, 38),
  apparent: demandType(12, 61),
  reactive: demandType(12, 63),
} as const;

/** Gas in thousandths of a therm, day by day. */
export const gasType: ReadingType = {
  accumulationBehaviour: 4,
  commodity: 7,
  dataQualifier: 12,
  flowDirection: 1,
  intervalLength: 86_400,
  kind: 12,
  powerOfTenMultiplier: -3,
  timeAttribute: 11,
  uom: 169,
};

/** Water in US gallons, hour by hour. */
export const waterType: ReadingType = {
  accumulationBehaviour: 4,
  commodity: 9,
  dataQualifier: 12,
  flowDirection: 1,
  intervalLength: 3600,
  kind: 58,
  powerOfTenMultiplier: 0,
  timeAttribute: 0,
  uom: 128,
};
