import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PackedReadingsError } from '../../src/espi/packed-bytes.ts';
import { readColumns } from '../../src/espi/packed-columns.ts';
import { packReadings, unpackReadings } from '../../src/espi/packed-readings.ts';
import type { Reading } from '../../src/espi/reading.ts';

const int48 = 2 ** 47;
const start = 1_767_243_600;

const codes = {
  quality: fc.uniqueArray(fc.nat(30), { minLength: 1, maxLength: 3 }),
  tou: fc.integer({ min: -32_768, max: 32_767 }),
  cpp: fc.nat(5),
  consumptionTier: fc.nat(5),
};
const number = fc.oneof(
  fc.integer({ min: 0, max: 5000 }),
  fc.integer({ min: -int48, max: int48 }),
  fc.constantFrom(0, -1, int48, -int48, 2 ** 31, -(2 ** 31), 2 ** 32),
);
const content = fc.record({ value: number, cost: number, ...codes }, { requiredKeys: [] });
/** Few different contents, so that runs and repetitions happen. */
const contents = (size: number) =>
  fc
    .array(content, { minLength: 1, maxLength: 4 })
    .chain((few) => fc.array(fc.constantFrom(...few), { minLength: size, maxLength: size }));

const regular = fc
  .record({
    start: fc.integer({ min: -(2 ** 31), max: 2 ** 33 }),
    step: fc.constantFrom(60, 300, 900, 1800, 3600, 86_400, 2_592_000, 2 ** 31 - 1),
    slots: fc.oneof(fc.constantFrom(92, 96, 100), fc.integer({ min: 1, max: 120 })),
  })
  .chain(({ start, step, slots }) =>
    fc
      .tuple(fc.array(fc.boolean(), { minLength: slots, maxLength: slots }), contents(slots))
      .map(([there, items]) => {
        const readings = items.map(
          (item, i): Reading => ({ ...item, start: start + i * step, duration: step }),
        );
        const some = readings.filter((_, i) => there[i]);
        return some.length === 0 ? readings : some;
      }),
  );

