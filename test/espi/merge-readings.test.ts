import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeReadings } from '../../src/espi/merge-readings.ts';
import type { Reading } from '../../src/espi/reading.ts';
import { readingsEqual, sameReading } from '../../src/espi/reading-equality.ts';

const reading = (start: number, value: number, duration = 900): Reading => ({ start, duration, value });

describe('mergeReadings', () => {
  const existing = [reading(0, 1), reading(900, 2), reading(1800, 3)];

  it('lets the new ones win and keeps the order', () => {
    expect(mergeReadings(existing, [reading(2700, 5), reading(900, 4), reading(-900, 0)])).toEqual({
      readings: [reading(-900, 0), reading(0, 1), reading(900, 4), reading(1800, 3), reading(2700, 5)],
      changed: true,
    });
  });

  it('replaces a reading of another duration', () => {
    expect(mergeReadings(existing, [reading(900, 9, 1800)]).readings).toEqual([
      reading(0, 1),
      reading(900, 9, 1800),
      reading(1800, 3),
    ]);
  });

  it('notices that nothing changed', () => {
    expect(mergeReadings(existing, existing)).toEqual({ readings: existing, changed: false });
    expect(mergeReadings(existing, [])).toEqual({ readings: existing, changed: false });
    expect(mergeReadings(existing, [{ ...reading(900, 2), quality: [] }]).changed).toBe(false);
    expect(mergeReadings(existing, [{ ...reading(900, 2), quality: [8] }]).changed).toBe(true);
    expect(mergeReadings([], []).changed).toBe(false);
  });

  it('keeps two durations at one start when they come together', () => {
    const both = [reading(0, 1, 7200), reading(0, 2, 0)];
    const merged = mergeReadings([], both);
    expect(merged.readings).toEqual([reading(0, 2, 0), reading(0, 1, 7200)]);
    expect(mergeReadings(merged.readings, both).changed).toBe(false);
    expect(mergeReadings(merged.readings, [reading(0, 3)]).readings).toEqual([reading(0, 3)]);
  });

  it('keeps the later of two for the same time', () => {
    expect(mergeReadings([], [reading(0, 1), reading(900, 5), reading(0, 2)]).readings).toEqual([
      reading(0, 2),
      reading(900, 5),
    ]);
  });

  it('changes nothing the second time', () => {
    const series = fc.array(fc.record({ start: fc.nat(20), duration: fc.nat(2), value: fc.nat(3) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(series, series, (a, b) => {
        const once = mergeReadings(mergeReadings([], a).readings, b);
        expect(mergeReadings(once.readings, b)).toEqual({ readings: once.readings, changed: false });
        const starts = once.readings.map(({ start }) => start);
        expect(starts).toEqual(starts.toSorted((x, y) => x - y));
        expect(new Set(starts)).toEqual(new Set([...a, ...b].map(({ start }) => start)));
      }),
    );
  });
});

describe('equality', () => {
  const full: Reading = {
    start: 0,
    duration: 900,
    value: 1,
    cost: 2,
    quality: [17, 8],
    tou: 1,
    cpp: 2,
    consumptionTier: 3,
  };

  it.each<Partial<Reading>>([
    { start: 1 },
    { duration: 1 },
    { value: 2 },
    { cost: 3 },
    { quality: [8, 17] },
    { quality: [17] },
    { tou: 2 },
    { cpp: 1 },
    { consumptionTier: 4 },
  ])('sees a difference in %j', (part) => {
    expect(sameReading(full, { ...full, ...part })).toBe(false);
    expect(readingsEqual([full], [{ ...full, ...part }])).toBe(false);
  });

  it('tells a missing value from 0', () => {
    expect(sameReading({ start: 0, duration: 1 }, { start: 0, duration: 1, value: 0 })).toBe(false);
  });

  it('compares whole series', () => {
    expect(readingsEqual([full], [{ ...full, quality: [17, 8] }])).toBe(true);
    expect(readingsEqual([full], [full, full])).toBe(false);
  });
});
