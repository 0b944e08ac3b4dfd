import { afterAll, beforeAll, expect, it } from 'vitest';
import { AppError } from '../../src/platform/errors.ts';
import { createAuthorization } from '../../src/services/authorization/create-authorization.ts';
import { revokeAuthorization } from '../../src/services/authorization/revoke-authorization.ts';
import { cutBulk } from '../../src/services/bulk/cut-bulk.ts';
import type { IngestBatch } from '../../src/services/ingest/ingest-batch.ts';
import { type BulkEntry, bulkEntriesOf, readBulkText } from '../support/bulk-entries.ts';
import { type BulkClient, findBulkClient, writePart } from '../support/bulk-house.ts';
import { testDatabaseKind } from '../support/database.ts';
import { feedContext, smallFeeds, workFeeds } from '../support/feed-work.ts';
import { type House, openHouse } from '../support/house.ts';
import { bill } from '../support/seed/values.ts';
import { stopClient } from '../support/stopped-clients.ts';

// On one connection nothing really runs at the same time: a short run is enough.
const rounds = testDatabaseKind === 'postgres' ? 25 : 6;
const hour = 3600;
const march9 = Date.parse('2026-03-09T04:00:00Z') / 1000;

/** Small bulks, so that a cut is several of them; few enough to be read. */
const settings = { ...smallFeeds, maxReadings: 4000 };

let house: House;
let one: BulkClient;
beforeAll(async () => {
  house = await openHouse();
  one = await findBulkClient(house);
  // What really happened: every version of every block and bill, and every change of an Authorization.
  await house.db.transaction((tx) =>
    tx.script(`
      create table change (noun text, key text, updated int8);
      create function note_block() returns trigger language plpgsql as $$ begin
        insert into change values ('IntervalBlock', new.up_id || '/' || new.mr_no || '/' || new.day, new.updated); return new; end $$;
      create function note_bill() returns trigger language plpgsql as $$ begin
        insert into change values ('UsageSummary', new.uid, new.updated); return new; end $$;
      create function note_authorization() returns trigger language plpgsql as $$ begin
        insert into change values ('Authorization', new.uid, new.updated); return new; end $$;
      create trigger note after insert or update of updated on interval_day for each row execute function note_block();
      create trigger note after insert or update of updated on usage_summary for each row execute function note_bill();
      create trigger note after insert or update of updated on "authorization" for each row execute function note_authorization();`),
  );
});
afterAll(async () => await house.close());

const write = (batch: Partial<IngestBatch>) => writePart(house, one, batch);
const readings = (usagePointKey: string, start: number, value: number, duration = hour) =>
  write({
    readings: [{ usagePointKey, meterReadingKey: 'in', readings: [{ start, duration, value }] }],
  });
/** The clock of another process. */
const clockAhead = (ms: number) => ({ ...house.clock, now: () => house.clock.now() + ms });
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.random() * 20));

/** Corrects the same few days again and again: versions are overtaken before they are cut or written. */
async function correctHome(): Promise<void> {
  for (let i = 0; i < rounds; i++) {
    await readings('home-electric', march9 + (i % 30) * hour, 10_000 + i);
    await pause();
  }
}
/** A new day each time, which never changes again. */
async function addDays(): Promise<void> {
  for (let i = 1; i <= rounds; i++) {
    await readings('flat-electric', march9 + i * 24 * hour, i, 900);
    await pause();
  }
}
async function addBills(): Promise<void> {
  for (let i = 1; i <= rounds; i++) {
    const value = bill('2026-02-07T05:00', '2026-03-09T04:00', '2026-03-11T12:00', i);
    for (const usagePointKey of ['home-gas', 'flat-electric'])
      await write({ usageSummaries: [{ usagePointKey, sourceKey: `new${i}`, value }] });
    await pause();
  }
}
/** Grants something as soon as the third party is not suspended: nobody can share with one that is. */
async function grant(input: {
  readonly meters: readonly string[];
  readonly start?: number;
}): Promise<string> {
  for (;;)
    try {
      const { uid } = await createAuthorization(house, {
        utilityId: one.utilityId,
        clientId: one.id,
        scope: 'FB=1_3_4_5_13_15_16_35_37_39',
        ...input,
      });
      return uid;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
      await pause();
    }
}
async function grantAndRevoke(kept: string[], revoked: string[]): Promise<void> {
  for (let i = 1; i <= Math.ceil(rounds / 2); i++) {
    const uid = await grant({ meters: [i % 3 === 0 ? 'home-electric' : 'flat-electric'] });
    await pause();
    if (i % 2 === 0) kept.push(uid);
    else {
      await revokeAuthorization(house, { uid, cause: 'customer' });
      revoked.push(uid);
    }
    await pause();
  }
}

