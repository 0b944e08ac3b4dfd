import { describe, expect, it } from 'vitest';
import { energyByDay } from '../../demo/third-party/chart.tsx';
import { readReadings } from '../../demo/third-party/feed.ts';

const link = (rel: string, href: string): string => `<link rel="${rel}" href="${href}"/>`;
const entry = (title: string, links: string, content: string): string =>
  `<entry>${links}<title>${title}</title><content>${content}</content></entry>`;
const reading = (start: number, value: number): string =>
  `<IntervalReading><timePeriod><duration>3600</duration><start>${start}</start></timePeriod><value>${value}</value></IntervalReading>`;

const midnight = Date.parse('2026-03-07T05:00:00Z') / 1000;

function series(name: string, flow: number, values: readonly number[]): string {
  return [
    entry(
      'MeterReading',
      link('self', `/${name}`) + link('related', `/${name}/blocks`) + link('related', `/type/${name}`),
      '',
    ),
    entry(
      'ReadingType',
      link('self', `/type/${name}`),
      `<ReadingType><flowDirection>${flow}</flowDirection><powerOfTenMultiplier>-3</powerOfTenMultiplier><uom>72</uom></ReadingType>`,
    ),
    entry(
      'IntervalBlock',
      link('self', `/${name}/blocks/1`) + link('up', `/${name}/blocks`),
      `<IntervalBlock><interval><start>${midnight}</start></interval>${values.map((value, i) => reading(midnight + i * 3600, value)).join('')}</IntervalBlock>`,
    ),
  ].join('');
}

const zone = entry(
  'LocalTimeParameters',
  link('self', '/tz'),
  '<LocalTimeParameters><tzOffset>-18000</tzOffset></LocalTimeParameters>',
);
const feed = (body: string): string => `<feed xmlns="http://www.w3.org/2005/Atom">${body}</feed>`;

describe('what the demo third party reads of a batch', () => {
  it('joins blocks, MeterReadings and ReadingTypes by their links, and scales by the multiplier', () => {
    const read = readReadings(
      feed(zone + series('in', 1, [1_500_000, 2_500_000]) + series('out', 19, [500_000])),
    );
    expect(read.entries).toBe(7);
    expect(read.titles.get('IntervalBlock')).toBe(2);
    expect(
      read.series.map(({ flowDirection, points }) => [flowDirection, points.map(({ value }) => value)]),
    ).toEqual([
      [1, [1500, 2500]],
      [19, [500]],
    ]);
  });

  it('sums energy by local day, used and sent apart', () => {
    const day = Array.from({ length: 30 }, () => 1_000_000);
    expect(
      energyByDay(readReadings(feed(zone + series('in', 1, day) + series('out', 19, [250_000])))),
    ).toEqual([
      { day: '2026-03-07', used: 24, sent: 0.25 },
      { day: '2026-03-08', used: 6, sent: 0 },
    ]);
  });

  it('refuses what is no XML', () => {
    expect(() => readReadings('{"error":"not_found"}')).toThrow();
  });
});
