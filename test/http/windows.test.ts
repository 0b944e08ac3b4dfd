import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DocumentFact, readDocument, textAt } from '../conformance/atom-document.ts';
import { addressOf } from '../conformance/atom-rules.ts';
import { type House, openHouse } from '../support/house.ts';
import { at, marchStart } from '../support/seed/readings.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => await house.close());

const home = '/Batch/Subscription/authfull/UsagePoint/meterhomeelectric';
const blockCollection =
  '/Subscription/authfull/UsagePoint/meterhomeelectric/MeterReading/readinghomeelectric0/IntervalBlock';
const time = (seconds: number): string => new Date(seconds * 1000).toISOString();

async function ask(path: string, query: Readonly<Record<string, string>> = {}): Promise<DocumentFact> {
  const answer = await house.fetch(`${path}?${new URLSearchParams(query)}`, { token: house.tokens.full });
  expect(answer.status).toBe(200);
  return readDocument(answer.text);
}

const nounsOf = ({ entries }: DocumentFact): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { content } of entries) counts[content.name] = (counts[content.name] ?? 0) + 1;
  return counts;
};

const readingsOf = (feed: DocumentFact, reading = 'readinghomeelectric0'): number[] =>
  feed.entries
    .filter(
      (entry) => entry.content.name === 'IntervalBlock' && addressOf(entry, 'up').includes(`/${reading}/`),
    )
    .flatMap(({ content }) => content.children.filter(({ name }) => name === 'IntervalReading'))
    .map((item) => Number(textAt(item, 'timePeriod', 'start')));