/** Authorizations that begin in a moment, some of which end before they do. */
async function grantAhead(kept: string[], revoked: string[]): Promise<void> {
  for (let i = 1; i <= rounds; i++) {
    const uid = await grant({
      meters: [i % 2 === 0 ? 'home-electric' : 'flat-electric'],
      start: Math.floor(house.clock.now() / 1000) + (i % 3),
    });
    await pause();
    if (i % 5 !== 0) kept.push(uid);
    else {
      await revokeAuthorization(house, { uid, cause: 'customer' });
      revoked.push(uid);
    }
    await pause();
  }
}
async function suspendAndResume(): Promise<void> {
  for (let i = 1; i <= Math.ceil(rounds / 3); i++) {
    for (let j = 0; j < 3; j++) await pause();
    await stopClient(house, { uid: 'clientone', utilityId: one.utilityId }, 'suspend');
    for (let j = 0; j < 3; j++) await pause();
    await stopClient(house, { uid: 'clientone', utilityId: one.utilityId }, 'resume');
  }
}

interface Delivered {
  readonly uid: string;
  readonly entries: readonly BulkEntry[];
}

it('consecutive bulks lose nothing and say nothing twice while data change, Authorizations come, begin and go, and their third party is suspended', async () => {
  const context = feedContext(house, settings);
  const kept: string[] = ['authfull', 'authintervals', 'authbob'];
  const revoked: string[] = [];
  const uids: string[] = [];
  let writing = true;
  const cutting = async (aheadMs: number): Promise<void> => {
    while (writing) {
      const own = { ...context, clock: clockAhead(aheadMs) };
      for (const { uid } of await cutBulk(own, { clientId: one.id })) uids.push(uid);
      await pause();
    }
  };
  const building = async (aheadMs: number): Promise<void> => {
    while (writing) {
      await workFeeds({ db: house.db, clock: clockAhead(aheadMs) }, settings);
      await pause();
    }
  };
  const passing = async (): Promise<void> => {
    while (writing) {
      await pause();
      house.clock.advance(200);
    }
  };
  const helpers = Promise.all([cutting(0), cutting(1000), building(-1000), building(0), passing()]);
  await Promise.all([
    correctHome(),
    addDays(),
    addBills(),
    grantAndRevoke(kept, revoked),
    grantAhead(kept, revoked),
    suspendAndResume(),
  ]).finally(() => {
    writing = false;
  });
  await helpers;
  house.clock.advance(5000);
  await workFeeds(house, settings);
  for (const { uid } of await cutBulk(context, { clientId: one.id })) uids.push(uid);
  await workFeeds(house, settings);
  expect(uids.length).toBeGreaterThan(rounds / 4);

  const delivered: Delivered[] = [];
  for (const uid of uids) {
    const status = async (): Promise<number> =>
      (await house.fetch(`/Bulk/${uid}`, { token: house.tokens.client })).status;
    // One of which an Authorization ended in the very moment when it was finished: it is written anew.
    if ((await status()) === 202) await workFeeds(house, settings);
    // One of which everything changed again, or whose Authorizations ended, before it was written.
    if ((await status()) === 404) continue;
    delivered.push({ uid, entries: bulkEntriesOf(await readBulkText(house, uid)) });
  }
  const all = delivered.flatMap(({ entries }) => entries);
  const leaves = all.filter(({ noun }) => noun === 'IntervalBlock' || noun === 'UsageSummary');
  const pairs = leaves.map(({ self, updated }) => `${self} ${updated}`);
  expect(pairs.filter((pair, index) => pairs.indexOf(pair) !== index)).toEqual([]);

  // What every Authorization shares now has been delivered in its present state, and once only.
  const { text } = await house.fetch('/Bulk/bulkone?max-results=5000', { token: house.tokens.client });
  const present = bulkEntriesOf(text);
  const known = new Set(pairs);
  const missing = present
    .filter(({ noun }) => noun === 'IntervalBlock' || noun === 'UsageSummary')
    .filter(({ self, updated }) => !known.has(`${self} ${updated}`));
  expect(missing.map(({ self }) => self)).toEqual([]);
  expect(present.filter(({ noun }) => noun === 'IntervalBlock').length).toBeGreaterThan(rounds);

  // Every version that ever was: delivered, or overtaken by one that was.
  const rows = await house.db.query<{ noun: string; self: string; updated: number }>(
    `select c.noun, '/UsagePoint/' || u.uid || '/MeterReading/' || m.uid || '/IntervalBlock/' || to_char(d.day, 'YYYYMMDD') as self,
       c.updated
     from change c
       join interval_day d on c.key = d.up_id || '/' || d.mr_no || '/' || d.day
       join usage_point u on u.id = d.up_id join meter_reading m on m.up_id = d.up_id and m.no = d.mr_no
     where u.uid in ('meterhomeelectric', 'meterflatelectric')
     union all
     select c.noun, '/UsagePoint/' || u.uid || '/UsageSummary/' || s.uid, c.updated
     from change c join usage_summary s on s.uid = c.key join usage_point u on u.id = s.up_id
     where u.uid in ('meterhomegas', 'meterflatelectric') and c.noun = 'UsageSummary'`,
  );
  const newestOf = new Map<string, number>();
  for (const { self, updated } of leaves)
    newestOf.set(self, Math.max(newestOf.get(self) ?? 0, Date.parse(updated)));
  expect(rows.length).toBeGreaterThanOrEqual(4 * rounds);
  for (const { self, updated } of rows) {
    const auth = self.includes('meterflat') ? 'authbob' : 'authfull';
    expect(newestOf.get(`/Subscription/${auth}${self}`), self).toBeGreaterThanOrEqual(updated);
  }
  const real = new Set(rows.map(({ self, updated }) => `${self} ${updated}`));
  const invented = leaves
    .filter(({ self }) => /\/Subscription\/(authbob|authfull)\//.test(self) && /meterflat|new/.test(self))
    .map(({ self, updated }) => `${self.replace(/^\/Subscription\/\w+/, '')} ${Date.parse(updated)}`)
    .filter((pair) => !real.has(pair) && Date.parse('2026-03-11T18:00:00Z') <= Number(pair.split(' ')[1]));
  expect(invented).toEqual([]);

  // Authorizations: the newest change of each, once; those that ended without data, at the end and before.
  const authorizations = all.filter(({ noun }) => noun === 'Authorization');
  for (const uid of [...kept, ...revoked]) {
    const self = `/Authorization/${uid}`;
    const [change] = await house.db.query<{ updated: number }>(
      `select updated from "authorization" where uid = $1`,
      [uid],
    );
    const told = authorizations.filter(
      (entry) => entry.self === self && Date.parse(entry.updated) === change?.updated,
    );
    expect(told.length, self).toBeGreaterThanOrEqual(1);
    if (!revoked.includes(uid)) continue;
    expect(told.length, self).toBe(1);
    expect(told[0]?.xml).toContain('<status>0</status>');
    expect(
      all.some((entry) => entry.self.startsWith(`/Subscription/${uid}/`)),
      self,
    ).toBe(false);
  }
}, 300_000);
