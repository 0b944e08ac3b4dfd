import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/espi/atom.ts';
import { writeReadings } from '../../src/espi/block-walk.ts';
import { kernelColumns, mostReadings, unpackNumbers } from '../../src/espi/deflate/kernel/reading-kernel.ts';
import { createGzipSink } from '../../src/espi/deflate.ts';
import type { FeedSink } from '../../src/espi/feed-sink.ts';
import { createSink, putSigned } from '../../src/espi/packed-bytes.ts';
import { readColumns } from '../../src/espi/packed-columns.ts';
import type { PackedReadings } from '../../src/espi/packed-format.ts';
import { packReadings } from '../../src/espi/packed-readings.ts';
import { createPlainSink } from '../../src/espi/plain-sink.ts';
import type { Reading } from '../../src/espi/reading.ts';
import { bytesOf } from '../support/random-feeds.ts';

const start = 1_767_243_600;

const series = (count: number, step: number, of: (i: number) => Partial<Reading>): Reading[] =>
  Array.from({ length: count }, (_, i) => ({ start: start + i * step, duration: step, ...of(i) }));

const entryOf = (rows: readonly PackedReadings[]): Entry => ({
  uuid: '00000000-0000-5000-8000-000000000001',
  links: [{ rel: 'self', type: 'espi-entry/IntervalBlock', href: 'https://example.org/IntervalBlock/1' }],
  published: start * 1000,
  updated: start * 1000,
  title: 'IntervalBlock',
  content: { block: { rows } },
});

/** The text of a feed by one of the sinks, or what it threw. */
async function textBy(sink: FeedSink, entries: readonly Entry[]): Promise<string> {
  try {
    return (await bytesOf(entries, sink)).toString('latin1');
  } catch (error) {
    return String(error);
  }
}

async function unpacked(entries: readonly Entry[]): Promise<string> {
  const text = await textBy(createGzipSink(), entries);
  return text.startsWith('\x1f\x8b') ? gunzipSync(Buffer.from(text, 'latin1')).toString('latin1') : text;
}

async function expectSame(rows: readonly PackedReadings[]): Promise<string> {
  const entries = [entryOf(rows)];
  const text = await textBy(createPlainSink(), entries);
  expect(await unpacked(entries)).toBe(text);
  return text;
}

const edges = [
  ...[0, 1, 9, 10, 99, 100, 999, 1000, 9999, 10_000, 10_001, 99_999, 100_000, 12_340_000, 99_990_000],
  ...[99_999_999, 100_000_000, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 32 + 9999, 2 ** 47, -1, -9999, -(2 ** 47)],
];
const edge = fc.constantFrom(...edges);

describe('rows in the kernel', () => {
  it('writes numbers at all edges after one another, in rows of any length', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.record({ value: edge, cost: edge }), { minLength: 1, maxLength: 30 }), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.constantFrom<string[]>(['value'], ['cost'], ['value', 'cost']),
        async (rows, keys) => {
          let at = 0;
          const packed = rows.map((row) => {
            const items = row.map((numbers) => ({
              start: start + at++ * 900,
              duration: 900,
              ...Object.fromEntries(Object.entries(numbers).filter(([key]) => keys.includes(key))),
            }));
            return packReadings(items);
          });
          await expectSame(packed);
        },
      ),
      { numRuns: 400 },
    );
  });

  it.each([1, 2, 60, 300, 900, 3600, 9999, 86_400])(
    'joins runs where numbers repeat, %d s apart',
    async (step) => {
      const few = [7, 7, 7, 9999, 9999, 10_000, 10_000, 99_999_999, 99_999_999];
      const row = series(500, step, (i) => ({ value: few[i % 9] ?? 0, cost: few[(i >> 3) % 9] ?? 0 }));
      const values = row.map(({ cost: _, ...rest }) => rest);
      await expectSame([packReadings(row), packReadings(values)]);
    },
  );

  it.each([mostReadings - 1, mostReadings, mostReadings + 1, 44_640])(
    'writes a row of %d readings',
    async (count) => {
      const wild = (i: number) => ({
        value: (i * 7_919_337) % 99_999_999,
        cost: (i * 15_485_863) % 99_999_999,
      });
      const text = await expectSame([packReadings(series(count, 60, wild))]);
      expect(text.split('<IntervalReading>').length).toBe(count + 1);
      await expectSame([packReadings(series(count, 60, () => ({ value: 5 })))]);
      await expectSame([packReadings(series(count, 60, wild).filter((_, i) => i % 11 !== 3))]);
      const irregular = series(count, 60, wild).map((one, i) => ({
        ...one,
        start: one.start + ((i * i) % 50),
      }));
      await expectSame([packReadings(irregular)]);
    },
  );

  it('writes what each of many feeds needs, whoever comes between', () => {
    // More lengths of text than there are slots, and texts of one length.
    const kinds = Array.from(
      { length: 40 },
      (_, k): Partial<Reading> => ({
        quality: Array(1 + (k >> 1)).fill(k % 2 === 0 ? 17 : 19),
      }),
    );
    const feeds = kinds.map((kind) => ({ kind, plain: createPlainSink(), gzip: createGzipSink() }));
    for (let day = 0; day < 6; day++)
      for (const [k, { kind, plain, gzip }] of feeds.entries()) {
        const step = [900, 3600, 300][(k + day) % 3] ?? 900;
        const items = series(50, step, (i) => ({ value: (i * k * 37) % 12_000, cost: i % 7, ...kind }));
        const columns = readColumns(packReadings(items), kernelColumns);
        for (const sink of [plain, gzip]) writeReadings(sink, { columns, from: day, to: 50 - day });
      }
    for (const { plain, gzip } of feeds) expect(gunzipSync(gzip.end()).equals(plain.end())).toBe(true);
  });
});

