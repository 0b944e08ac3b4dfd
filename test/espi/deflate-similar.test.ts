import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/espi/atom.ts';
import { createGzipSink } from '../../src/espi/deflate.ts';
import { packReadings } from '../../src/espi/packed-readings.ts';
import { createPlainSink } from '../../src/espi/plain-sink.ts';
import type { Reading } from '../../src/espi/reading.ts';
import { bytesOf } from '../support/random-feeds.ts';

interface Piece {
  readonly kind: string | undefined;
  readonly text: string;
}

function pack(pieces: readonly Piece[]): Buffer {
  const sink = createGzipSink();
  const chunks: Uint8Array[] = [];
  for (const { kind, text } of pieces) {
    if (kind === undefined) sink.text(text);
    else sink.similar(kind, text);
    for (let chunk = sink.take(); chunk !== undefined; chunk = sink.take()) chunks.push(chunk);
  }
  return Buffer.concat([...chunks, sink.end()]);
}

/** Words as they stand in entries, some of them of one length, some in others, some that markup could end. */
const word = fc.oneof(
  fc.uuid(),
  fc.stringMatching(/^[\w-]{22}$/),
  fc.nat().map(String),
  fc.constantFrom('', 'a', '/', '<', 'a/b', 'Zähler', '😀', 'meter-1', 'meter-2', 'x'.repeat(300)),
);
/** What stands around them, of which some kinds share parts. */
const parts = [
  '<entry><id>urn:uuid:',
  '</id><link href="https://example.org/UsagePoint/',
  '/',
  '"/>',
  '"/></entry>\n',
];
const piece: fc.Arbitrary<Piece> = fc
  .record({
    kind: fc.constantFrom('UsagePoint', 'MeterReading', undefined),
    around: fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 6 }),
    isUsual: fc.boolean(),
    words: fc.array(word, { minLength: 6, maxLength: 6 }),
  })
  .map(({ kind, around, isUsual, words }) => ({
    kind,
    text: (isUsual ? parts : around).map((part, i) => part + (words[i] ?? '')).join(''),
  }));

const step = (steps: number, seconds: number, from: number): Reading[] =>
  Array.from({ length: steps }, (_, i) => ({
    start: from + i * seconds,
    duration: seconds,
    value: (i * 7919) % 1300,
  }));

function meter(uid: string, rows: readonly Reading[][], title: string): Entry[] {
  const at = { published: 1_767_243_600_000, updated: 1_767_243_600_000 + uid.length };
  const self = { rel: 'self' as const, type: 'espi-entry/X' };
  const uuid = '00000000-0000-5000-8000-000000000000';
  const point: Entry = {
    ...at,
    uuid,
    title,
    links: [{ ...self, href: `https://example.org/UsagePoint/${uid}` }],
    content: { xml: `<UsagePoint><name>${uid}</name></UsagePoint>` },
  };
  const blocks = rows.map(
    (items, i): Entry => ({
      ...at,
      uuid,
      title: 'IntervalBlock',
      links: [{ ...self, href: `https://example.org/UsagePoint/${uid}/IntervalBlock/${i}` }],
      content: { block: { rows: [packReadings(items)] } },
    }),
  );
  return [point, ...blocks];
}

async function both(entries: readonly Entry[]): Promise<void> {
  const text = await bytesOf(entries, createPlainSink());
  expect(gunzipSync(await bytesOf(entries, createGzipSink())).equals(text)).toBe(true);
}

describe('text that is like the one before', () => {
  it('unpacks, whatever differs', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.map((one) => one.text).join('');
        expect(gunzipSync(pack(pieces)).toString()).toBe(text);
      }),
      { numRuns: 1500 },
    );
  });

  it('unpacks where it is long, and where the one before is too far back', () => {
    const of = (i: number, size: number): string =>
      Array.from(
        { length: size },
        (_, k) => `<a>${(Math.imul(i * size + k, 2_654_435_761) >>> 8) % 997}</a>`,
      ).join('');
    const pieces = Array.from({ length: 60 }, (_, i) => ({
      kind: i % 3 === 0 ? 'A' : 'B',
      text: of(i, [10, 500, 700, 900][i % 4] ?? 1),
    }));
    const text = pieces.map((one) => one.text).join('');
    expect(gunzipSync(pack(pieces)).toString()).toBe(text);
  });

  it('takes no more than gzip -6 does for entries of one kind', () => {
    const pieces = Array.from({ length: 900 }, (_, i) => {
      const key = (Math.imul(i + 1, 2_654_435_761) >>> 0).toString(36).padStart(8, 'k');
      const href = `https://example.org/Subscription/1/UsagePoint/${key}`;
      const links = `<link rel="self" href="${href}"/><link rel="related" href="${href}/MeterReading"/>`;
      return { kind: 'UsagePoint', text: `<entry><id>${key}-${i}</id>${links}<n>${i * 37}</n></entry>\n` };
    });
    const text = pieces.map((one) => one.text).join('');
    expect(pack(pieces).length).toBeLessThanOrEqual(gzipSync(text, { level: 6 }).length * 1.05);
  });

  it('unpacks in a feed of many meters', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(word, fc.integer({ min: 1, max: 3 }), fc.constantFrom('UsagePoint', 'Point & é')), {
          maxLength: 12,
        }),
        async (meters) => {
          const rows = [
            step(30, 900, 1_767_243_600),
            step(3, 3600, 1_767_300_000),
            step(90, 300, 1_767_400_000),
          ];
          await both(
            meters.flatMap(([uid, blocks, title]) =>
              meter(encodeURIComponent(uid.replace('😀', '')), rows.slice(0, blocks), title),
            ),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('readings in step', () => {
  it.each([1, 7, 60, 300, 900, 1800, 3600, 9999, 10_000, 86_400, 2_592_000])(
    'unpacks starts %d seconds apart',
    async (seconds) => {
      const first = [1_000_000_000, 1_767_243_600, 1_767_243_607, 1_999_990_000];
      const rows = first.map((from) => step(300, seconds, from));
      await both([...meter('a', rows, 'UsagePoint'), ...meter('b', rows, 'UsagePoint')]);
    },
  );
});
