import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ImportReceipt } from '../../src/services/ingest/import-receipt.ts';
import type { Utility } from '../../src/storage/utilities.ts';
import { dumpTables } from '../support/dump.ts';
import { blockText, entryText, feedText, meterEntries, textRoot } from '../support/green-button-text.ts';
import { type IngestHouse, interrupted, openIngestHouse, textSource } from '../support/ingest-house.ts';
import { readChannels } from '../support/read-back.ts';
import { at } from '../support/seed/readings.ts';

const start = at('2026-01-10T05:00');
const day = Array.from({ length: 24 }, (_, hour) => 100 + hour);
const days = (count: number, first = day): string[] =>
  Array.from({ length: count }, (_, i) => blockText(start + i * 86_400, i === 0 ? first : day));

let house: IngestHouse;
beforeAll(async () => {
  house = await openIngestHouse();
});
afterAll(() => house.close());

const values = async (utility: Utility): Promise<(number | undefined)[][]> =>
  (await readChannels(house.db, utility.id)).map(({ readings }) => readings.map(({ value }) => value));

const updatedDays = (utility: Utility): Promise<{ day: string; updated: number }[]> =>
  house.db.query<{ day: string; updated: number }>(
    `select d.day, d.updated from interval_day d join usage_point u on u.id = d.up_id
     where u.utility_id = $1 order by d.day`,
    [utility.id],
  );

function standard(name: string, blocks: readonly string[]): string {
  const { point, reading, type, blocks: entries } = meterEntries(name, blocks);
  return feedText(point, reading, type, ...entries);
}

const untouched = (receipt: ImportReceipt): number => receipt.readings.created + receipt.readings.changed;