describe('published-min and published-max', () => {
  it('select whole blocks between the start of the second and the end of the last but one', async () => {
    const all = await ask(blockCollection);
    const blocks = all.entries.map(({ content }) => ({
      start: Number(textAt(content, 'interval', 'start')),
      end: Number(textAt(content, 'interval', 'start')) + Number(textAt(content, 'interval', 'duration')),
    }));
    expect(blocks).toHaveLength(5);
    for (const path of [blockCollection, home]) {
      const some = await ask(path, {
        'published-min': time(blocks[1]?.start ?? 0),
        'published-max': time(blocks.at(-2)?.end ?? 0),
      });
      const starts = readingsOf(some);
      expect(
        nounsOf({
          entries: some.entries.filter((entry) => addressOf(entry, 'up').includes('readinghomeelectric0/')),
        }),
      ).toEqual({ IntervalBlock: 3 });
      expect([starts.length, starts[0], starts.at(-1)]).toEqual([
        24 + 23 + 24,
        blocks[1]?.start,
        (blocks[3]?.end ?? 0) - 3600,
      ]);
    }
  });

  it('trim the block at each edge to the readings inside, half-open', async () => {
    const from = at('2026-03-07T18:00');
    const to = at('2026-03-08T03:00');
    const feed = await ask(home, { 'published-min': time(from), 'published-max': time(to) });
    const starts = readingsOf(feed);
    expect([starts[0], starts.at(-1), starts.length]).toEqual([from, to - 3600, 9]);
    const [block] = feed.entries.filter(({ content }) => content.name === 'IntervalBlock');
    expect(block && textAt(block.content, 'interval', 'start')).toBe(String(from));
    expect(block && textAt(block.content, 'interval', 'duration')).toBe(String(9 * 3600));
    // The same block of the same id, though trimmed.
    expect(block && addressOf(block, 'self').endsWith('/20260307')).toBe(true);
  });

  it('take fractions of a second exactly', async () => {
    const first = marchStart;
    const count = async (min: string, max: string): Promise<number> =>
      readingsOf(await ask(blockCollection, { 'published-min': min, 'published-max': max })).length;
    const second = first + 3600;
    expect(await count(`${time(first).slice(0, 19)}.000Z`, `${time(second).slice(0, 19)}.000Z`)).toBe(1);
    expect(await count(`${time(first).slice(0, 19)}.001Z`, `${time(second).slice(0, 19)}.000Z`)).toBe(0);
    expect(await count(`${time(first).slice(0, 19)}.001Z`, `${time(second).slice(0, 19)}.001Z`)).toBe(1);
  });

  it('leave out a block that is trimmed to nothing, its parents, and its stamp', async () => {
    // Half past eleven at night: the last reading of the day started at eleven.
    const from = at('2026-03-10T03:30');
    const to = at('2026-03-10T04:00');
    const feed = await ask(home, { 'published-min': time(from), 'published-max': time(to) });
    expect(nounsOf(feed)).toEqual({});
    const collection = await ask(blockCollection, { 'published-min': time(from), 'published-max': time(to) });
    expect(nounsOf(collection)).toEqual({});
    const flat = await house.fetch(
      `/Batch/Subscription/authbob?published-min=${time(at('2026-03-06T15:00'))}&published-max=${time(at('2026-03-06T16:00'))}`,
      { token: house.tokens.bob },
    );
    expect(nounsOf(readDocument(flat.text))).toEqual({});
  });

  it('bring the parents of what they select, and no others', async () => {
    const feed = await ask('/Batch/Subscription/authfull', {
      'published-min': time(at('2026-03-10T04:00')),
      'published-max': time(at('2026-03-10T05:00')),
    });
    expect(nounsOf(feed)).toEqual({
      UsagePoint: 1,
      LocalTimeParameters: 1,
      MeterReading: 1,
      ReadingType: 1,
      IntervalBlock: 1,
    });
  });

  it('select bills by their issue date, quality summaries by the start of their interval', async () => {
    const february = { 'published-min': '2026-02-01T00:00:00Z', 'published-max': '2026-03-01T00:00:00Z' };
    const feed = await ask('/Batch/Subscription/authfull', february);
    expect(nounsOf(feed)).toEqual({
      UsagePoint: 2,
      LocalTimeParameters: 1,
      UsageSummary: 2,
      ElectricPowerQualitySummary: 1,
    });
    const collection = '/Subscription/authfull/UsagePoint/meterhomeelectric/UsageSummary';
    expect(nounsOf(await ask(collection, february))).toEqual({ UsageSummary: 1 });
    expect(nounsOf(await ask(collection))).toEqual({ UsageSummary: 2 });
  });

  it('may lie in the future, be epoch seconds, or carry an offset', async () => {
    const all = readingsOf(await ask(blockCollection));
    expect(readingsOf(await ask(blockCollection, { 'published-max': '2040-01-01T00:00:00Z' }))).toEqual(all);
    const from = at('2026-03-09T04:00');
    const expected = all.filter((start) => start >= from);
    expect(expected).toHaveLength(48);
    for (const min of [
      String(from),
      '2026-03-09T00:00:00-04:00',
      '2026-03-09T04:00:00.000000Z',
      '2026-03-09T06:00:00 02:00',
    ])
      expect(readingsOf(await ask(blockCollection, { 'published-min': min }))).toEqual(expected);
  });
});

