import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseBatchList } from '../../src/espi/batch-list.ts';
import { writeBatch } from '../../src/services/ingest/write-batch.ts';
import {
  notifyOfRegistration,
  replaceNotifySecret,
  resumeNotifications,
  sendTestNotification,
} from '../../src/services/notification/notify-settings.ts';
import { replayNotification } from '../../src/services/notification/replay-notification.ts';
import { type CustomerPortal, openCustomerPortal } from '../support/customer-portal.ts';
import { portalUrl } from '../support/portal.ts';
import { firstBatch, secondBatch } from '../support/seed/batches.ts';
import { at } from '../support/seed/readings.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let portal: CustomerPortal;
let server: Server;
let received: Received[];
let status: number;
let start: number;
const context = () => ({ ...portal, publicUrl: portalUrl, secretKey: Buffer.alloc(32, 7) });
const base = `${portalUrl}/DataCustodian/espi/1_1/resource`;

beforeAll(async () => {
  portal = await openCustomerPortal();
  start = portal.clock.now();
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('noted');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(async () => {
  server.close();
  await portal.close();
});
beforeEach(async () => {
  portal.clock.set(start);
  await portal.reset();
  received = [];
  status = 200;
  const { port } = server.address() as AddressInfo;
  await portal.db.query(`update client set notify_uri = $1 where uid = 'clientone'`, [
    `http://127.0.0.1:${port}/notify`,
  ]);
  await portal.db.query(
    `update "authorization" set notified_stamp = (select last_updated from utility), notified_at = null`,
  );
});
afterEach(() => {
  expect(portal.errors).toEqual([]);
});

const rows = () =>
  portal.db.query<{
    uid: string;
    event: string;
    state: string;
    tries: number;
    last_status: number;
    last_error: string;
  }>('select uid, event, state, tries, last_status, last_error from notification order by id');
const uris = () => received.flatMap(({ body }) => parseBatchList(body));

async function sendTest(): Promise<string> {
  return (await sendTestNotification(context(), { clientId: portal.live.id })) ?? '';
}

test('a POST of a BatchList, signed so that the receiver knows the sender', async () => {
  const secret = await replaceNotifySecret(context(), { clientId: portal.live.id, overlapMs: 0 });
  const uid = await sendTest();
  await portal.work();
  const [one] = received;
  expect(received).toHaveLength(1);
  expect(one?.headers['content-type']).toMatch(/^application\/xml/);
  expect(parseBatchList(one?.body ?? '')).toEqual([`${base}/ApplicationInformation/clientone`]);
  expect(one?.headers['webhook-id']).toBe(uid);
  expect(one?.headers['webhook-timestamp']).toBe(String(start / 1000));
  const signed = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(`${uid}.${start / 1000}.${one?.body}`)
    .digest('base64');
  expect(one?.headers['webhook-signature']).toBe(`v1,${signed}`);
  expect(await rows()).toMatchObject([
    { uid, event: 'test', state: 'delivered', tries: 1, last_status: 200 },
  ]);
});

test('while an old secret counts, both sign', async () => {
  await replaceNotifySecret(context(), { clientId: portal.live.id, overlapMs: 0 });
  await replaceNotifySecret(context(), { clientId: portal.live.id, overlapMs: 3_600_000 });
  await sendTest();
  await portal.work();
  portal.clock.advance(3_600_001);
  await sendTest();
  await portal.work();
  const signatures = received.map(({ headers }) => String(headers['webhook-signature']).split(' ').length);
  expect(signatures).toEqual([2, 1]);
});

test.each([204, 202])('%i is taken', async (code) => {
  status = code;
  await sendTest();
  await portal.work();
  expect(await rows()).toMatchObject([{ state: 'delivered' }]);
});

test.each([500, 404, 302])('%i is tried again, ever more seldom, for three days', async (code) => {
  status = code;
  await sendTest();
  await portal.work();
  expect(await rows()).toMatchObject([{ state: 'waiting', tries: 1, last_status: code }]);
  await portal.work();
  expect(received).toHaveLength(1);
  for (const minutes of [1, 5, 15, 60]) {
    portal.clock.advance(minutes * 60_000);
    await portal.work();
  }
  expect(received).toHaveLength(5);
  for (let hours = 0; hours < 80; hours++) {
    portal.clock.advance(3_600_000);
    await portal.work();
  }
  expect(await rows()).toMatchObject([{ state: 'failed', last_status: code }]);
  const tries = received.length;
  expect(tries).toBeLessThan(16);
  portal.clock.advance(24 * 3_600_000);
  await portal.work();
  expect(received).toHaveLength(tries);
});

test('a receiver that comes back gets what it missed', async () => {
  status = 503;
  await sendTest();
  await portal.work();
  status = 200;
  portal.clock.advance(60_000);
  await portal.work();
  expect(await rows()).toMatchObject([{ state: 'delivered', tries: 2 }]);
});

test('an address that may not be called fails at once, with the reason', async () => {
  await portal.db.query(`update client set notify_uri = 'https://10.0.0.1/notify' where uid = 'clientone'`);
  await sendTest();
  await portal.work();
  expect(await rows()).toMatchObject([{ state: 'failed', last_error: '10.0.0.1 is not a public address' }]);
});

test('410 pauses: nothing more is sent, the owner gets a mail, resuming and replaying work', async () => {
  status = 410;
  const first = await sendTest();
  await portal.work();
  const second = await sendTest();
  await portal.work();
  expect(received).toHaveLength(1);
  expect((await rows()).map(({ state }) => state)).toEqual(['failed', 'dropped']);
  expect(portal.mailbox).toMatchObject([
    { to: 'dev@solarcompass.example', subject: 'Notifications of Third Party one are paused' },
  ]);
  await expect(replayNotification(portal, { clientId: portal.live.id, uid: first })).rejects.toThrow(
    'paused',
  );
  status = 200;
  await resumeNotifications(portal, { clientId: portal.live.id });
  for (const uid of [first, second])
    expect(await replayNotification(portal, { clientId: portal.live.id, uid })).toBe(true);
  await portal.work();
  expect((await rows()).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  expect(received.slice(1).map(({ headers }) => headers['webhook-id'])).toEqual([first, second]);
  await expect(replayNotification(portal, { clientId: portal.sandbox.id, uid: first })).rejects.toThrow(
    'There is no notification',
  );
});

test('new data: one notification per touched authorization that asked for it, with the time of the data', async () => {
  const utility = { id: portal.utilityId };
  const changed = secondBatch.readings[0]?.readings.at(-1);
  if (changed === undefined) throw new Error('The seed has no readings');
  const from = at('2026-03-20T00:00');
  const batch = {
    ...secondBatch,
    usageSummaries: [],
    readings: [
      {
        usagePointKey: 'home-electric',
        meterReadingKey: 'in',
        readings: [0, 1, 2].map((i) => ({
          ...changed,
          start: from + i * 3600,
          duration: 3600,
          value: 100 + i,
        })),
      },
    ],
  };
  await writeBatch(portal, { utility, batch });
  await portal.work();
  expect(received).toEqual([]);
  portal.clock.advance(15_000);
  await portal.work();
  const told = uris().map((uri) => new URL(uri));
  const names = told.map(({ pathname }) => pathname.split('/').slice(-2).join('/')).sort();
  // Bills alone, a range that is over, and another customer are not concerned.
  expect(names).toEqual(['Subscription/authfull', 'Subscription/authintervals']);
  for (const url of told) {
    expect(url.pathname).toContain('/Batch/');
    expect(url.searchParams.get('published-min')).toBe('2026-03-20T00:00:00Z');
    expect(url.searchParams.get('published-max')).toBe('2026-03-20T03:00:00Z');
  }
  // The third party finds exactly these readings there.
  const link = told.find(({ pathname }) => pathname.endsWith('authfull'));
  const answer = await portal.app.inject({
    url: `${link?.pathname}${link?.search}`,
    headers: { authorization: `Bearer ${portal.tokens.full}` },
  });
  expect(answer.payload.match(/<(?:\w+:)?IntervalReading>/g)).toHaveLength(3);
  // The same import again changes nothing, and tells nobody.
  received = [];
  await writeBatch(portal, { utility, batch });
  portal.clock.advance(60_000);
  await portal.work();
  expect(received).toEqual([]);
});

test('changed customer data: only where they are shared', async () => {
  const resources = firstBatch.customerResources.map((one) =>
    one.sourceKey === 'ada-account' ? { ...one, value: { ...one.value, billingCycle: 'weekly' } } : one,
  );
  await writeBatch(portal, {
    utility: { id: portal.utilityId },
    batch: { ...secondBatch, readings: [], usageSummaries: [], customerResources: resources },
  });
  portal.clock.advance(60_000);
  await portal.work();
  const told = uris().sort();
  expect(told.length).toBeGreaterThan(0);
  for (const uri of told) expect(uri).toMatch(/\/Batch\/RetailCustomer\/auth(full|ranged)$/);
});

test('an approval: the ApplicationInformation', async () => {
  await portal.db.transaction(
    async (tx) => await notifyOfRegistration({ ...context(), tx }, { clientId: portal.live.id }),
  );
  await portal.work();
  expect(uris()).toEqual([`${base}/ApplicationInformation/clientone`]);
});

test('a third party without an address is not told, and nothing piles up', async () => {
  await portal.db.query(`update client set notify_uri = null`);
  expect(await sendTest()).toBe('');
  expect(await rows()).toEqual([]);
});
