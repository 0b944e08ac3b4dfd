import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createAuthorization } from '../../src/services/authorization/create-authorization.ts';
import { cutBulk } from '../../src/services/bulk/cut-bulk.ts';
import type { IngestBatch } from '../../src/services/ingest/ingest-batch.ts';
import { defaultLargeFeedSettings } from '../../src/services/large-feed/settings.ts';
import { nextStamp } from '../../src/storage/stamps.ts';
import { bulkEntriesOf, readBulkText } from '../support/bulk-entries.ts';
import { type BulkClient, findBulkClient, writePart } from '../support/bulk-house.ts';
import { feedContext, workFeeds } from '../support/feed-work.ts';
import { type House, openHouse } from '../support/house.ts';
import { corrected } from '../support/seed/readings.ts';

let house: House;
let client: BulkClient;
beforeEach(async () => {
  house = await openHouse();
  client = await findBulkClient(house);
});
afterEach(async () => await house.close());

const full = 'FB=1_3_4_5_13_15_16_37_39';
const march9 = Date.UTC(2026, 2, 9, 4) / 1000;

/** Writes a part of a batch, five seconds after what was written before. */
async function write(batch: Partial<IngestBatch>): Promise<void> {
  house.clock.advance(5000);
  await writePart(house, client, batch);
}

const reading = (usagePointKey: string, one: { start: number; duration: number; value: number }) =>
  write({ readings: [{ usagePointKey, meterReadingKey: 'in', readings: [one] }] });
const atHome = (start: number, value: number) => reading('home-electric', { start, duration: 3600, value });
const correctHome = (value: number) => reading('home-electric', { ...corrected, value });
const atFlat = (value: number) => reading('flat-electric', { start: march9, duration: 900, value });

/** Stamps a row anew. */
const touch = async (table: string, uid: string): Promise<void> => {
  house.clock.advance(5000);
  await house.db.transaction(async (tx) => {
    const stamp = await nextStamp(tx, client.utilityId, house.clock.now());
    await tx.query(`update ${table} set updated = $2 where uid = $1`, [uid, stamp]);
  });
};

const grant = async (meters: readonly string[]): Promise<string> => {
  house.clock.advance(5000);
  return (await createAuthorization(house, { ...client, clientId: client.id, meters, scope: full })).uid;
};

/** Reads, and when the first statement that has `after` in its text is over, lets others commit. */
async function interrupted(after: string, work: () => Promise<unknown>, read: () => Promise<string>) {
  const query = house.db.query;
  let waiting = true;
  const spy = vi.spyOn(house.db, 'query').mockImplementation(async (text, values) => {
    const rows = await query(text, values);
    if (!waiting || !text.includes(after)) return rows as never;
    waiting = false;
    await work();
    return rows as never;
  });
  const text = await read();
  spy.mockRestore();
  expect(waiting).toBe(false);
  return text;
}

const updatedOf = (feed: string): string => /<updated>([^<]*)</.exec(feed)?.[1] ?? '';
const entriesOf = (feed: string): string[] =>
  bulkEntriesOf(feed).map(({ noun, self, updated }) => `${noun} ${self} ${updated}`);

/**
 * Reads what came since now, while others commit after its first statement; then asks for what came since the
 * feed's `updated`.
 *
 * @returns what is in neither, and in how many versions.
 */
async function lostOf(
  path: string,
  token: string,
  { after, work }: { readonly after: string; readonly work: () => Promise<unknown> },
) {
  const since = new Date(house.clock.now() + 1000).toISOString();
  const fetch = async (updatedMin: string): Promise<string> => {
    const query = `${path.includes('?') ? '&' : '?'}updated-min=${updatedMin}`;
    const { status, text } = await house.fetch(path + query, { token });
    expect(status).toBe(200);
    return text;
  };
  house.clock.advance(5000);
  const first = await interrupted(after, work, () => fetch(since));
  const next = await fetch(updatedOf(first));
  const read = new Set([...entriesOf(first), ...entriesOf(next)]);
  const all = entriesOf(await fetch(since));
  expect(all.length).toBeGreaterThan(0);
  return all.filter((entry) => !read.has(entry));
}

const plan = 'with p as materialized';
const homePath = '/Batch/Subscription/authfull/UsagePoint/meterhomeelectric';
const blocksPath =
  '/Subscription/authfull/UsagePoint/meterhomeelectric/MeterReading/readinghomeelectric0/IntervalBlock';

