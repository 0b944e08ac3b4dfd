import fc from 'fast-check';
import type { Entry, FeedHead, WireStyle } from '../../src/espi/atom.ts';
import { writeFeedBytes } from '../../src/espi/atom-writer.ts';
import type { FeedSink } from '../../src/espi/feed-sink.ts';
import { createLinker, type EntryLinks } from '../../src/espi/link-template.ts';
import { packReadings } from '../../src/espi/packed-readings.ts';
import type { Reading } from '../../src/espi/reading.ts';

export const style: WireStyle = { contentType: 'application/xml', capitalServiceDeliveryPoint: false };
export const head: FeedHead = {
  uuid: '00000000-0000-5000-8000-ffffffffffff',
  title: 'Zähler & 😀',
  updated: 1_795_486_211_000,
  links: [{ rel: 'self', type: 'espi-feed/IntervalBlock', href: 'https://example.org/IntervalBlock' }],
};

const int48 = 2 ** 47;
const number = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 3000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 99_999_999 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...[0, 9, 10, 99, 100, 999, 1000, 9999, 10_000, 99_999, 100_000, 99_999_999, 100_000_000],
      ...[-1, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32, int48, -int48],
    ),
  },
  { weight: 1, arbitrary: fc.integer({ min: -int48, max: int48 }) },
);
const codes = fc.record(
  {
    quality: fc.oneof(
      fc.constantFrom([17], [8], [17, 19]),
      fc.array(fc.integer({ min: -3, max: 40_000 }), { minLength: 1, maxLength: 12 }),
    ),
    tou: fc.integer({ min: -32_768, max: 32_767 }),
    cpp: fc.nat(5),
    consumptionTier: fc.nat(5),
  },
  { requiredKeys: [] },
);

/** A few kinds of readings that alternate in runs, each with or without numbers and codes. */
const shapes = fc.array(fc.record({ hasValue: fc.boolean(), hasCost: fc.boolean(), codes }), {
  minLength: 1,
  maxLength: 3,
});
/** Few numbers, so that they repeat. */
const numbers = fc.array(number, { minLength: 1, maxLength: 8 });
const firstStart = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1_000_000_000, max: 1_800_000_000 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      0,
      -900,
      999_999_000,
      999_999_999,
      1_999_998_000,
      9_999_998_200,
      9_999_999_999,
    ),
  },
  { weight: 1, arbitrary: fc.integer({ min: -(2 ** 33), max: 2 ** 35 }) },
);
const times = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      gaps: fc.array(fc.constantFrom(1, 1, 1, 1, 1, 2, 30), { minLength: 1, maxLength: 90 }),
      step: fc.constantFrom(1, 60, 300, 900, 3600, 86_400, 2_592_000),
      irregular: fc.constant(false),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      gaps: fc.array(fc.nat(5), { minLength: 1, maxLength: 40 }),
      step: fc.constantFrom(0, 1, 7, 899, 1_000_003),
      irregular: fc.constant(true),
    }),
  },
);

/** Readings as a meter may send them, and as none would. */
export const readings: fc.Arbitrary<Reading[]> = fc
  .record({
    firstStart,
    times,
    shapes,
    numbers,
    salt: fc.nat(1000),
    runLength: fc.integer({ min: 1, max: 40 }),
  })
  .map(
    ({
      firstStart: first,
      times: { gaps, step, irregular },
      shapes: kinds,
      numbers: few,
      salt,
      runLength,
    }) => {
      let start = first;
      return gaps.map((gap, i): Reading => {
        if (i > 0) start += gap * step;
        const kind = kinds[Math.floor(i / runLength) % kinds.length];
        const pick = (offset: number): number => few[(i * (salt + offset) + salt) % few.length] ?? 0;
        return {
          start,
          duration: irregular ? Math.abs((i * salt) % 5000) : step,
          ...(kind?.hasValue ? { value: pick(1) } : {}),
          ...(kind?.hasCost ? { cost: pick(7) } : {}),
          ...kind?.codes,
        };
      });
    },
  );

const link = createLinker('https://example.org/resource');
const uid = fc.oneof(
  fc.constantFrom('m1', 'm2', 'zähler', 'a-meter-of-22-letters_'),
  fc.stringMatching(/^[\w-]{1,30}$/),
);
/** Links as a list, or of one of two templates whose uids repeat or do not. */
const links: fc.Arbitrary<EntryLinks> = fc.oneof(
  fc.constant([
    { rel: 'self' as const, type: 'espi-entry/IntervalBlock', href: 'https://example.org/a?b&c' },
  ]),
  fc
    .record({ auth_uid: uid, meter_uid: uid, reading_uid: uid, block_uid: uid })
    .chain((params) =>
      fc.constantFrom(
        link({ noun: 'IntervalBlock', params, entries: { MeterReading: [{}] } }).links,
        link({ noun: 'MeterReading', params, feeds: ['IntervalBlock'] }).links,
      ),
    ),
);

/** An entry with the readings as its rows, or with text. */
export const entry: fc.Arbitrary<Entry> = fc.record({
  uuid: fc.uuid(),
  title: fc.constant('IntervalBlock'),
  links,
  published: fc.integer({ min: 0, max: 2_000_000_000_000 }),
  updated: fc.integer({ min: 0, max: 2_000_000_000_000 }),
  content: fc.oneof(
    { weight: 6, arbitrary: readings.map((items) => ({ block: { rows: [packReadings(items)] } })) },
    {
      weight: 1,
      arbitrary: fc.array(readings, { minLength: 2, maxLength: 4 }).map((rows) => ({
        block: { rows: rows.map((items) => packReadings(items)) },
      })),
    },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 300 }).map((xml) => ({ xml })) },
    { weight: 1, arbitrary: fc.constantFrom({ xml: '<UsagePoint/>' }, { xml: '<MeterReading/>' }) },
  ),
});

/** Everything that a sink makes of a feed. */
export async function bytesOf(
  entries: Iterable<Entry> | AsyncIterable<Entry>,
  sink: FeedSink,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeFeedBytes(head, entries, style, sink)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
