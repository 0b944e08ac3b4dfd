import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/platform/hash.ts';
import { revokeAuthorization } from '../../src/services/authorization/revoke-authorization.ts';
import { verifyToken } from '../../src/services/authorization/verify-token.ts';
import { findTestCustomerOf, listTestCustomers } from '../../src/services/customer/test-customers.ts';
import { createDemo, type DemoFacts } from '../../src/services/demo/create-demo.ts';
import type { DemoContext } from '../../src/services/demo/demo-context.ts';
import { extendPlaces } from '../../src/services/demo/extend-places.ts';
import type { Database } from '../../src/storage/database.ts';
import { findUtility } from '../../src/storage/utilities.ts';
import { terms } from '../../src/web/locales/en/terms.ts';
import { type TestClock, testClock } from '../support/clock.ts';
import { openTestDatabase } from '../support/database.ts';

const day = 86_400_000;
const start = Date.parse('2026-11-24T15:00:00Z');
const secretKey = Buffer.alloc(32, 7);

/** Everything that the demo consists of, without uids and stamps, which are an installation's own. */
const contents = {
  readings: `select u.source_key, m.reading_type, d.day, d.start_ts, d.step, d.n, d.enc, encode(d.data, 'hex') as data
    from interval_day d join usage_point u on u.id = d.up_id join meter_reading m on m.up_id = d.up_id and m.no = d.mr_no
    order by 1, m.reading_type::text, 3`,
  bills:
    'select u.source_key, s.source_key as bill, s.data from usage_summary s join usage_point u on u.id = s.up_id order by 1, 2',
  files: 'select distinct file_name, sha256 from stored_file order by 1, 2',
  customers: `select noun, source_key, data from customer_resource where noun <> 'Statement' order by 1, 2`,
  quality: 'select source_key, data from electric_power_quality_summary order by 1',
} as const;

type Content = keyof typeof contents;

async function contentOf<T>(db: Database, what: Content): Promise<T[]> {
  return await db.query<T>(contents[what]);
}

/** A digest of each kind of content. */
async function digests(db: Database): Promise<Record<string, string>> {
  const entries: [string, string][] = [];
  for (const what of Object.keys(contents) as Content[])
    entries.push([what, sha256(JSON.stringify(await contentOf(db, what)))]);
  return Object.fromEntries(entries);
}

/** Newest stamps and numbers of rows: they move with every write. */
async function traces(db: Database): Promise<unknown> {
  return await db.query(`select
    (select count(*) || '/' || max(updated) from interval_day) as days,
    (select count(*) || '/' || max(updated) from usage_summary) as bills,
    (select count(*) || '/' || max(updated) from customer_resource) as customers,
    (select count(*) || '/' || max(updated) from usage_point) as points,
    (select count(*) || '/' || max(updated) from "authorization") as authorizations,
    (select count(*) from token) as tokens, (select count(*) from stored_file) as files,
    (select max(last_updated) from utility) as stamp`);
}

interface Demo {
  readonly db: Database;
  readonly clock: TestClock;
  readonly context: DemoContext;
}

const opened: Database[] = [];

async function openDemo(now: number): Promise<Demo> {
  const db = await openTestDatabase();
  opened.push(db);
  const clock = testClock(now);
  return { db, clock, context: { db, clock, secretKey } };
}
afterAll(async () => {
  for (const db of opened) await db.close();
});

let demo: Demo;
let facts: DemoFacts;
let other: Demo;
let theirs: DemoFacts;

/** A demo of the same day in an installation with another key. */
const otherKey = Buffer.alloc(32, 8);

beforeAll(async () => {
  demo = await openDemo(start);
  facts = await createDemo(demo.context);
  const { db, clock, context } = await openDemo(start);
  other = { db, clock, context: { ...context, secretKey: otherKey } };
  theirs = await createDemo(other.context);
});

