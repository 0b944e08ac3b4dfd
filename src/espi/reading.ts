/**
 * One IntervalReading in the flat form in which it is stored and computed with.
 *
 * All members are integers. `value` counts 10^powerOfTenMultiplier of the ReadingType's unit, `cost` 1/100,000 of
 * its currency; both fit Int48.
 *
 * @see espi.xsd IntervalReading
 */
export interface Reading {
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly start: number;
  /** Seconds; 0 for a register read at an instant. */
  readonly duration: number;
  readonly value?: number;
  readonly cost?: number;
  /** Codes of its ReadingQuality elements, in their order. */
  readonly quality?: readonly number[];
  readonly tou?: number;
  readonly cpp?: number;
  readonly consumptionTier?: number;
}
