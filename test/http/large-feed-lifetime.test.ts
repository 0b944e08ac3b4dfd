import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { revokeAuthorization } from '../../src/services/authorization/revoke-authorization.ts';
import { writeBatch } from '../../src/services/ingest/write-batch.ts';
import { expireFeeds } from '../../src/services/large-feed/expire-feeds.ts';
import { listLargeFeeds } from '../../src/services/large-feed/list-feeds.ts';
import { insertFeedPart } from '../../src/storage/feed-parts.ts';
import { claimJobs } from '../../src/storage/job-queue.ts';
import { claimLargeFeed, finishLargeFeed } from '../../src/storage/large-feed-builds.ts';
import { smallFeeds, workFeeds } from '../support/feed-work.ts';
import { base, type House, type TestRequest } from '../support/house.ts';
import { batchOf } from '../support/ingest-house.ts';
import {
  fetchAtOnce,
  fetchPacked,
  findableFeeds,
  openLargeFeedHouse,
  homeBatch as path,
} from '../support/large-feed-house.ts';
import { corrected } from '../support/seed/readings.ts';

const hour = 3_600_000;

let house: House;
beforeEach(async () => {
  house = await openLargeFeedHouse();
});
afterEach(async () => await house.close());

const get = (url?: string, request?: TestRequest) => fetchPacked(house, url, request);
const atOnce = () => fetchAtOnce(house);
const feeds = () => findableFeeds(house);

/** Waits until what happens after an answer has happened. */
async function settled<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 3000; i++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It did not happen');
}
const answered = () =>
  settled(async () => (await house.db.query('select 1 from large_feed where answered is not null'))[0]);
const notifications = () =>
  house.db.query<{ event: string; resources: string[] }>(
    'select event, resources from notification order by id',
  );
const correct = async (value: number): Promise<void> => {
  const [utility] = await house.db.query<{ id: number }>('select id from utility');
  const readings = [{ ...corrected, value }];
  await writeBatch(house, {
    utility: { id: utility?.id ?? 0 },
    batch: batchOf({
      readings: [{ usagePointKey: 'home-electric', meterReadingKey: 'in', readings }],
    }),
  });
};

describe('changed data', () => {
  it('do not take a finished feed from a reader that has not had it, however late it comes', async () => {
    await get();
    await workFeeds(house);
    await correct(1);
    house.clock.advance(30 * hour);
    expect((await get()).status).toBe(200);
  });

  it('have the feed written anew once it was read and an hour is over; unchanged ones stay', async () => {
    await get();
    await workFeeds(house);
    const first = await get();
    house.clock.advance(2 * hour);
    expect((await get()).headers.etag).toBe(first.headers.etag);
    await correct(2);
    expect((await get()).status).toBe(202);
    await workFeeds(house);
    const second = await get();
    expect([second.status, second.headers.etag === first.headers.etag]).toEqual([200, false]);
    expect(gunzipSync(second.bytes).toString()).toBe(await atOnce());
    expect(gunzipSync(second.bytes).toString()).toContain('<value>2</value>');
  });

  it('of others leave it as it is', async () => {
    await get(path, { token: house.tokens.full });
    await workFeeds(house);
    const first = await get();
    house.clock.advance(2 * hour);
    await house.db.query('update utility set last_updated = last_updated + 1000');
    const second = await get();
    expect([second.status, second.headers.etag]).toEqual([200, first.headers.etag]);
    expect(await workFeeds(house)).toBe(0);
  });
});