describe('the demo utility', () => {
  it('has 13 months that end yesterday', () => {
    expect(facts).toMatchObject({ created: true, firstDay: '2025-10-24', lastDay: '2026-11-23' });
  });

  it('gives tokens of the three kinds that open what they should', async () => {
    const principals = await Promise.all(
      Object.values(facts.tokens).map((token) => verifyToken(demo.context, token)),
    );
    expect(principals.map(({ tokenKind }) => tokenKind)).toEqual(Object.keys(facts.tokens));
    expect(principals.map(({ client }) => client.uid)).toEqual(Array(3).fill(facts.applicationUid));
    expect(principals[2]?.authorization?.uid).toBe(facts.authorizationUid);
    expect([...(principals[2]?.authorization?.dataKinds ?? [])].sort()).toEqual([
      'customer',
      'intervals',
      'usageSummaries',
    ]);
  });

  it('keeps no token, and other installations have others', async () => {
    const stored = await demo.db.query<{ hash: string }>('select hash from token');
    for (const token of Object.values(facts.tokens))
      expect(stored.map(({ hash }) => hash)).not.toContain(token);
    const own = Object.values(facts.tokens);
    expect(Object.values(theirs.tokens).filter((token) => own.includes(token))).toEqual([]);
    expect(await digests(other.db)).toEqual(await digests(demo.db));
  });

  it('is made once: a second start finds it, with the same tokens, and writes nothing', async () => {
    const before = await traces(demo.db);
    expect(await createDemo(demo.context)).toEqual({ ...facts, created: false });
    expect(await extendPlaces(demo.context)).toBe(0);
    demo.clock.set(start - 5 * day);
    expect(await extendPlaces(demo.context)).toBe(0);
    demo.clock.set(start);
    expect(await traces(demo.db)).toEqual(before);
  });

  it('has one test customer for each id; a demo in which two had one is put right', async () => {
    const place = { utilityId: (await findUtility(demo.db, facts.utility.slug))?.id ?? 0 };
    const customers = await listTestCustomers(demo.context, place);
    const ids = customers.map(({ scenario }) => scenario);
    expect(ids).toEqual([...new Set(ids)]);
    for (const id of ids) expect(Object.keys(terms.scenarios)).toContain(id);
    const keyOf = async (scenario: string) => {
      const found = await findTestCustomerOf(demo.context, { ...place, scenario });
      const rows = await demo.db.query('select source_key as key from customer_resource where id = $1', [
        found?.customerId,
      ]);
      return rows;
    };
    expect(await keyOf('home')).toEqual([{ key: 'plain-home' }]);
    expect(await keyOf('flat')).toEqual([{ key: 'flat' }]);
    await demo.db.query(`update customer_account set test_scenario = 'home' where test_scenario = 'flat'`);
    await createDemo(demo.context);
    expect(await listTestCustomers(demo.context, place)).toEqual(customers);
  });

  it('grants each authorization the meters of its own customer alone', async () => {
    const rows = await demo.db.query<{ uid: string; meters: string[] }>(
      `select a.uid, array_agg(u.source_key order by u.source_key) as meters
       from "authorization" a join authorization_usage_point p on p.authorization_id = a.id
       join usage_point u on u.id = p.up_id group by a.uid`,
    );
    const byUid = new Map(rows.map(({ uid, meters }) => [uid, meters]));
    expect(facts.thirdParty.authorizations.map(({ customer, uid }) => [customer, byUid.get(uid)])).toEqual([
      ['solar-home', ['solar-home-electric', 'solar-home-gas', 'solar-home-water']],
      ['bakery', ['bakery-electric']],
      ['flat', ['flat-electric']],
    ]);
  });

  it('follows an authorization that was revoked with a new one', async () => {
    const { db, context } = other;
    const first = theirs;
    await revokeAuthorization(context, { uid: first.authorizationUid, cause: 'customer' });
    const second = await createDemo(context);
    expect(second.authorizationUid).not.toBe(first.authorizationUid);
    expect((await verifyToken(context, second.tokens.access_token)).authorization?.uid).toBe(
      second.authorizationUid,
    );
    expect(second.tokens.client_access_token).toBe(first.tokens.client_access_token);
    const [row] = await db.query<{ count: number }>('select count(*)::int4 as count from "authorization"');
    expect(row?.count).toBe(4);
  });
});

describe('a start that is killed half-way', () => {
  it('is completed by the next, wherever it was cut off', async () => {
    const { db, context } = await openDemo(start);
    // Among the customers, then before the third party, then between its grants.
    for (const allowed of [0, 1, 4, 9, 10, 0, 1, 1]) {
      let left = allowed;
      const dying: Database = {
        ...db,
        transaction: async (work) => {
          if (left-- === 0) throw new RangeError('killed');
          return await db.transaction(work);
        },
      };
      await expect(createDemo({ ...context, db: dying })).rejects.toThrow('killed');
    }
    const completed = await createDemo(context);
    expect(completed).toMatchObject({ firstDay: '2025-10-24', lastDay: '2026-11-23' });
    expect(await digests(db)).toEqual(await digests(demo.db));
    const [row] = await db.query<{ clients: number; grants: number; tokens: number }>(
      `select (select count(*)::int4 from client) as clients, (select count(*)::int4 from "authorization") as grants,
         (select count(*)::int4 from token) as tokens`,
    );
    // The third party of the demo, and the app to click through with its registration token.
    expect(row).toEqual({ clients: 2, grants: 3, tokens: 6 });
  });
});

describe('days that pass', () => {
  it('are added with their bills, and nothing else changes: it is as if the demo had been made on the later day', async () => {
    const { db, clock, context } = await openDemo(start);
    await createDemo(context);
    const before = await db.query<{ key: string }>(
      `select up_id || ' ' || mr_no || ' ' || day || ' ' || updated as key from interval_day`,
    );
    for (const passed of [1, 2, 20]) {
      clock.set(start + passed * day);
      await createDemo(context);
    }
    const after = new Set(
      (
        await db.query<{ key: string }>(
          `select up_id || ' ' || mr_no || ' ' || day || ' ' || updated as key from interval_day`,
        )
      ).map(({ key }) => key),
    );
    expect(before.filter(({ key }) => !after.has(key))).toEqual([]);
    expect(after.size).toBeGreaterThan(before.length + 20 * 10);

    const later = await openDemo(start + 20 * day);
    await createDemo(later.context);
    // The closed account ends later in a demo that begins later; the older days are not in it.
    type Reading = { source_key: string; day: string };
    const comparable = async (from: Database): Promise<string[]> =>
      (await contentOf<Reading>(from, 'readings'))
        .filter((row) => row.day >= '2025-11-14' && !row.source_key.startsWith('closed'))
        .map((row) => JSON.stringify(row));
    const [grown, made] = [await comparable(db), await comparable(later.db)];
    expect(grown.length).toBe(made.length);
    expect(grown.filter((row, index) => row !== made[index])).toEqual([]);
    type Bill = { source_key: string; bill: string };
    const theirs = (await contentOf<Bill>(later.db, 'bills')).filter(
      ({ source_key }) => !source_key.startsWith('closed'),
    );
    const ours = await contentOf<Bill>(db, 'bills');
    for (const bill of theirs) expect(ours).toContainEqual(bill);
    const fresh = ours.filter(({ bill }) => bill > '2026-11-24').map(({ source_key }) => source_key);
    expect(fresh.sort()).toEqual([
      'bakery-electric',
      'solar-home-electric',
      'solar-home-gas',
      'solar-home-water',
    ]);
  });
});
