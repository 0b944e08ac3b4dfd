import type { Reading } from '../reading.ts';
import type { ComplexValue } from '../schema/define.ts';
import type { ReadingSummary } from './entry.ts';

/** Most readings that are handed over at once. */
const sliceLength = 10_000;
const mostStated = 10;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Members of an IntervalReading that are copied as they are. */
const plain = ['value', 'cost', 'tou', 'cpp', 'consumptionTier'] as const;

/**
 * A parsed IntervalReading in the flat form; undefined when it has no time.
 *
 * @see espi.xsd IntervalReading
 */
export function flattenReading(value: ComplexValue): Reading | undefined {
  const period = value.timePeriod as { start: number; duration: number } | undefined;
  if (period === undefined) return undefined;
  const reading: Mutable<Reading> = { start: period.start, duration: period.duration };
  for (const key of plain) {
    const item = value[key];
    if (item !== undefined) reading[key] = item as number;
  }
  const qualities = value.ReadingQuality as readonly { quality: number }[] | undefined;
  if (qualities !== undefined) reading.quality = qualities.map(({ quality }) => quality);
  return reading;
}

/** The readings of one block on their way to whoever takes them. */
export interface ReadingCollector {
  add(reading: Reading): void;
  reject(): void;
  /** Notes an element that belongs to the ReadingType. */
  state(element: string, text: string): void;
  /** Hands over the rest and says what it all was. */
  finish(): ReadingSummary;
}

/**
 * Collects readings and hands them over in slices.
 *
 * @param take absent when nobody wants the readings: then they are only counted.
 */
export function collectReadings(take: ((readings: Reading[]) => void) | undefined): ReadingCollector {
  let slice: Reading[] = [];
  let count = 0;
  let rejected = 0;
  let start = Infinity;
  let end = -Infinity;
  const stated = new Map<string, string[]>();
  return {
    add(reading) {
      count += 1;
      start = Math.min(start, reading.start);
      end = Math.max(end, reading.start + reading.duration);
      if (take === undefined) return;
      slice.push(reading);
      if (slice.length < sliceLength) return;
      take(slice);
      slice = [];
    },
    reject() {
      rejected += 1;
    },
    state(element, text) {
      const texts = stated.get(element) ?? [];
      if (!texts.includes(text) && texts.length < mostStated) texts.push(text);
      stated.set(element, texts);
    },
    finish() {
      if (slice.length > 0) take?.(slice);
      slice = [];
      return { count, rejected, stated, ...(count > 0 ? { extent: { start, end } } : {}) };
    },
  };
}