describe('a utility imports its readings every night', () => {
  it('a corrected value changes `updated` of exactly that block', async () => {
    const utility = await house.addUtility();
    await house.import(textSource('a.xml', standard('a', days(5))), { utility });
    const before = await updatedDays(utility);
    house.clock.advance(3_600_000);
    const corrected = standard('a', days(5, day.with(7, 999)));
    const receipt = await house.import(textSource('a.xml', corrected), { utility });
    expect(receipt.readings).toEqual({ created: 0, changed: 1, unchanged: 119, rejected: 0, repeated: 0 });
    const after = await updatedDays(utility);
    expect(after.filter(({ updated }, i) => updated !== before[i]?.updated).map((row) => row.day)).toEqual([
      '2026-01-10',
    ]);
    expect((await values(utility))[0]?.slice(6, 9)).toEqual([106, 999, 108]);
  });

  it('a dry run says the same and changes nothing', async () => {
    const utility = await house.addUtility();
    const source = textSource('a.xml', standard('a', days(3)));
    const before = await dumpTables(house.db);
    const dry = await house.import(source, { utility, dryRun: true, customerKey: 'ada' });
    expect(await dumpTables(house.db)).toEqual(before);
    expect(await house.db.query('select 1 from import_run where utility_id = $1', [utility.id])).toEqual([]);
    const real = await house.import(source, { utility, customerKey: 'ada' });
    expect(dry).toEqual({ ...real, dryRun: true });
    expect(real.readings.created).toBe(72);
  });

  it('in whatever order the entries stand, and in however small pieces they come', async () => {
    const { point, reading, type, blocks } = meterEntries('a', days(2));
    const orders = [
      [point, reading, type, ...blocks],
      [...blocks, type, reading, point],
      [type, ...blocks, point, reading],
    ];
    const results = [];
    for (const order of orders) {
      const utility = await house.addUtility();
      await house.import(textSource('a.xml', feedText(...order), 7), { utility });
      results.push(await values(utility));
    }
    expect(results[0]).toEqual([[...day, ...day]]);
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it('an import says while it is at work that it is, so that feeds wait for it', async () => {
    const utility = await house.addUtility();
    const source = textSource('a.xml', standard('a', days(3)), 1000);
    const runningFor = async (): Promise<number[]> => {
      const runs = await house.db.query<{ until: number }>(
        'select running_until as until from import_run where utility_id = $1 and finished is null',
        [utility.id],
      );
      return runs.map(({ until }) => until - house.clock.now());
    };
    const seen: number[][] = [];
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const slow = {
      ...source,
      async *open() {
        for await (const piece of source.open()) {
          if ((await runningFor()).length > 0) {
            seen.push(await runningFor());
            house.clock.advance(20_000);
            vi.advanceTimersByTime(20_000);
            await expect.poll(runningFor).toEqual([60_000]);
          }
          yield piece;
        }
      },
    };
    try {
      await house.import(slow, { utility });
      expect(seen.length).toBeGreaterThan(3);
      expect(await runningFor()).toEqual([]);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('an import that is interrupted leaves whole days, and the next one completes it', async () => {
    const utility = await house.addUtility();
    const text = feedText(
      ...['a', 'b', 'c', 'd'].flatMap((name) => {
        const { point, reading, type, blocks } = meterEntries(
          name,
          Array.from({ length: 60 }, (_, i) =>
            blockText(
              start + i * 86_400,
              Array.from({ length: 480 }, (_, n) => n),
              180,
            ),
          ),
        );
        return [point, reading, type, ...blocks];
      }),
    );
    const source = textSource('a.xml', text);
    const breaking = interrupted(source, text.length * 0.7, () => {
      throw new Error('The power went off');
    });
    await expect(house.import(breaking, { utility })).rejects.toThrow('The power went off');
    const stored = (await values(utility)).flat().length;
    expect(stored).toBeGreaterThan(49_000);
    expect(stored).toBeLessThan(115_200);
    // No day in part.
    expect(stored % 480).toBe(0);
    // It has no end, and nobody waits for it.
    const runs = await house.db.query(
      'select finished, running_until from import_run where utility_id = $1',
      [utility.id],
    );
    expect(runs).toEqual([{ finished: null, running_until: null }]);
    const receipt = await house.import(source, { utility });
    expect(receipt.readings).toEqual({
      created: 115_200 - stored,
      changed: 0,
      unchanged: stored,
      rejected: 0,
      repeated: 0,
    });
  });

  it('a file that is cut off says where, and changes nothing', async () => {
    const text = standard('cut', days(4));
    const before = await dumpTables(house.db);
    const receipt = await house.import(textSource('cut.xml', text.slice(0, text.length * 0.6)));
    expect(receipt.status).toBe('failed');
    expect(receipt.error).toMatch(/^cut\.xml:\d+ not well-formed XML: the file ends before/);
    expect(await dumpTables(house.db)).toEqual(before);
  });

  it('a value that is none is rejected with its line, and the rest is imported', async () => {
    const utility = await house.addUtility();
    const text = standard('a', [blockText(start, [1, 'x', 3])]);
    const receipt = await house.import(textSource('a.xml', text), { utility });
    expect(receipt.status).toBe('partly');
    expect(receipt.readings).toEqual({ created: 2, changed: 0, unchanged: 0, rejected: 1, repeated: 0 });
    const line = text.slice(0, text.indexOf('>x<')).split('\n').length;
    expect(receipt.rejected).toEqual([
      expect.objectContaining({ line, element: 'IntervalBlock/IntervalReading/value' }),
    ]);
    expect(await values(utility)).toEqual([[1, 3]]);
  });

  it.each([
    ['milliseconds', start * 1000, /before the year 10000/],
    ['times before the calendar', -100_000_000_000, /outside the years 1 to 9999, such as -100000000000/],
  ])('%s are rejected and the rest is imported', async (_, from, words) => {
    const utility = await house.addUtility();
    const text = standard('a', [blockText(from, [1, 2]), ...days(1)]);
    const receipt = await house.import(textSource('a.xml', text), { utility });
    expect(receipt.readings).toEqual({ created: 24, changed: 0, unchanged: 0, rejected: 2, repeated: 0 });
    expect(receipt.rejected.some(({ message }) => words.test(message))).toBe(true);
  });

  it('blocks alone go to the series that an earlier file described, and make one when there was none', async () => {
    const utility = await house.addUtility();
    const { blocks } = meterEntries('a', days(2));
    await house.import(textSource('all.xml', standard('a', days(1))), { utility });
    const receipt = await house.import(textSource('blocks.xml', feedText(...blocks)), { utility });
    expect(receipt.usagePoints).toEqual({ created: 0, changed: 0, unchanged: 1 });
    expect(untouched(receipt)).toBe(24);
    expect(await values(utility)).toEqual([[...day, ...day]]);
    const other = await house.addUtility();
    await house.import(textSource('blocks.xml', feedText(...blocks)), { utility: other });
    expect(await values(other)).toEqual([[...day, ...day]]);
  });

  it('gives all usage points to the customer that is named, and makes it once', async () => {
    const utility = await house.addUtility();
    const options = { utility, customerKey: 'ada' };
    const first = await house.import(textSource('a.xml', standard('a', days(1))), options);
    const second = await house.import(textSource('b.xml', standard('b', days(1))), options);
    expect([first.customerResources.created, second.customerResources.created]).toEqual([1, 0]);
    const owned = await house.db.query(
      `select 1 from usage_point u join customer_resource c on c.id = u.customer_id
       where u.utility_id = $1 and c.source_key = 'ada'`,
      [utility.id],
    );
    expect(owned).toHaveLength(2);
  });

  it('keeps the receipt', async () => {
    const utility = await house.addUtility();
    const receipt = await house.import(textSource('a.xml', standard('a', days(1))), { utility });
    const [run] = await house.db.query<{ receipt: ImportReceipt; finished: number }>(
      'select receipt, finished from import_run where utility_id = $1',
      [utility.id],
    );
    expect(run?.receipt).toEqual(receipt);
    expect(run?.finished).toBe(house.clock.now());
    expect(receipt.period).toEqual({ start, end: start + 86_400 });
  });
});

describe('a utility imports its customers', () => {
  const root = `${textRoot}/RetailCustomer/1/Customer`;
  const customer = (element: string, inner = ''): string =>
    `<${element} xmlns="http://naesb.org/espi/customer">${inner}</${element}>`;
  const chain = [
    ['Customer', root, '<customerName>Ada</customerName>'],
    ['CustomerAccount', `${root}/1/CustomerAccount`, '<accountId>4711</accountId>'],
    ['CustomerAgreement', `${root}/1/CustomerAccount/1/CustomerAgreement`, '<agreementId>8</agreementId>'],
    [
      'ServiceLocation',
      `${root}/1/CustomerAccount/1/CustomerAgreement/1/ServiceLocation`,
      `<UsagePoints><UsagePoint>${textRoot}/Subscription/1/UsagePoint/a</UsagePoint></UsagePoints>`,
    ],
    [
      'Meter',
      `${root}/1/CustomerAccount/1/CustomerAgreement/1/ServiceLocation/1/Meter`,
      '<serialNumber>M</serialNumber>',
    ],
  ].map(([element = '', up = '', inner = '']) =>
    entryText(customer(element, inner), { self: `${up}/1`, up }),
  );

  const tree = (utility: Utility): Promise<{ noun: string; parent: string | null }[]> =>
    house.db.query<{ noun: string; parent: string | null }>(
      `select c.noun, p.noun as parent from customer_resource c left join customer_resource p on p.id = c.parent_id
       where c.utility_id = $1 order by c.noun`,
      [utility.id],
    );
  const whole = [
    { noun: 'Customer', parent: null },
    { noun: 'CustomerAccount', parent: 'Customer' },
    { noun: 'CustomerAgreement', parent: 'CustomerAccount' },
    { noun: 'Meter', parent: 'ServiceLocation' },
    { noun: 'ServiceLocation', parent: 'CustomerAgreement' },
  ];

  it.each([
    ['parents first', chain],
    ['children first', chain.toReversed()],
  ])('%s', async (_, entries) => {
    const utility = await house.addUtility();
    const source = textSource('customers.xml', feedText(...entries));
    const receipt = await house.import(source, { utility });
    expect(receipt.status).toBe('complete');
    expect(await tree(utility)).toEqual(whole);
    const again = await house.import(source, { utility });
    expect(again.customerResources).toEqual({ created: 0, changed: 0, unchanged: 5 });
  });

  it('what is below something that is nowhere is rejected, until that has come', async () => {
    const utility = await house.addUtility();
    const [top = '', ...below] = chain;
    const lost = await house.import(textSource('below.xml', feedText(...below)), { utility });
    expect(lost.status).toBe('partly');
    expect(lost.rejected).toHaveLength(4);
    expect(lost.rejected[0]?.message).toMatch(/neither in this file nor stored/);
    expect(await tree(utility)).toEqual([]);
    await house.import(textSource('top.xml', feedText(top)), { utility });
    await house.import(textSource('below.xml', feedText(...below)), { utility });
    expect(await tree(utility)).toEqual(whole);
  });
});