describe('workers', () => {
  it('that die are followed by others; what the dead one still writes is refused', async () => {
    await get();
    const [job] = await claimJobs(house.db, {
      shares: [{ kinds: ['build-feed'], limit: 1 }],
      now: house.clock.now(),
      lockedUntil: house.clock.now() + 60_000,
    });
    const id = Number(job?.payload.feedId);
    const dead = await claimLargeFeed(house.db, { id, now: house.clock.now() });
    const part = { feedId: id, attempt: dead?.attempt ?? 0, bytes: Buffer.from('half'), entriesDone: 1 };
    expect(await insertFeedPart(house.db, { ...part, no: 0 })).toBe(true);
    expect((await get()).status).toBe(202);
    expect(await workFeeds(house)).toBe(0);

    house.clock.advance(61_000);
    expect(await workFeeds(house)).toBe(1);
    expect(await insertFeedPart(house.db, { ...part, no: 1 })).toBe(false);
    const ending = {
      id,
      attempt: dead?.attempt ?? 0,
      identity: 'x',
      etag: '"x"',
      entries: 1,
      now: 0,
      expires: 1,
    };
    expect(await finishLargeFeed(house.db, ending)).toBe(false);
    const answer = await get();
    expect(gunzipSync(answer.bytes).toString()).toBe(await atOnce());
    const parts = await house.db.query<{ attempt: number }>('select distinct attempt from large_feed_part');
    expect(parts).toEqual([{ attempt: 2 }]);
  });

  it('that write the same feed at the same time leave one, whole', async () => {
    await get();
    const other = { ...house, clock: { ...house.clock, now: () => house.clock.now() + 61_000 } };
    await Promise.all([workFeeds(house), workFeeds(other)]);
    await house.db.query('update job set locked_until = null');
    await workFeeds(house);
    expect(gunzipSync((await get()).bytes).toString()).toBe(await atOnce());
  });

  it('show how far they are', async () => {
    await get();
    const [utility] = await house.db.query<{ id: number }>('select id from utility');
    const list = async () => (await listLargeFeeds(house, { utilityId: utility?.id ?? 0, page: 1 })).rows;
    const [feed] = await feeds();
    const claimed = await claimLargeFeed(house.db, { id: feed?.id ?? 0, now: house.clock.now() });
    const half = Math.floor((claimed?.entries ?? 0) / 2);
    expect((await list())[0]).toMatchObject({ stage: 'queued', percent: 0, authorizationUid: 'authfull' });
    const attempt = claimed?.attempt ?? 0;
    await insertFeedPart(house.db, {
      feedId: claimed?.id ?? 0,
      attempt,
      no: 0,
      bytes: Buffer.alloc(10),
      entriesDone: half,
    });
    const [shown] = await list();
    expect(shown?.percent).toBeGreaterThan(40);
    expect(shown?.percent).toBeLessThan(60);
    expect(shown?.bytes).toBe(10);
    await workFeeds(house);
    expect((await list())[0]).toMatchObject({ stage: 'ready', percent: 100, clientUid: 'clientone' });
  });

  it('that fail are waited for as long as the next try takes', async () => {
    await get();
    await house.db.query(`update job set run_at = $1, last_error = 'no' where kind = 'build-feed'`, [
      house.clock.now() + 90_000,
    ]);
    expect(Number((await get()).headers['retry-after'])).toBe(91);
    const [utility] = await house.db.query<{ id: number }>('select id from utility');
    const { rows } = await listLargeFeeds(house, { utilityId: utility?.id ?? 0, page: 1 });
    expect(rows).toMatchObject([{ stage: 'failed', error: 'no', due: house.clock.now() + 90_000 }]);
  });

  it('that kill their workers are waited for likewise, and stand as failed', async () => {
    await get();
    const lease = 60_000;
    const claim = (now: number) =>
      claimJobs(house.db, { shares: [{ kinds: ['build-feed'], limit: 1 }], now, lockedUntil: now + lease });
    // Begun four times, at 0, 1, 2 and 4 minutes; the wait that follows is shorter by the key of the job, but not under a minute.
    for (let n = 0; n < 5; n++) {
      await claim(house.clock.now());
      house.clock.advance(lease);
    }
    expect(await claim(house.clock.now())).toEqual([]);
    expect(Number((await get()).headers['retry-after'])).toBeGreaterThan(60);
    const [utility] = await house.db.query<{ id: number }>('select id from utility');
    const { rows } = await listLargeFeeds(house, { utilityId: utility?.id ?? 0, page: 1 });
    expect(rows).toMatchObject([
      { stage: 'failed', error: expect.stringContaining('the worker that did it was lost') },
    ]);
  });

  /** An import that began an hour before the last change, and said then that it is at work. */
  const beginImport = async (runningUntil: number): Promise<void> => {
    await house.db.query(
      `insert into import_run (utility_id, file_name, started, running_until)
       select id, 'night.xml', $1, $2 from utility`,
      [Date.parse('2026-03-11T05:00:00Z'), runningUntil],
    );
    house.clock.set(Date.parse('2026-03-11T07:00:00Z'));
  };

  it('wait while an import writes data of the Authorization, but not for ever', async () => {
    await beginImport(Date.parse('2026-03-11T08:00:00Z'));
    await get();
    expect(await workFeeds(house)).toBe(1);
    const waiting = await get();
    expect([waiting.status, Number(waiting.headers['retry-after'])]).toEqual([202, 11]);
    house.clock.advance(16 * 60_000);
    await workFeeds(house);
    expect((await get()).status).toBe(200);
  });

  it('wait for an import that was killed for a minute at most', async () => {
    await beginImport(Date.parse('2026-03-11T07:01:00Z'));
    await get();
    await workFeeds(house);
    expect((await get()).status).toBe(202);
    house.clock.advance(60_000);
    await workFeeds(house);
    expect((await get()).status).toBe(200);
  });
});

