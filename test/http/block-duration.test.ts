import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBatch } from '../../src/services/ingest/write-batch.ts';
import { findUtility } from '../../src/storage/utilities.ts';
import { type DocumentFact, readDocument } from '../conformance/atom-document.ts';
import { addressOf } from '../conformance/atom-rules.ts';
import { bulkEntriesOf } from '../support/bulk-entries.ts';
import { entriesOf, readingsOf } from '../support/feed-facts.ts';
import { type House, openHouse } from '../support/house.ts';
import { at, series } from '../support/seed/readings.ts';
import { describeWithShared } from '../support/shared.ts';
import { validateXsd } from '../support/xsd.ts';

/** Three local days around the end of March, hour by hour: 30 and 31 March, and 1 April. */
const turnStart = at('2026-03-30T04:00');
const turn = series(turnStart, 72, 3600, (hour) => ({ value: 100 + hour }));
/** The first reading of February, of no regular day: it lasts as long as that month. */
const february = [
  { start: at('2026-02-01T05:00'), duration: 900, value: 5 },
  { start: at('2026-02-01T06:00'), duration: 1800, value: 6 },
];

const channel = '/Subscription/authfull/UsagePoint/meterhomeelectric/MeterReading/readinghomeelectric0';
const collection = `${channel}/IntervalBlock`;
const batch = '/Batch/Subscription/authfull';
const time = (seconds: number): string => new Date(seconds * 1000).toISOString();

let house: House;
/** What was answered while blocks were days. */
let daily: { readonly collection: DocumentFact; readonly batch: DocumentFact; readonly etag: string };
/** The stamp up to which all was entered before the days around the end of March. */
let stamp: number;

const ask = async (path: string, query: Readonly<Record<string, string>> = {}, token = house.tokens.full) =>
  await house.fetch(`${path}?${new URLSearchParams(query)}`, { token });

async function read(path: string, query: Readonly<Record<string, string>> = {}): Promise<DocumentFact> {
  const answer = await ask(path, query);
  expect(answer.status).toBe(200);
  return readDocument(answer.text);
}

const uidOf = (self: string): string => self.slice(self.lastIndexOf('/') + 1);
const uidsOf = (feed: DocumentFact, reading = 'readinghomeelectric0'): string[] =>
  entriesOf(feed, 'IntervalBlock')
    .filter((entry) => addressOf(entry, 'up').includes(`/${reading}/`))
    .map((entry) => uidOf(addressOf(entry, 'self')));

async function importReadings(readings: typeof turn): Promise<void> {
  const utility = await findUtility(house.db, 'example');
  if (utility === undefined) throw new Error('The utility is not there.');
  await writeBatch(house, {
    utility,
    batch: {
      usagePoints: [],
      meterReadings: [],
      readings: [{ usagePointKey: 'home-electric', meterReadingKey: 'in', readings }],
      usageSummaries: [],
      qualitySummaries: [],
      customerResources: [],
    },
  });
}

const setScope = async (to: 'daily' | 'monthly'): Promise<void> =>
  void (await house.db.query(
    `update "authorization" set scope = regexp_replace(scope, 'BlockDuration=[a-z]+', 'BlockDuration=' || $1::text)
     where uid = 'authfull'`,
    [to],
  ));

beforeAll(async () => {
  house = await openHouse();
  stamp = Math.max(
    ...(await house.db.query<{ updated: number }>('select updated from interval_day')).map(
      ({ updated }) => updated,
    ),
  );
  house.clock.set(Date.parse('2026-04-03T06:00:00Z'));
  await importReadings([...february, ...turn]);
  const all = await ask(collection);
  daily = {
    collection: readDocument(all.text),
    batch: await read(batch),
    etag: all.headers.etag ?? '',
  };
  await setScope('monthly');
});
afterAll(async () => await house.close());