describe('damaged rows', () => {
  const row = packReadings(
    series(24, 900, (i) => ({
      value: [3, 70, 900, 20_000, 3_000_000][i % 5] ?? 0,
      cost: i * 999,
      quality: [17],
    })),
  );

  it('are the same to both sinks, whatever byte is wrong', async () => {
    for (let at = 0; at < row.data.length; at++)
      for (const wrong of [0, 1, 0x7f, 0x80, 0xff, (row.data[at] ?? 0) ^ 0x80, (row.data[at] ?? 0) ^ 1]) {
        const data = row.data.slice();
        data[at] = wrong;
        await expectSame([row, { ...row, data }]);
        expect(outcome({ ...row, data }, true)).toEqual(outcome({ ...row, data }, false));
      }
  });

  it('that end too early are never read beyond their end', async () => {
    for (let length = 0; length < row.data.length; length++) {
      // The row itself stood in the same memory before.
      readColumns(row, kernelColumns);
      const short = { ...row, data: row.data.slice(0, length) };
      expect(outcome(short, true)).toBe('PackedReadingsError: Packed readings: the bytes end too early');
      expect(await expectSame([short])).toBe(outcome(short, false));
    }
  });

  /** The numbers of a row, unpacked in columns of the kernel or of its own, or what was thrown. */
  function outcome(packed: PackedReadings, shared: boolean): unknown {
    try {
      const { count, values, costs } = readColumns(packed, shared ? kernelColumns : undefined);
      return [values?.slice(0, count), costs?.slice(0, count)];
    } catch (error) {
      return String(error);
    }
  }
});

describe('unpackNumbers', () => {
  const small = fc.integer({ min: -200, max: 200 });
  const any = fc.oneof(small, small, fc.integer({ min: -20_000, max: 20_000 }), fc.maxSafeInteger());

  it('gives every number, or declines', () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 30 }), fc.nat(9), (deltas, before) => {
        const numbers: number[] = [];
        const sink = createSink(16);
        for (let i = 0; i < before; i++) sink.at++;
        let number = 0;
        for (const delta of deltas) {
          const short = Math.trunc(delta / 8);
          putSigned(sink, short);
          number += short;
          numbers.push(number);
        }
        const row = sink.bytes.slice(0, sink.at);
        const fits = deltas.every((delta) => Math.abs(Math.trunc(delta / 8)) < 2 ** 48);
        for (const column of [kernelColumns.values, new Float64Array(deltas.length)]) {
          const end = unpackNumbers(row, before, deltas.length, column);
          expect(end).toBe(fits ? row.length : 0);
          if (fits) expect([...column.subarray(0, deltas.length)]).toEqual(numbers);
          expect(unpackNumbers(row.subarray(0, -1), before, deltas.length, column)).toBe(0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('declines what it has no room for', () => {
    const column = new Float64Array(40_000);
    expect(unpackNumbers(new Uint8Array(mostReadings), 0, mostReadings, column)).toBe(mostReadings);
    expect(unpackNumbers(new Uint8Array(mostReadings + 1), 0, mostReadings + 1, column)).toBe(0);
    expect(unpackNumbers(new Uint8Array(32_768), 32_767, 1, column)).toBe(32_768);
    expect(unpackNumbers(new Uint8Array(32_769), 0, 1, column)).toBe(0);
    expect(unpackNumbers(new Uint8Array(8).fill(0x80), 0, 1, column)).toBe(0);
    expect(unpackNumbers(new Uint8Array(0), 0, 1, column)).toBe(0);
  });
});
