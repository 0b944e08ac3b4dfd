import { crc32, gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/espi/atom.ts';
import { writeFeed, writeFeedBytes } from '../../src/espi/atom-writer.ts';
import type { BlockContent } from '../../src/espi/block-content.ts';
import { createGzipSink } from '../../src/espi/deflate.ts';
import { renderIntervalBlock } from '../../src/espi/interval-block-writer.ts';
import { packReadings, unpackReadings } from '../../src/espi/packed-readings.ts';
import { createPlainSink } from '../../src/espi/plain-sink.ts';
import type { Reading } from '../../src/espi/reading.ts';
import { countSymbols } from '../support/deflate-symbols.ts';
import { bytesOf, entry, head, readings, style } from '../support/random-feeds.ts';

const start = 1_767_243_600;

/** A day of quarter hours; `i` counts on from day to day. */
const day = (from: number, of: (i: number) => Partial<Reading>): Reading[] =>
  Array.from({ length: 96 }, (_, i) => ({
    start: start + (from + i) * 900,
    duration: 900,
    ...of(from + i),
  }));

const blockEntry = (rows: readonly (readonly Reading[])[], uid = 1): Entry => ({
  uuid: `00000000-0000-5000-8000-${String(uid).padStart(12, '0')}`,
  links: [
    { rel: 'self', type: 'espi-entry/IntervalBlock', href: `https://example.org/IntervalBlock/${uid}` },
  ],
  published: start * 1000,
  updated: start * 1000 + uid,
  title: 'IntervalBlock',
  content: { block: { rows: rows.map((row) => packReadings(row)) } },
});

const load = (i: number): number => Math.round(300 + 250 * Math.sin(i / 9) + ((i * 7919) % 120));
const common = (i: number): Partial<Reading> => ({ value: load(i), cost: load(i) * 17, quality: [17] });

/** Writes a feed both ways, compares them, and gives both. */
async function both(entries: readonly Entry[]): Promise<{ text: Buffer; member: Buffer }> {
  const text = await bytesOf(entries, createPlainSink());
  const member = await bytesOf(entries, createGzipSink());
  expect(gunzipSync(member).equals(text)).toBe(true);
  return { text, member };
}

describe('the plain sink', () => {
  it('writes the bytes that the readings are rendered to', async () => {
    await fc.assert(
      fc.asyncProperty(readings, async (items) => {
        const text = (await bytesOf([blockEntry([items])], createPlainSink())).toString();
        const content = /<content type="application\/xml">(.*)<\/content>/s.exec(text)?.[1];
        const packed = unpackReadings(packReadings(items));
        expect(content).toBe(renderIntervalBlock(packed));
      }),
      { numRuns: 300 },
    );
  });

  it('gives the text of the feed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 4 }), async (entries) => {
        let text = '';
        for await (const chunk of writeFeed(head, entries, style)) text += chunk;
        expect((await bytesOf(entries, createPlainSink())).toString()).toBe(text);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the gzip sink', () => {
  it('unpacks to the text of any feed', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 6 }), async (entries) => {
        const text = await bytesOf(entries, createPlainSink());
        const member = await bytesOf(entries, createGzipSink());
        expect(gunzipSync(member).equals(text)).toBe(true);
        expect(member.readUInt32LE(member.length - 8)).toBe(crc32(text));
        expect(member.readUInt32LE(member.length - 4)).toBe(text.length);
      }),
      { numRuns: 2500 },
    );
  });

  const cases: [string, (i: number) => Partial<Reading>][] = [
    ['values only', (i) => ({ value: load(i) })],
    ['cost, quality and value', common],
    ['cost without quality', (i) => ({ value: load(i), cost: load(i) })],
    ['cost only', (i) => ({ cost: load(i) })],
    ['no number at all', () => ({})],
    ['all codes', (i) => ({ ...common(i), tou: 2, cpp: 1, consumptionTier: 3 })],
    ['several qualities', (i) => ({ ...common(i), quality: [17, 19, 8] })],
    ['more qualities than a match is long', (i) => ({ ...common(i), quality: Array(9).fill(17) })],
    [
      'more qualities than a piece of the CRC is long',
      (i) => ({ ...common(i), quality: Array(40).fill(17) }),
    ],
    ['more qualities than a chunk is long', (i) => ({ ...common(i), quality: Array(500).fill(17) })],
    ['alternating qualities', (i) => ({ ...common(i), quality: [i % 2 === 0 ? 17 : 8] })],
    ['negative values', (i) => ({ ...common(i), value: load(i) - 300 })],
    ['eight digits', (i) => ({ ...common(i), value: 99_999_900 + (i % 200) })],
    ['Int48', (i) => ({ ...common(i), value: 2 ** 47 - (i % 3), cost: -(2 ** 47) + (i % 2) })],
    ['values that are missing', (i) => (i % 7 < 2 ? { quality: [17] } : common(i))],
    ['costs that are missing', (i) => (i % 5 === 0 ? { value: load(i), quality: [17] } : common(i))],
    ['nothing but zeros', () => ({ value: 0 })],
    ['numbers that repeat', (i) => ({ value: i % 9 < 5 ? 7 : load(i), cost: i % 7 < 4 ? 1234 : i })],
    ['numbers that grow', (i) => ({ value: i ** 3, cost: i ** 2 })],
  ];

  it.each(cases)('writes %s', async (_, of) => {
    await both(Array.from({ length: 6 }, (_, d) => blockEntry([day(d * 96, of)], d)));
  });

  it.each([
    ['gaps', day(0, common).filter((_, i) => i % 5 !== 2)],
    ['a single reading', day(0, common).slice(0, 1)],
    ['daylight saving', [...day(0, common), ...day(96, common).slice(0, 4)]],
    ['irregular times', day(0, common).map((one, i) => ({ ...one, start: one.start + ((i * i) % 600) }))],
    ['irregular durations', day(0, common).map((one, i) => ({ ...one, duration: 800 + (i % 7) }))],
    [
      'starts that repeat',
      day(0, common).map((one, i) => ({ ...one, start: start + Math.floor(i / 3) * 900 })),
    ],
    ['starts that never change', day(0, () => ({ value: 5 })).map((one) => ({ ...one, start }))],
    ['before 2001', day(0, common).map((one) => ({ ...one, start: one.start - 800_000_000 }))],
    ['from 9 to 10 digits', day(0, common).map((one, i) => ({ ...one, start: 999_960_000 + i * 900 }))],
    ['from 10 to 11 digits', day(0, common).map((one, i) => ({ ...one, start: 9_999_960_000 + i * 900 }))],
    ['before 1970', day(0, common).map((one, i) => ({ ...one, start: -40_000 + i * 900 }))],
    [
      'into another thousand million',
      day(0, common).map((one, i) => ({ ...one, start: 1_999_960_000 + i * 900 })),
    ],
  ] as [string, Reading[]][])('writes %s', async (_, items) => {
    await both([blockEntry([items]), blockEntry([items], 2), blockEntry([day(500, common)], 3)]);
  });

  it('composes a month of days into one block', async () => {
    const days = Array.from({ length: 31 }, (_, d) => day(d * 96, common));
    const { text } = await both([blockEntry(days)]);
    expect(text.toString()).toContain(renderIntervalBlock(days.flat()));
    expect(text.toString().match(/<interval>/g)).toHaveLength(1);
  });

  it('trims a block to its bounds', async () => {
    const days = Array.from({ length: 3 }, (_, d) => day(d * 96, common));
    const content: BlockContent = {
      rows: days.map((one) => packReadings(one)),
      startMin: start + 96 * 900 + 1,
      startMax: start + 2 * 96 * 900 + 901,
    };
    const { text } = await both([{ ...blockEntry(days), content: { block: content } }]);
    expect(text.toString()).toContain(renderIntervalBlock(days.flat().slice(97, 194)));
  });

  it('has no block without readings', async () => {
    const content = { block: { rows: [packReadings(day(0, common))], startMin: start + 86_400 } };
    await expect(bytesOf([{ ...blockEntry([day(0, common)]), content }], createGzipSink())).rejects.toThrow(
      'IntervalBlock without readings',
    );
  });

  it('writes one member, with one block of codes for all readings of a kind', async () => {
    const entries = Array.from({ length: 120 }, (_, d) => blockEntry([day(d * 96, common)], d));
    const { text, member } = await both(entries);
    const { tables, tokens } = countSymbols(member);
    expect(tables.length).toBeLessThanOrEqual(2);
    expect(Math.max(...tokens)).toBeGreaterThan(120 * 96 * 6);
    expect(member.length).toBeLessThan(gzipSync(text, { level: 6 }).length * 1.05);
    const memberHead = Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0);
    expect([member.indexOf(memberHead), member.indexOf(memberHead, 1)]).toEqual([0, -1]);
  });

  it('changes its codes when other readings follow', async () => {
    const more = (i: number) => ({ value: load(i) });
    const entries = [
      ...Array.from({ length: 9 }, (_, d) => blockEntry([day(d * 96, common)], d)),
      ...Array.from({ length: 9 }, (_, d) => blockEntry([day(d * 96, more)], d)),
    ];
    const { member } = await both(entries);
    const { tables } = countSymbols(member);
    expect(tables.length).toBeGreaterThanOrEqual(2);
    expect(tables.length).toBeLessThanOrEqual(3);
  });

  it('leaves in pieces of at least 16 KiB, and holds no more than one', async () => {
    const wild = (i: number) => ({
      value: (i * 7_919_337) % 99_999_999,
      cost: (i * 15_485_863) % 99_999_999,
    });
    let made = 0;
    function* entries(): Generator<Entry> {
      for (; made < 300; made++) yield blockEntry([day(made * 96, wild)], made);
    }
    const sizes: number[] = [];
    for await (const chunk of writeFeedBytes(head, entries(), style, createGzipSink())) {
      if (sizes.length === 0) expect(made).toBeLessThan(30);
      sizes.push(chunk.length);
    }
    expect(sizes.length).toBeGreaterThan(10);
    for (const size of sizes.slice(0, -1)) {
      expect(size).toBeGreaterThanOrEqual(16_384);
      expect(size).toBeLessThan(64_000);
    }
  });

  it('gives others their turn at least once a month of readings', async () => {
    let turns = 0;
    let running = true;
    const count = (): void => {
      turns++;
      if (running) setImmediate(count);
    };
    setImmediate(count);
    const entries = Array.from({ length: 365 }, (_, d) => blockEntry([day(d * 96, common)], d));
    await bytesOf(entries, createGzipSink());
    running = false;
    expect(turns).toBeGreaterThanOrEqual(11);
  });

  it('goes on with one feed in each round of the event loop, however many are on their way', async () => {
    const feeds = 12;
    let pieces = 0;
    let most = 0;
    let running = true;
    const count = (): void => {
      most = Math.max(most, pieces);
      pieces = 0;
      if (running) setImmediate(count);
    };
    const read = async (): Promise<void> => {
      const entries = Array.from({ length: 120 }, (_, d) => blockEntry([day(d * 96, common)], d));
      for await (const _ of writeFeedBytes(head, entries, style, createPlainSink())) pieces++;
    };
    const reading = Array.from({ length: feeds }, read);
    // Each begins at once, up to its first turn.
    await new Promise((resolve) => setImmediate(resolve));
    const piecesOfTurn = pieces / feeds;
    pieces = 0;
    setImmediate(count);
    await Promise.all(reading);
    running = false;
    expect(piecesOfTurn).toBeGreaterThan(1);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(2 * piecesOfTurn);
  });

  it('ends with its reader, and at the next entry when it is told', async () => {
    let closed = false;
    let made = 0;
    async function* entries(): AsyncGenerator<Entry> {
      try {
        for (; made < 1000; made++) yield blockEntry([day(made * 96, common)], made);
      } finally {
        closed = true;
      }
    }
    for await (const _ of writeFeedBytes(head, entries(), style, createGzipSink())) break;
    expect(closed).toBe(true);
    expect(made).toBeLessThan(100);

    made = 0;
    closed = false;
    const gone = new AbortController();
    gone.abort();
    const nothing: Uint8Array[] = [];
    for await (const chunk of writeFeedBytes(head, entries(), style, createGzipSink(), gone.signal))
      nothing.push(chunk);
    expect([nothing.length, made, closed]).toEqual([0, 0, true]);
  });

  it('writes feeds that are made at the same time without mixing them up', async () => {
    const feeds = cases
      .slice(0, 6)
      .map(([, of]) => Array.from({ length: 40 }, (_, d) => blockEntry([day(d * 96, of)], d)));
    const members = await Promise.all(feeds.map((entries) => bytesOf(entries, createGzipSink())));
    for (const [i, entries] of feeds.entries()) {
      const text = await bytesOf(entries, createPlainSink());
      expect(gunzipSync(members[i] ?? '').equals(text)).toBe(true);
    }
  });
});