describe('updated-min and updated-max', () => {
  it('select what came in or changed', async () => {
    const feed = await ask('/Batch/Subscription/authfull', { 'updated-min': '2026-03-11T00:00:00Z' });
    expect(nounsOf(feed)).toEqual({
      UsagePoint: 1,
      LocalTimeParameters: 1,
      MeterReading: 1,
      ReadingType: 1,
      IntervalBlock: 2,
      UsageSummary: 1,
    });
    const starts = readingsOf(feed);
    expect(starts[0]).toBe(at('2026-03-07T05:00'));
    expect(starts).toHaveLength(48);
  });

  it('are half-open, and the feed that ends where the next begins loses nothing', async () => {
    const stamp = (await ask(home)).head?.updated[0] ?? '';
    const before = await ask(home, { 'updated-max': stamp });
    const after = await ask(home, { 'updated-min': stamp });
    const all = await ask(home);
    expect(readingsOf(before).length + readingsOf(after).length).toBe(readingsOf(all).length);
    expect(readingsOf(after)).toHaveLength(48);
  });

  it('both together: both must match', async () => {
    const feed = await ask(home, {
      'published-min': '2026-03-08T00:00:00Z',
      'updated-min': '2026-03-11T00:00:00Z',
    });
    expect(readingsOf(feed)).toEqual([
      ...readingsOf(await ask(blockCollection)).filter(
        (start) => start >= at('2026-03-08T00:00') && start < at('2026-03-08T05:00'),
      ),
      ...Array.from({ length: 24 }, (_, hour) => at('2026-03-10T04:00') + hour * 3600),
    ]);
  });

  it('a parent that changed alone is included', async () => {
    const stamp = Date.parse('2026-03-12T00:00:00Z');
    await house.db.query('update utility set last_updated = $1', [stamp]);
    await house.db.query(`update meter_reading set updated = $1 where uid = 'readinghomegas0'`, [stamp]);
    const feed = await ask('/Batch/Subscription/authfull', { 'updated-min': '2026-03-11T12:00:00Z' });
    expect(nounsOf(feed)).toEqual({ UsagePoint: 1, LocalTimeParameters: 1, MeterReading: 1, ReadingType: 1 });
    expect(feed.head?.updated).toEqual(['2026-03-12T00:00:00Z']);
    const bounded = await ask('/Batch/Subscription/authfull', {
      'updated-min': '2026-03-11T12:00:00Z',
      'published-min': '2020-01-01T00:00:00Z',
    });
    expect(nounsOf(bounded)).toEqual({});
  });

  it('the updated of an empty feed is a stamp that was given, not now', async () => {
    house.clock.advance(86_400_000);
    const feed = await ask('/Batch/Subscription/authfull', { 'updated-min': '2100-01-01T00:00:00Z' });
    expect(feed.head?.updated).toEqual(['2026-03-12T00:00:00Z']);
  });
});

describe('an Authorization with a range of data', () => {
  const fetchPart = async (path: string): Promise<DocumentFact> =>
    readDocument((await house.fetch(path, { token: house.tokens.ranged })).text);

  it('shows that range alone, window or not', async () => {
    const starts = readingsOf(await fetchPart('/Batch/Subscription/authranged'));
    expect([starts[0], starts.at(-1)]).toEqual([at('2026-03-07T00:00'), at('2026-03-08T12:00') - 3600]);
    const windowed = readingsOf(
      await fetchPart('/Batch/Subscription/authranged?published-min=2026-03-08T06:00:00Z'),
    );
    expect([windowed[0], windowed.at(-1)]).toEqual([at('2026-03-08T06:00'), at('2026-03-08T12:00') - 3600]);
  });

  it('trims single blocks, and has none, bills and their files outside it', async () => {
    const path = '/Subscription/authranged/UsagePoint/meterhomeelectric';
    const block = (day: number) => `${path}/MeterReading/readinghomeelectric0/IntervalBlock/${day}`;
    expect(readingsOf(await fetchPart(block(20260306)))).toHaveLength(5);
    const token = house.tokens.ranged;
    expect((await house.fetch(block(20260309), { token })).status).toBe(404);
    expect((await house.fetch(`${path}/UsageSummary/billhomeelectricb1`, { token })).status).toBe(404);
    expect((await house.fetch('/Non-ESPI/filebillhomeelectricb1', { token })).status).toBe(404);
  });
});

describe('start-index and max-results', () => {
  it('page through the matching entries without losing or repeating one', async () => {
    const all = (await ask(home)).entries.map(({ ids }) => ids[0]);
    const pages: (string | undefined)[] = [];
    for (let start = 1; start <= all.length; start += 4) {
      const page = await ask(home, { 'start-index': String(start), 'max-results': '4' });
      expect(page.entries.length).toBeLessThanOrEqual(4);
      pages.push(...page.entries.map(({ ids }) => ids[0]));
    }
    expect(pages).toEqual(all);
  });

  it('keep the updated of all matching entries', async () => {
    const all = await ask(home);
    expect((await ask(home, { 'max-results': '1' })).head?.updated).toEqual(all.head?.updated);
    expect((await ask(home, { 'max-results': '0' })).entries).toEqual([]);
    expect((await ask(home, { depth: '2' })).entries).toHaveLength(all.entries.length);
  });
});
