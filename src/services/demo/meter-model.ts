import type { Reading } from '../../espi/reading.ts';
import type { ReadingType } from '../../espi/schema/usage.ts';
import type { DemoDay } from './calendar.ts';
import { type DefectRate, type IntervalState, intervalStates } from './defects.ts';
import type { Tariff } from './tariffs.ts';

/** One series of a meter. */
interface DemoChannel {
  readonly key: string;
  readonly readingType: ReadingType;
}

/** A meter as a function of the day. The first channel is what is delivered to the customer, and billed. */
export interface MeterModel {
  readonly service: 'electricity' | 'gas' | 'water';
  readonly channels: readonly DemoChannel[];
  readonly tariff: Tariff;
  /** The readings of a day, channel by channel, in the order of their starts. */
  readonly readDay: (day: DemoDay) => readonly (readonly Reading[])[];
}

// Shared by all readings: the arrays are never changed.
const qualities: Readonly<Record<Exclude<IntervalState, 'missing'>, readonly number[]>> = {
  read: [17],
  estimated: [8],
};

/** An interval of a day that was read or estimated. */
export interface ReadInterval {
  readonly index: number;
  readonly start: number;
  readonly duration: number;
  readonly quality: readonly number[];
}

/** The intervals of a day that have readings, with their quality. */
export function readIntervals(defects: DefectRate, day: DemoDay, duration: number): ReadInterval[] {
  const states = intervalStates(defects, day.number, Math.floor((day.end - day.start) / duration));
  return states.flatMap((state, index) =>
    state === 'missing'
      ? []
      : [{ index, start: day.start + index * duration, duration, quality: qualities[state] }],
  );
}

/** Remembers the days that a model has made: bills ask for them again. */
export function remembering(model: MeterModel): MeterModel {
  const days = new Map<number, readonly (readonly Reading[])[]>();
  return {
    ...model,
    readDay: (day) => {
      const known = days.get(day.number);
      if (known !== undefined) return known;
      const fresh = model.readDay(day);
      days.set(day.number, fresh);
      return fresh;
    },
  };
}
