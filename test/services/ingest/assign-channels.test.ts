import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignChannels, type ChannelSeeker } from '../../../src/services/ingest/assign-channels.ts';
import { keepChannels } from '../../../src/services/ingest/known-channels.ts';
import type { ChannelSource } from '../../../src/storage/channel-sources.ts';
import type { Channel } from '../../../src/storage/meter-readings.ts';
import { electricity } from '../../support/seed/values.ts';

const hourly = electricity(1, 3600);
const quarterly = electricity(1, 900);

interface Stored {
  readonly channels: Channel[];
  readonly sources: ChannelSource[];
}

/** What is stored after seekers found their channels, as a next file finds it. */
function assigned(stored: Stored, ...seekers: ChannelSeeker[]): Stored & { numbers: number[] } {
  const plan = assignChannels(stored, 1, seekers);
  const changed = new Set(plan.changed.map(({ no }) => no));
  const noted = [...plan.sources, ...plan.grown];
  const known = new Set(noted.map(({ no, sourceKey }) => `${no} ${sourceKey}`));
  return {
    channels: [
      ...stored.channels.filter(({ no }) => !changed.has(no)),
      ...plan.changed,
      ...plan.created,
    ].sort((a, b) => a.no - b.no),
    sources: [...stored.sources.filter(({ no, sourceKey }) => !known.has(`${no} ${sourceKey}`)), ...noted],
    numbers: seekers.map(({ sourceKey }) => plan.channels.get(sourceKey) ?? -1),
  };
}

const nothing: Stored = { channels: [], sources: [] };
const seeker = (sourceKey: string, start: number, end: number, readingType = hourly): ChannelSeeker => ({
  sourceKey,
  readingType,
  extent: { start, end },
});

describe('the channel of a MeterReading', () => {
  it('is shared by billing periods that follow one another, also when one is filled in later', () => {
    const first = assigned(nothing, seeker('jan', 0, 100), seeker('mar', 200, 300));
    expect(first.numbers).toEqual([0, 0]);
    expect(assigned(first, seeker('feb', 100, 200)).numbers).toEqual([0]);
  });

  it('is its own where equal ones overlap in time', () => {
    expect(assigned(nothing, seeker('a', 0, 100), seeker('b', 50, 150)).numbers).toEqual([0, 1]);
  });

  it('is another for another ReadingType, and the old one again when that comes back', () => {
    const first = assigned(nothing, seeker('a', 0, 100));
    const second = assigned(first, seeker('a', 100, 200, quarterly));
    expect(second.numbers).toEqual([1]);
    expect(assigned(second, seeker('a', 0, 100)).numbers).toEqual([0]);
  });

  it('stays when only the description is corrected', () => {
    const first = assigned(nothing, seeker('a', 0, 100));
    const corrected = { ...hourly, dataQualifier: 0 };
    const second = assigned(first, seeker('a', 0, 100, corrected));
    expect(second.numbers).toEqual([0]);
    expect(second.channels).toEqual([{ upId: 1, no: 0, readingType: corrected }]);
  });

  it('is the newest of a source for readings that come without description', () => {
    const first = assigned(nothing, seeker('a', 0, 100), seeker('b', 0, 100, quarterly));
    expect(assigned(first, { sourceKey: 'b', extent: { start: 100, end: 200 } }).numbers).toEqual([1]);
    expect(assigned(first, { sourceKey: 'c' }).numbers).toEqual([-1]);
  });

  it('ends being shared when readings of one reach into those of the other', () => {
    const first = assigned(nothing, seeker('jan', 0, 100), seeker('feb', 100, 200));
    const second = assigned(first, seeker('jan', 50, 150));
    expect(second.numbers).toEqual([1]);
    expect(assigned(second, seeker('jan', 50, 150)).numbers).toEqual([1]);
  });

  it('is looked for again when the readings of an empty one come', () => {
    const first = assigned(nothing, seeker('a', 0, 100));
    const second = assigned(first, { sourceKey: 'b', readingType: hourly });
    expect(second.numbers).toEqual([0]);
    expect(second.sources).toEqual(first.sources);
    expect(assigned(second, seeker('b', 50, 80)).numbers).toEqual([1]);
  });

  it('takes the ReadingType that is only mentioned when it has none yet', () => {
    const mention = { ...seeker('a', 0, 100, {}), mentioned: true };
    expect(assigned(nothing, mention).channels).toEqual([{ upId: 1, no: 0, readingType: {} }]);
    const known = assigned(nothing, seeker('a', 0, 100));
    expect(assigned(known, mention).channels).toEqual(known.channels);
  });
});

describe('a channel that is kept without a look at its ReadingType', () => {
  const hour = fc.integer({ min: 0, max: 8 });
  const extent = fc
    .tuple(hour, hour)
    .map(([a, b]) => ({ start: Math.min(a, b) * 100, end: Math.max(a, b) * 100 + 100 }));
  const described = fc.record({
    sourceKey: fc.constantFrom('a', 'b', 'c'),
    readingType: fc.constantFrom(hourly, quarterly),
    extent,
  });
  const seekers = fc.uniqueArray(
    fc.record(
      {
        sourceKey: fc.constantFrom('a', 'b', 'c'),
        readingType: fc.constantFrom(hourly, quarterly),
        mentioned: fc.constant(true),
        extent,
      },
      { requiredKeys: ['sourceKey'] },
    ),
    { minLength: 1, selector: ({ sourceKey }) => sourceKey },
  );

  it('is the one that the whole search finds', () => {
    let kept = 0;
    fc.assert(
      fc.property(fc.array(described, { maxLength: 4 }), seekers, (before, its) => {
        const stored: Stored = before.reduce<Stored>((all, one) => assigned(all, one), nothing);
        const plan = keepChannels(stored.sources, its);
        if (plan === undefined) return;
        kept++;
        const whole = assignChannels(stored, 1, its);
        expect(plan).toEqual(whole);
      }),
      { numRuns: 2000 },
    );
    expect(kept).toBeGreaterThan(50);
  });

  it('is none where another source feeds it too, or a ReadingType is said', () => {
    const stored = assigned(nothing, seeker('jan', 0, 100), seeker('feb', 100, 200));
    expect(keepChannels(stored.sources, [{ sourceKey: 'jan' }])).toBeUndefined();
    const alone = assigned(nothing, seeker('a', 0, 100));
    expect(keepChannels(alone.sources, [seeker('a', 100, 200)])).toBeUndefined();
    expect(keepChannels(alone.sources, [{ sourceKey: 'b' }])).toBeUndefined();
    expect(
      keepChannels(alone.sources, [{ sourceKey: 'a', extent: { start: 100, end: 200 } }])?.grown,
    ).toEqual([{ upId: 1, sourceKey: 'a', no: 0, start: 0, end: 200 }]);
  });
});
