import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAuthorization } from '../../src/services/authorization/create-authorization.ts';
import { issueTokens } from '../../src/services/authorization/issue-tokens.ts';
import { revokeAuthorization } from '../../src/services/authorization/revoke-authorization.ts';
import { writeBatch } from '../../src/services/ingest/write-batch.ts';
import { type CustomerPortal, openCustomerPortal } from '../support/customer-portal.ts';
import { batchOf } from '../support/ingest-house.ts';
import { portalUrl } from '../support/portal.ts';
import { corrected } from '../support/seed/readings.ts';

const hour = 3_600_000;
const told = 'FB=1_3_4_5_13_15_37_39';
const base = `${portalUrl}/DataCustodian/espi/1_1/resource`;

let portal: CustomerPortal;
beforeAll(async () => {
  portal = await openCustomerPortal();
});
afterAll(async () => {
  expect(portal.errors).toEqual([]);
  await portal.close();
});
beforeEach(async () => {
  await portal.reset();
  // Nobody answers there: what stands in the outbox is what counts.
  await portal.db.query(`update client set notify_uri = 'http://127.0.0.1:1/notify' where uid = 'clientone'`);
  await portal.db.query('update "authorization" set notified_stamp = (select last_updated from utility)');
});

/** An Authorization that an operator enters, and that begins after so long. */
const enter = (scope: string, afterMs: number, input: object = {}) =>
  createAuthorization(portal, {
    utilityId: portal.utilityId,
    clientId: portal.live.id,
    meters: ['home-electric'],
    scope,
    start: Math.floor((portal.clock.now() + afterMs) / 1000),
    ...input,
  });

/** What the third party was told of an Authorization, oldest first. */
async function toldOf(uid: string): Promise<string[]> {
  await portal.work();
  const rows = await portal.db.query<{ resources: string[] }>(
    'select resources from notification order by id',
  );
  return rows.flatMap(({ resources }) => resources.filter((uri) => uri.includes(uid)));
}

async function correct(value: number): Promise<void> {
  await writeBatch(portal, {
    utility: { id: portal.utilityId },
    batch: batchOf({
      readings: [
        { usagePointKey: 'home-electric', meterReadingKey: 'in', readings: [{ ...corrected, value }] },
      ],
    }),
  });
  portal.clock.advance(60_000);
}

async function status(uid: string, token: string): Promise<number> {
  const url = `${base.slice(portalUrl.length)}/Batch/Subscription/${uid}`;
  const answer = await portal.app.inject({ url, headers: { authorization: `Bearer ${token}` } });
  return answer.statusCode;
}

test('a third party is told when an Authorization begins, not before, and can read what it is told of', async () => {
  const { uid } = await enter(told, 2 * hour);
  const [token] = await issueTokens(portal, {
    clientId: portal.live.id,
    kinds: ['access_token'],
    authorizationUid: uid,
    lifetimeSeconds: 'never',
  });
  await correct(71);
  expect(await toldOf(uid)).toEqual([]);
  expect(await status(uid, token?.token ?? '')).not.toBe(200);
  portal.clock.advance(2 * hour);
  expect(await toldOf(uid)).toEqual([`${base}/Batch/Subscription/${uid}`]);
  expect(await status(uid, token?.token ?? '')).toBe(200);
  await portal.db.query('delete from notification');
  expect(await toldOf(uid)).toEqual([]);
  await correct(72);
  expect(await toldOf(uid)).toEqual([expect.stringContaining(`/Batch/Subscription/${uid}?published-min=`)]);
});

test('of one that an operator enters and that begins at once, it is told at once', async () => {
  const { uid } = await enter(`${told.replace('37', '37_51')}_69`, 0, { customer: 'ada' });
  expect(await toldOf(uid)).toEqual([
    `${base}/Batch/Subscription/${uid}`,
    `${base}/Batch/RetailCustomer/${uid}`,
  ]);
});

test('a third party that has bulks gets one when an Authorization begins', async () => {
  await portal.db.query('delete from bulk_cursor');
  const { uid } = await enter('FB=1_3_4_5_13_15_35_37_39;BR=1', hour);
  const held = async () => {
    await portal.work();
    const rows = await portal.db.query<{ whole: boolean }>(
      `select m.whole from bulk_member m join "authorization" a on a.id = m.authorization_id
       where a.uid = $1 order by m.bulk_id`,
      [uid],
    );
    return rows.map(({ whole }) => whole);
  };
  expect(await held()).toEqual([]);
  portal.clock.advance(hour);
  expect(await held()).toEqual([true]);
  const bulks = await portal.db.query<{ resources: string[] }>('select resources from notification');
  expect(bulks.flatMap(({ resources }) => resources)).toEqual([expect.stringContaining('/Bulk/')]);
});

test.each([
  ['did not ask to be told', 'FB=1_3_4_5_13_15_37', false],
  ['was told of its end before', told, true],
])('a third party that %s is told of no beginning', async (_, scope, ends) => {
  const { uid } = await enter(scope, hour);
  if (ends) await revokeAuthorization(portal, { uid, cause: 'customer' });
  portal.clock.advance(hour);
  expect((await toldOf(uid)).filter((uri) => uri.includes('/Batch/'))).toEqual([]);
});
