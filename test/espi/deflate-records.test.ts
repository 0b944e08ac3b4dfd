import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/espi/atom.ts';
import { rowSlice } from '../../src/espi/block-content.ts';
import { writeReadings } from '../../src/espi/block-walk.ts';
import { createGzipSink } from '../../src/espi/deflate.ts';
import type { FeedSink } from '../../src/espi/feed-sink.ts';
import { createLinker } from '../../src/espi/link-template.ts';
import { packReadings } from '../../src/espi/packed-readings.ts';
import { createPlainSink } from '../../src/espi/plain-sink.ts';
import { meterReading, usagePoint } from '../../src/espi/schema/usage.ts';
import { fillRecord, longestValue, type RecordTemplate } from '../../src/espi/text-record.ts';
import { bytesOf } from '../support/random-feeds.ts';

const reading = { start: 1_767_225_600, duration: 900, value: 7 };
const link = createLinker('https://custodian.example/resource');

/** A block, so that there is an open one whose codes records are written in. */
const block = (readings = 3): Entry => ({
  uuid: '00000000-0000-5000-8000-000000000000',
  links: link({
    noun: 'IntervalBlock',
    params: { auth_uid: 'a', meter_uid: 'm', reading_uid: 'r', block_uid: String(readings) },
    entries: { MeterReading: [{}] },
  }).links,
  published: 1_767_243_600_000,
  updated: 1_767_243_600_000 + readings,
  title: 'IntervalBlock',
  content: {
    block: {
      rows: [
        packReadings(
          Array.from({ length: readings }, (_, i) => ({ ...reading, start: reading.start + i * 900 })),
        ),
      ],
    },
  },
});

/** Readings as they stand in a block: the codes of records are theirs. */
function writeSome(sink: FeedSink, count: number): void {
  const row = packReadings(
    Array.from({ length: count }, (_, i) => ({ ...reading, start: reading.start + i * 900 })),
  );
  const slice = rowSlice(row, {});
  if (slice !== undefined) writeReadings(sink, slice);
}

const value = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[\w-]{22}$/) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('meter-1', 'meter-2', 'a', 'ab', 'abc', '', 'x'.repeat(longestValue)),
  },
  { weight: 2, arbitrary: fc.nat().map(String) },
  { weight: 1, arbitrary: fc.uuid() },
);
const around = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom('<link href="', '"/><link href="https://example.org/', '/UsagePoint/'),
  },
  { weight: 1, arbitrary: fc.constantFrom('', 'x', '"/>', 'Zähler', 'z'.repeat(1500), 'y'.repeat(4000)) },
);
const template: fc.Arbitrary<RecordTemplate> = fc
  .record({
    holes: fc.array(fc.nat(4), { maxLength: 8 }),
    around: fc.array(around, { minLength: 9, maxLength: 9 }),
    ids: fc.nat(5),
  })
  .map(({ holes, around: pieces, ids }) => ({
    kind: 'kind',
    holes,
    ids,
    pieces: pieces.slice(0, holes.length + 1),
  }));
const records = fc.record({
  templates: fc.array(template, { minLength: 1, maxLength: 3 }),
  pool: fc.array(value, { minLength: 5, maxLength: 12 }),
  steps: fc.array(
    fc.record({
      template: fc.nat(2),
      values: fc.array(fc.nat(11), { minLength: 5, maxLength: 5 }),
      readings: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(99) }),
      between: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(9000) }),
    }),
    { maxLength: 40 },
  ),
});

/** What a sink makes of what is written to it. */
function bytesWritten(sink: FeedSink, write: (sink: FeedSink) => void): Buffer {
  const chunks: Uint8Array[] = [];
  write(sink);
  for (let chunk = sink.take(); chunk !== undefined; chunk = sink.take()) chunks.push(chunk);
  return Buffer.concat([...chunks, sink.end()]);
}

async function unpacksToText(entries: readonly Entry[]): Promise<void> {
  const text = await bytesOf(entries, createPlainSink());
  expect(gunzipSync(await bytesOf(entries, createGzipSink())).equals(text)).toBe(true);
}