it('the permanent bulk, whose Authorizations take several statements', async () => {
  await grant(['flat-electric']);
  const work = async () => {
    await correctHome(77);
    await atFlat(5);
  };
  expect(await lostOf('/Bulk/bulkone', house.tokens.client, { after: plan, work })).toEqual([]);
});

it('a permanent bulk that was empty at first', async () => {
  const work = async () => {
    await correctHome(77);
    await touch('usage_point', 'meterflatelectric');
  };
  const bulk = { after: plan, work };
  expect(await lostOf('/Bulk/bulkone', house.tokens.client, bulk)).toEqual([]);
});

it('a batch, an empty one, and a collection whose first block begins before their window', async () => {
  const days = await house.db.query<{ start: number }>(
    `select d.start_ts as start from interval_day d join usage_point u on u.id = d.up_id
     where u.uid = 'meterhomeelectric' and d.mr_no = 0 order by d.day`,
  );
  const [edge = 0, later = 0] = [days.at(-3)?.start, days.at(-1)?.start];
  const window = `?published-min=${new Date((edge + 7200) * 1000).toISOString()}`;
  let value = 990;
  const work = async () => {
    await atHome(later, ++value);
    await atHome(edge + 3 * 3600, ++value);
  };
  const { full: token } = house.tokens;
  expect(await lostOf(homePath + window, token, { after: plan, work })).toEqual([]);
  expect(await lostOf(blocksPath + window, token, { after: 'as counts', work })).toEqual([]);
  const outside = async () => {
    await atHome(later, ++value);
    await atHome(edge, ++value);
  };
  expect(await lostOf(homePath + window, token, { after: plan, work: outside })).toEqual([]);
});

it('collections that were empty at first', async () => {
  const { client: ofClient, full: ofCustomer } = house.tokens;
  const grantTwo = async () => {
    await grant(['flat-electric']);
    await grant(['home-electric']);
  };
  const authorizations = { after: 'from "authorization" a where', work: grantTwo };
  expect(await lostOf('/Authorization', ofClient, authorizations)).toEqual([]);
  const touchTwo = async () => {
    await touch('usage_point', 'meterhomeelectric');
    await touch('usage_point', 'meterhomegas');
  };
  const points = { after: 'join local_time_parameters', work: touchTwo };
  expect(await lostOf('/Subscription/authfull/UsagePoint', ofCustomer, points)).toEqual([]);
});

it('customer data, which take a statement for the tree and one for the times', async () => {
  const [row] = await house.db.query<{ uid: string; tz: string }>(
    `select c.uid, l.uid as tz from "authorization" a join customer_resource c on c.id = a.customer_id,
       authorization_usage_point p join usage_point u on u.id = p.up_id
       join local_time_parameters l on l.id = u.local_time_parameters_id
     where a.uid = 'authfull' and p.authorization_id = a.id`,
  );
  const work = async () => {
    await touch('customer_resource', row?.uid ?? '');
    await touch('local_time_parameters', row?.tz ?? '');
  };
  // Something is in the window, so that the times are looked at.
  await touch('customer_resource', row?.uid ?? '');
  house.clock.advance(-5000);
  const customer = { after: 'with shared as', work };
  expect(await lostOf('/Batch/RetailCustomer/authfull', house.tokens.full, customer)).toEqual([]);
});

it('the bulk of a cut, of which a parent has changed after the cut', async () => {
  const context = feedContext(house, defaultLargeFeedSettings);
  await cutBulk(context, { clientId: client.id });
  await correctHome(41);
  const [bulk] = await cutBulk(context, { clientId: client.id });
  const since = new Date(house.clock.now() + 1000).toISOString();
  await atFlat(5);
  await touch('usage_point', 'meterhomeelectric');
  await workFeeds(house);
  const cursor = updatedOf(await readBulkText(house, bulk?.uid ?? ''));
  const ask = (min: string) =>
    house.fetch(`/Bulk/bulkone?updated-min=${min}`, { token: house.tokens.client });
  const [next, all] = [entriesOf((await ask(cursor)).text), entriesOf((await ask(since)).text)];
  expect(all.length).toBeGreaterThan(3);
  expect(all.filter((entry) => !next.includes(entry))).toEqual([]);
});