describe('BlockDuration=monthly', () => {
  it('makes one block of all days of a local month', async () => {
    expect(uidsOf(daily.collection)).toEqual([
      '20260201',
      ...['06', '07', '08', '09', '10', '30', '31'].map((day) => `202603${day}`),
      '20260401',
    ]);
    const feed = await read(collection);
    expect(uidsOf(feed)).toEqual(['202602', '202603', '202604']);
    expect(readingsOf(feed)).toEqual(readingsOf(daily.collection));
    expect(readingsOf(feed)).toHaveLength(2 + 24 + 24 + 23 + 24 + 24 + 72);
  });

  it('changes the validator', async () => {
    const { headers } = await ask(collection);
    expect(headers.etag).toMatch(/^W\/"/);
    expect(headers.etag).not.toBe(daily.etag);
  });

  it('holds for the batch of the Subscription, with the same readings of all channels', async () => {
    const feed = await read(batch);
    expect(uidsOf(feed)).toEqual(['202602', '202603', '202604']);
    expect(uidsOf(feed, 'readinghomeelectric1')).toEqual(['202603']);
    expect(readingsOf(feed)).toEqual(readingsOf(daily.batch));
    expect(feed.head?.updated[0]).toBe(daily.batch.head?.updated[0]);
  });

  it('holds for the bulk of the third party, of this Authorization alone', async () => {
    const answer = await house.fetch('/Batch/Bulk/bulkone', { token: house.tokens.client });
    expect(answer.status).toBe(200);
    const blocks = bulkEntriesOf(answer.text).filter(({ noun }) => noun === 'IntervalBlock');
    const of = (uid: string): string[] =>
      blocks.filter(({ self }) => self.includes(`/${uid}/`)).map(({ self }) => uidOf(self));
    expect(of('authfull').filter((uid) => uid.length !== 6)).toEqual([]);
    expect(of('authfull')).toContain('202604');
    expect(of('authintervals')).toContain('20260401');
  });

  it('is packed to the same text', async () => {
    const plain = await house.fetch(batch, { token: house.tokens.full });
    const packed = await house.fetch(batch, {
      token: house.tokens.full,
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.bytes).toString()).toBe(plain.text);
  });

  it('is as new as the newest of its days, and published with the first', async () => {
    const months = entriesOf(await read(collection), 'IntervalBlock');
    const days = entriesOf(daily.collection, 'IntervalBlock').filter((entry) =>
      uidOf(addressOf(entry, 'self')).startsWith('202603'),
    );
    expect(months[1]?.published).toEqual(days[0]?.published);
    expect(months[1]?.updated).toEqual([
      days
        .map(({ updated }) => updated[0] ?? '')
        .sort()
        .at(-1),
    ]);
  });

  it('trims a month at both edges of a window', async () => {
    const query = {
      'published-min': time(turnStart + 3600 * 30),
      'published-max': time(turnStart + 3600 * 50),
    };
    for (const path of [collection, batch]) {
      const feed = await read(path, query);
      expect(uidsOf(feed)).toEqual(['202603', '202604']);
      expect(readingsOf(feed)).toEqual(turn.slice(30, 50).map(({ start, value }) => `${start} ${value}`));
    }
  });

  it('looks into an irregular day that begins before the window', async () => {
    const inside = {
      'published-min': time(at('2026-02-01T05:30')),
      'published-max': time(at('2026-03-01T05:00')),
    };
    expect(readingsOf(await read(collection, inside))).toEqual([`${at('2026-02-01T06:00')} 6`]);
    const behind = { ...inside, 'published-min': time(at('2026-02-01T06:30')) };
    expect(uidsOf(await read(collection, behind))).toEqual([]);
  });

  it('gives by updated-* the whole months in which something was entered, and each once', async () => {
    const since = await read(collection, { 'updated-min': time((stamp + 1) / 1000) });
    expect(uidsOf(since)).toEqual(['202602', '202603', '202604']);
    expect(readingsOf(since)).toEqual(readingsOf(daily.collection));
    // March has changed again since: it is not in the window in which it was entered first.
    const before = await read(collection, { 'updated-max': time((stamp + 1) / 1000) });
    expect(uidsOf(before)).toEqual([]);
    for (const path of [collection, batch]) {
      const newest = (await read(path)).head?.updated[0] ?? '';
      const nothing = await read(path, { 'updated-min': time(Date.parse(newest) / 1000 + 1) });
      expect(uidsOf(nothing)).toEqual([]);
    }
  });
});

describe('the uid of a monthly block', () => {
  it('is found, with what stands in the collection', async () => {
    const [, march] = entriesOf(await read(collection), 'IntervalBlock');
    const alone = readDocument((await ask(`${collection}/202603`)).text);
    expect(alone.entries[0]).toEqual(march);
  });

  it.each(['20260306', '202601', '202613', '000003', '2026'])('is not %s', async (uid) => {
    const answer = await ask(`${collection}/${uid}`);
    expect([answer.status, answer.json().error]).toEqual([404, 'not_found']);
  });

  it('is not found where blocks are days', async () => {
    const path = collection.replace('authfull', 'authintervals');
    expect((await ask(`${path}/202603`, {}, house.tokens.intervals)).status).toBe(404);
    expect((await ask(`${path}/20260306`, {}, house.tokens.intervals)).status).toBe(200);
  });
});

describe('the setting of a utility', () => {
  let monthly: House;
  beforeAll(async () => {
    monthly = await openHouse({ settings: { blockDuration: 'monthly', intervalBlockLinks: 5 } });
  });
  afterAll(async () => await monthly.close());

  const blocks = async (name: 'full' | 'intervals', below: string): Promise<DocumentFact> => {
    const path = `${channel.replace('authfull', `auth${name}`)}${below}`;
    return readDocument((await monthly.fetch(path, { token: monthly.tokens[name] })).text);
  };

  it('holds where a scope does not say, and links go to months', async () => {
    expect(uidsOf(await blocks('intervals', '/IntervalBlock'))).toEqual(['202603']);
    const [reading] = (await blocks('intervals', '')).entries;
    const links = (reading?.links ?? [])
      .map(({ href }) => href)
      .filter((href) => /IntervalBlock\/\d+$/.test(href));
    expect(links.map(uidOf)).toEqual(['202603']);
  });

  it('does not hold where the scope says daily', async () => {
    expect(uidsOf(await blocks('full', '/IntervalBlock'))).toHaveLength(5);
  });
});

describeWithShared('the schemas', () => {
  it('take monthly blocks', async () => {
    for (const path of [batch, collection, `${collection}/202603`])
      expect(validateXsd((await ask(path)).text, '4.0')).toEqual([]);
  });
});