describe('an Authorization that ends', () => {
  it('takes its feeds with it, those that are being written too, and leaves the bulk without it', async () => {
    await get();
    await workFeeds(house);
    await get(`${path}?published-min=2026-01-01T00:00:00Z`);
    await get('/Bulk/bulkone', { token: house.tokens.client });
    await revokeAuthorization(house, { uid: 'authfull', cause: 'customer' });
    expect((await get()).status).toBe(401);
    const bulks = [{ uri: `${base}/Bulk/bulkone` }];
    expect(await feeds()).toMatchObject(bulks);
    expect((await get('/Bulk/bulkone', { token: house.tokens.client })).status).toBe(202);
    await workFeeds(house);
    expect(await feeds()).toMatchObject(bulks);
    const bulk = await get('/Bulk/bulkone', { token: house.tokens.client });
    expect(gunzipSync(bulk.bytes).toString()).not.toContain('/Subscription/authfull/');
    await expireFeeds(house);
    const left = await house.db.query<{ id: number }>('select distinct feed_id as id from large_feed_part');
    expect(left).toHaveLength(1);
  });

  it('by the clock alone is in no bulk any more', async () => {
    const end = Math.floor(house.clock.now() / 1000) + 3600;
    await house.db.query(`update "authorization" set end_ts = $1 where uid = 'authfull'`, [end]);
    await get('/Bulk/bulkone', { token: house.tokens.client });
    await workFeeds(house);
    const before = await get('/Bulk/bulkone', { token: house.tokens.client });
    expect(gunzipSync(before.bytes).toString()).toContain('/Subscription/authfull/');
    house.clock.advance(hour);
    expect((await get('/Bulk/bulkone', { token: house.tokens.client })).status).toBe(202);
    await workFeeds(house);
    const after = await get('/Bulk/bulkone', { token: house.tokens.client });
    expect(gunzipSync(after.bytes).toString()).not.toContain('/Subscription/authfull/');
  });
});

describe('what is kept', () => {
  it('is over after two days', async () => {
    await get();
    await workFeeds(house);
    house.clock.advance(smallFeeds.keepMs - 1);
    expect((await get()).status).toBe(200);
    expect(await expireFeeds(house)).toBe(0);
    house.clock.advance(1);
    expect(await expireFeeds(house)).toBe(1);
    expect(await house.db.query('select 1 from large_feed_part')).toEqual([]);
    expect((await get()).status).toBe(202);
  });

  it('is found no more when its time is over, also before it is deleted', async () => {
    await get();
    await workFeeds(house);
    house.clock.advance(smallFeeds.keepMs);
    expect((await get()).status).toBe(202);
    await workFeeds(house);
    expect((await get()).status).toBe(200);
  });

  it('is not more than the quota: what was read makes room, what was not is 429', async () => {
    const window = (day: number): string => `${path}?published-min=2026-01-0${day}T00:00:00Z`;
    for (const day of [1, 2, 3]) expect((await get(window(day))).status).toBe(202);
    const refused = await get(window(4));
    expect([refused.status, refused.json().error]).toEqual([429, 'too_many_requests']);
    expect(Number(refused.headers['retry-after'])).toBe(smallFeeds.keepMs / 1000);
    expect((await get(window(1))).status).toBe(202);
    const other = await house.fetch('/Batch/Subscription/authbeta', { token: house.tokens.beta });
    expect(other.status).toBe(202);
    await workFeeds(house);
    expect((await get(window(2))).status).toBe(200);
    expect((await get(window(4))).status).toBe(202);
    expect((await get(window(1))).status).toBe(200);
  });
});

describe('the notification', () => {
  it('comes once, after the 202 has left and the feed is there, and names what can be fetched', async () => {
    const url = `${path}?published-min=2026-01-01T01:00:00%2B01:00&published-max=2099-01-01T00:00:00Z`;
    await get(url);
    await answered();
    expect(await notifications()).toEqual([]);
    await workFeeds(house);
    const resources = [`${base}${path}?published-min=2026-01-01T00:00:00Z`];
    expect(await notifications()).toEqual([{ event: 'batch_ready', resources }]);
    const told = await get(resources[0]?.slice(base.length));
    expect(told.status).toBe(200);
    expect(told.bytes.equals((await get(url)).bytes)).toBe(true);
    expect(await notifications()).toHaveLength(1);
  });

  it('waits for the 202 when the feed is finished before it has left', async () => {
    await get();
    await answered();
    await house.db.query('update large_feed set answered = null');
    await workFeeds(house);
    expect(await notifications()).toEqual([]);
    const { noteAnswered } = await import('../../src/services/large-feed/note-answered.ts');
    const [feed] = await feeds();
    await noteAnswered(house, { feedId: feed?.id ?? 0 });
    await noteAnswered(house, { feedId: feed?.id ?? 0 });
    expect(await notifications()).toHaveLength(1);
  });
});