/** Entries of meters as a nightly feed has them: each value in several places, ids in entries of several kinds. */
const meterEntries = (meter: number, readings: number): Entry[] => {
  /** Letters and digits that have nothing in common, like the program's. */
  const id = (name: string): string =>
    BigInt(`0x${createHash('sha1').update(`${name} ${meter}`).digest('hex')}`)
      .toString(36)
      .slice(-20);
  const params = { auth_uid: 'a1', meter_uid: id('meter') };
  const uuid = `${(Math.imul(meter + 7, 40_503) >>> 0).toString(16).padStart(8, '0')}-0000-5000-8000-000000000000`;
  const stamps = { published: 1_767_243_600_000, updated: 1_767_243_600_000 + meter * 1000 };
  return [
    {
      ...stamps,
      uuid,
      title: 'UsagePoint',
      links: link({
        noun: 'UsagePoint',
        params,
        feeds: ['MeterReading'],
        entries: { MeterReading: [{ reading_uid: id('reading') }] },
      }).links,
      content: {
        element: 'UsagePoint',
        type: usagePoint,
        value: { ServiceCategory: { kind: meter % 50 === 7 ? 1 : 0 } },
      },
    },
    {
      ...stamps,
      uuid,
      title: 'MeterReading',
      links: link({
        noun: 'MeterReading',
        params: { ...params, reading_uid: id('reading') },
        feeds: ['IntervalBlock'],
        entries: { UsagePoint: [{}] },
      }).links,
      content: { element: 'MeterReading', type: meterReading, value: {} },
    },
    ...(readings > 0 ? [block(readings)] : []),
  ];
};

describe('records', () => {
  it('unpack to their text, whatever stood before', () => {
    fc.assert(
      fc.property(records, ({ templates, pool, steps }) => {
        const write = (sink: FeedSink): void => {
          writeSome(sink, 3);
          for (const { template: which, values, between, readings } of steps) {
            const one = templates[which % templates.length] as RecordTemplate;
            sink.record(
              one,
              values.map((i) => pool[i % pool.length] as string),
            );
            if (between > 0) sink.text('<t>'.repeat(between));
            if (readings > 0) writeSome(sink, readings);
          }
        };
        const text = bytesWritten(createPlainSink(), write);
        expect(gunzipSync(bytesWritten(createGzipSink(), write)).equals(text)).toBe(true);
      }),
      { numRuns: 600 },
    );
  });

  it('unpack in a feed of many meters, whose blocks are open when they come', async () => {
    for (const meters of [1, 2, 3, 40, 700])
      await unpacksToText(
        Array.from({ length: meters }, (_, meter) =>
          meterEntries(meter, meter % 7 === 3 ? 0 : (meter % 90) + 1),
        ).flat(),
      );
  });

  it('are told apart where ids follow one another behind other text of the same length', () => {
    const of = (name: string, between: string): RecordTemplate => ({
      kind: name,
      ids: 2,
      holes: [0, 1],
      pieces: [`<${name} href="`, between, '"/> and more'],
    });
    const templates = [of('first', '/UsagePoint/'), of('other', '/MeterPoint/'), of('third', '/UsagePoint/')];
    const write = (sink: FeedSink): void => {
      writeSome(sink, 3);
      for (let i = 10; i < 20; i++)
        for (const one of templates)
          sink.record(one, [`usage-point-number-${i}`, `reading-number-${i}-of-it`]);
    };
    const text = bytesWritten(createPlainSink(), write);
    expect(gunzipSync(bytesWritten(createGzipSink(), write)).toString()).toBe(text.toString());
  });

  it('are small among readings: an id is written in letters once', async () => {
    const entries = Array.from({ length: 300 }, (_, meter) => meterEntries(meter, 1)).flat();
    const packed = await bytesOf(entries, createGzipSink());
    const text = await bytesOf(entries, createPlainSink());
    // Two uids and eight digits of a UUID are 36 bytes of chance; gzip -6 takes 86 in all.
    expect(packed.length / 300).toBeLessThan(140);
    expect(gunzipSync(packed).equals(text)).toBe(true);
  });

  it('fill their holes in order', () => {
    const pieces = ['a', 'b', 'c', 'd'];
    expect(fillRecord({ pieces, holes: [1, 0, 1] }, ['X', 'Y'])).toBe('aYbXcYd');
  });
});
