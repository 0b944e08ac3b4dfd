import { describe, expect, it } from 'vitest';
import { localTimeParametersOf } from '../../../src/espi/local-time-parameters.ts';
import type { Reading } from '../../../src/espi/reading.ts';
import { type Batcher, createBatcher } from '../../../src/services/ingest/formats/batcher.ts';
import type { PlannedSeries } from '../../../src/services/ingest/formats/file-plan.ts';
import type { IngestBatch } from '../../../src/services/ingest/ingest-batch.ts';

// Its clock is never changed: every day has 96 quarter hours.
const zone = 'America/Phoenix';
/** Midnight in Phoenix. */
const midnight = Date.parse('2026-01-10T07:00:00Z') / 1000;
const quarters = 96;

function series(point: string, ...channels: readonly string[]): PlannedSeries[] {
  const usagePoint = {
    sourceKey: point,
    timeZone: zone,
    localTimeParameters: localTimeParametersOf(zone, 2026),
    value: { ServiceCategory: { kind: 0 } },
  };
  return channels.map((sourceKey) => ({
    usagePoint,
    meterReading: { usagePointKey: point, sourceKey, readingType: {} },
  }));
}

const reading = (day: number, slot: number): Reading => ({
  start: midnight + day * 86_400 + slot * 900,
  duration: 900,
  value: slot,
});

/** Readings of a batch as `point channel`, with how many each day has. */
function daysOf(batch: IngestBatch | undefined): Map<string, Map<number, number>> {
  const found = new Map<string, Map<number, number>>();
  for (const { usagePointKey, meterReadingKey, readings } of batch?.readings ?? []) {
    const days = found.get(`${usagePointKey} ${meterReadingKey}`) ?? new Map<number, number>();
    found.set(`${usagePointKey} ${meterReadingKey}`, days);
    for (const { start } of readings) {
      const day = Math.floor((start - midnight) / 86_400);
      days.set(day, (days.get(day) ?? 0) + 1);
    }
  }
  return found;
}

/** Feeds readings one by one and takes what is ready after each `every`. */
function batchesOf(feed: (batcher: Batcher, step: () => void) => void, every = 1): IngestBatch[] {
  const batcher = createBatcher();
  const taken: IngestBatch[] = [];
  let n = 0;
  feed(batcher, () => {
    const batch = ++n % every === 0 ? batcher.take() : undefined;
    if (batch !== undefined) taken.push(batch);
  });
  const rest = batcher.take(true);
  if (rest !== undefined) taken.push(rest);
  expect(batcher.take(true)).toBeUndefined();
  return taken;
}

/** Two meters, 600 days of the one and then of the other. */
const meterByMeter = (every?: number): IngestBatch[] =>
  batchesOf((batcher, step) => {
    for (const one of [series('a', 'x'), series('b', 'x')].flat())
      for (let day = 0; day < 600; day++)
        for (let slot = 0; slot < quarters; slot++) {
          batcher.readings(one, [reading(day, slot)]);
          step();
        }
  }, every);

/** That every reading of so many days came once, in batches none of which holds a part of a day. */
function expectWholeDays(batches: readonly IngestBatch[], names: readonly string[], days: number): void {
  const seen = new Map<string, number>();
  for (const batch of batches)
    for (const [name, found] of daysOf(batch))
      for (const [day, count] of found) {
        expect([name, day, count]).toEqual([name, day, quarters]);
        seen.set(`${name} ${day}`, (seen.get(`${name} ${day}`) ?? 0) + 1);
      }
  expect(seen.size).toBe(names.length * days);
  expect([...seen.values()].every((times) => times === 1)).toBe(true);
}

describe('a batch ends at the end of a day', () => {
  it.each([1, 7, 4096])('meter by meter, looked at after every %d readings', (every) => {
    const batches = meterByMeter(every);
    expect(batches.length).toBeGreaterThan(2);
    expectWholeDays(batches, ['a x', 'b x'], 600);
  });

  it('day by day, all channels of a meter in turns', () => {
    const [forward, reverse] = series('a', 'forward', 'reverse') as [PlannedSeries, PlannedSeries];
    const batches = batchesOf((batcher, step) => {
      for (let day = 0; day < 600; day++)
        for (let slot = 0; slot < quarters; slot++)
          for (const one of [forward, reverse]) {
            batcher.readings(one, [reading(day, slot)]);
            step();
          }
    });
    expect(batches.length).toBeGreaterThan(1);
    expectWholeDays(batches, ['a forward', 'a reverse'], 600);
  });

  it('the newest first', () => {
    const [one] = series('a', 'x') as [PlannedSeries];
    const batches = batchesOf((batcher, step) => {
      for (let day = 599; day >= 0; day--)
        for (let slot = quarters - 1; slot >= 0; slot--) {
          batcher.readings(one, [reading(day, slot)]);
          step();
        }
    });
    expect(batches.length).toBeGreaterThan(1);
    expectWholeDays(batches, ['a x'], 600);
  });
});

describe('a batch does not wait', () => {
  it('for a day that is most of it', () => {
    const [one] = series('a', 'x') as [PlannedSeries];
    const batcher = createBatcher();
    for (let second = 0; second < 50_000; second++)
      batcher.readings(one, [{ start: midnight + second, duration: 1, value: 1 }]);
    expect(batcher.take()?.readings[0]?.readings).toHaveLength(50_000);
    expect(batcher.take(true)).toBeUndefined();
  });

  it('for times that no calendar has', () => {
    const [one] = series('a', 'x') as [PlannedSeries];
    const batcher = createBatcher();
    for (let n = 0; n < 50_000; n++) batcher.readings(one, [{ start: 1e13 + n, duration: 1, value: 1 }]);
    expect(batcher.take()?.readings[0]?.readings).toHaveLength(50_000);
  });
});

it('describes each parent once, in the batch that first needs it', () => {
  const batches = meterByMeter();
  const described = batches.map(({ usagePoints, meterReadings }) => [
    usagePoints.map(({ sourceKey }) => sourceKey),
    meterReadings.map(({ usagePointKey }) => usagePointKey),
  ]);
  expect(described.flatMap(([points]) => points)).toEqual(['a', 'b']);
  expect(described.flatMap(([, readings]) => readings)).toEqual(['a', 'b']);
  expect(described[0]).toEqual([['a'], ['a']]);
});