const irregular = fc
  .array(
    fc.record({
      start: fc.integer({ min: -1000, max: 200_000 }),
      duration: fc.constantFrom(0, 899, 900, 7200, 2_592_000, 2 ** 47),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .chain((times) =>
    contents(times.length).map((items) =>
      items
        .map((item, i): Reading => ({ ...item, start: 0, duration: 0, ...times[i] }))
        .sort((a, b) => a.start - b.start),
    ),
  );

/** A plain day as meters send it. */
const day = (slots: number): Reading[] =>
  Array.from({ length: slots }, (_, i) => ({
    start: start + i * 900,
    duration: 900,
    value: Math.round(300 + 250 * Math.sin(i / 9) + ((i * 7919) % 120)),
    cost: Math.round(4000 + 2500 * Math.sin(i / 9) + ((i * 104_729) % 900)),
    quality: [17],
  }));

describe('packReadings', () => {
  it('keeps every regular series', () => {
    fc.assert(
      fc.property(regular, (readings) => {
        expect(unpackReadings(packReadings(readings))).toEqual(readings);
      }),
    );
  });

  it('keeps every irregular series', () => {
    fc.assert(
      fc.property(irregular, (readings) => {
        expect(unpackReadings(packReadings(readings))).toEqual(readings);
      }),
    );
  });

  it('packs a part of a series as if it were all, and keeps what it packed before', () => {
    fc.assert(
      fc.property(fc.oneof(regular, irregular), fc.oneof(regular, irregular), (some, others) => {
        const alone = packReadings(some);
        const bytes = Uint8Array.from(alone.data);
        expect(
          packReadings([...others, ...some, ...others], others.length, others.length + some.length),
        ).toEqual(alone);
        packReadings(others);
        expect(alone.data).toEqual(bytes);
        expect(alone.count).toBe(some.length);
        expect(alone.end).toBe(Math.max(...some.map(({ start, duration }) => start + duration)));
      }),
    );
  });

  it.each([92, 96, 100])('needs no bytes for the times of a day of %d slots', (slots) => {
    const packed = packReadings(day(slots));
    expect(packed).toMatchObject({ startTs: start, step: 900, n: slots, enc: 0 });
    expect(packed.data.length).toBeLessThanOrEqual(slots * 5);
    expect(unpackReadings(packed)).toEqual(day(slots));
  });

  it('takes about two bytes for a plain value', () => {
    const plain = day(96).map(({ start, duration, value }) => ({
      start,
      duration,
      ...(value === undefined ? {} : { value }),
    }));
    expect(packReadings(plain).data.length).toBeLessThanOrEqual(96 * 2 + 8);
  });

  it('counts gaps as slots', () => {
    const readings = day(96).filter((_, i) => i % 5 !== 2);
    const packed = packReadings(readings);
    expect(packed).toMatchObject({ startTs: start, step: 900, n: 96, enc: 0 });
    expect(unpackReadings(packed)).toEqual(readings);
  });

  it.each<[string, { start: number; duration: number }[]]>([
    [
      'a repeated start',
      [
        { start, duration: 900 },
        { start, duration: 900 },
      ],
    ],
    [
      'overlapping readings',
      [
        { start, duration: 900 },
        { start: start + 450, duration: 900 },
      ],
    ],
    [
      'varying durations',
      [
        { start, duration: 7200 },
        { start: start + 7200, duration: 3600 },
      ],
    ],
    [
      'register reads',
      [
        { start, duration: 0 },
        { start: start + 86_400, duration: 0 },
      ],
    ],
    ['a duration beyond 32 bits', [{ start, duration: 251_922_268_800 }]],
    [
      'few readings far apart',
      [
        { start, duration: 60 },
        { start: start + 60_000, duration: 60 },
      ],
    ],
  ])('stores the times of %s', (_, readings) => {
    const packed = packReadings(readings);
    expect(packed).toMatchObject({ startTs: start, step: 0, n: readings.length, enc: 1 });
    expect(unpackReadings(packed)).toEqual(readings);
  });

  it('takes one reading of 30 days for a slot', () => {
    const packed = packReadings([{ start, duration: 2_592_000, value: -5 }]);
    expect(packed).toMatchObject({ startTs: start, step: 2_592_000, n: 1, enc: 0 });
    expect([...packed.data]).toEqual([1, 2, 0, 9]);
  });

  it('has the layout that is described', () => {
    const packed = packReadings([
      { start, duration: 900, value: 100, quality: [17, 8], tou: 1 },
      { start: start + 1800, duration: 900, cost: -300, quality: [17, 8], consumptionTier: -2 },
    ]);
    const flags = 1 | 2 | 4 | 8 | 16 | 32 | 64 | 256;
    expect([...packed.data]).toEqual([
      ...[1, flags & 255, flags >> 8],
      0b101,
      ...[0b01, 200, 1],
      ...[0b10, (599 % 128) | 128, Math.floor(599 / 128)],
      ...[2, 2, 34, 16],
      ...[1, 3, 1, 0],
      ...[1, 0, 1, 4],
    ]);
  });

  it('takes an empty quality for none', () => {
    expect(unpackReadings(packReadings([{ start, duration: 900, quality: [] }]))).toEqual([
      { start, duration: 900 },
    ]);
  });

  it.each<[string, Reading[]]>([
    ['at least one', []],
    [
      'sort the readings',
      [
        { start: 900, duration: 900 },
        { start: 0, duration: 900 },
      ],
    ],
    ['whole epoch seconds', [{ start: 0.5, duration: 900 }]],
    ['its duration -1', [{ start: 0, duration: -1 }]],
    ['is not an Int48', [{ start: 0, duration: 1, value: int48 + 1 }]],
    ['is not an Int48', [{ start: 0, duration: 1, cost: 1.5 }]],
    ['is not an Int48', [{ start: 0, duration: 1, cost: Number.NaN }]],
    ['whole epoch seconds', [{ start: 2 ** 50, duration: 1 }]],
    ['its duration', [{ start: 0, duration: 2 ** 52 }]],
    ['The code 1.5', [{ start: 0, duration: 1, tou: 1.5 }]],
    ['The code NaN', [{ start: 0, duration: 1, quality: [17, Number.NaN] }]],
  ])('refuses: %s', (reason, readings) => {
    expect(() => packReadings(readings)).toThrow(RangeError);
    expect(() => packReadings(readings)).toThrow(reason);
  });
});

describe('readColumns', () => {
  it('gives the columns of a series', () => {
    const columns = readColumns(
      packReadings([
        { start, duration: 900, value: 5, quality: [17] },
        { start: start + 900, duration: 900, cost: 7 },
      ]),
    );
    expect(columns.durations).toBe(900);
    expect([...columns.starts]).toEqual([start, start + 900]);
    expect([...(columns.values ?? [])]).toEqual([5, Number.NaN]);
    expect([...(columns.costs ?? [])]).toEqual([Number.NaN, 7]);
    expect(columns.qualities).toEqual([
      { length: 1, value: [17] },
      { length: 1, value: undefined },
    ]);
    expect(columns.tous).toBeUndefined();
  });

  it('never reads damaged bytes as more than they are', () => {
    const packed = packReadings(day(96));
    const cut = (length: number) => ({ ...packed, data: packed.data.slice(0, length) });
    for (let length = 0; length < packed.data.length; length++) {
      expect(() => unpackReadings(cut(length))).toThrow(PackedReadingsError);
    }
    const longer = new Uint8Array([...packed.data, 0]);
    expect(() => unpackReadings({ ...packed, data: longer })).toThrow(/follow the last column/);
    const other = Uint8Array.from(packed.data);
    other[0] = 2;
    expect(() => unpackReadings({ ...packed, data: other })).toThrow(/version 2/);
    expect(() => unpackReadings({ ...packed, data: new Uint8Array([1, 32, 0, 0, 0]) })).toThrow(
      /wrong length/,
    );
    const endless = new Uint8Array([1, 2, 0, ...Array.from({ length: 12 }, () => 255)]);
    expect(() => unpackReadings({ ...packed, data: endless })).toThrow(/too long/);
  });
});
