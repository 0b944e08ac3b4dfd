import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resourceRoot } from '../../src/espi/resources.ts';
import { createApp } from '../../src/http/app.ts';
import { createDemo, type DemoFacts } from '../../src/services/demo/create-demo.ts';
import type { Database } from '../../src/storage/database.ts';
import { insertInstallation } from '../../src/storage/installation.ts';
import { type DocumentFact, readDocument, textAt } from '../conformance/atom-document.ts';
import { addressOf } from '../conformance/atom-rules.ts';
import { customerFaults } from '../conformance/customer-rules.ts';
import {
  commonFaults,
  intervalFaults,
  orderFaults,
  qualityFaults,
  summaryFaults,
} from '../conformance/usage-rules.ts';
import { testClock } from '../support/clock.ts';
import { openTestDatabase } from '../support/database.ts';
import { hasShared } from '../support/shared.ts';
import { validateXsd } from '../support/xsd.ts';

const publicUrl = 'https://dc.example';
let db: Database;
let facts: DemoFacts;
let app: Awaited<ReturnType<typeof createApp>>;

beforeAll(async () => {
  db = await openTestDatabase();
  const clock = testClock(Date.parse('2026-11-24T15:00:00Z'));
  const secretKey = Buffer.alloc(32, 7);
  await insertInstallation(db, '6f1c3c0e-3d0b-4a5e-9b0a-0c4de1f0a2b3');
  facts = await createDemo({ db, clock, secretKey });
  const log = { info: () => undefined, error: () => undefined };
  app = await createApp({ db, clock, publicUrl, secretKey, log });
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const get = async (
  path: string,
  token: string,
): Promise<{ statusCode: number; payload: string; rawPayload: Buffer }> =>
  await app.inject({ url: resourceRoot + path, headers: { authorization: `Bearer ${token}` } });
const grantOf = (customer: string): { uid: string; accessToken: string } => {
  const found = facts.thirdParty.authorizations.find((authorization) => authorization.customer === customer);
  if (found === undefined) throw new RangeError(`no grant of ${customer}`);
  return found;
};
async function feed(path: string, token: string): Promise<DocumentFact> {
  const { statusCode, payload } = await get(path, token);
  expect(statusCode).toBe(200);
  if (hasShared)
    for (const version of ['4.0', '3.3', '4.0-closed'] as const) {
      // The customer namespace of 3.3 has no Statement.
      if (version === '3.3' && path.includes('RetailCustomer')) continue;
      expect(validateXsd(payload, version)).toEqual([]);
    }
  return readDocument(payload);
}

describe('the feeds of the demo', () => {
  // Holds a bill of each meter of the home.
  const window = '?published-min=2026-11-08T05:00:00Z&published-max=2026-11-12T05:00:00Z';

  it.each(['solar-home', 'flat'])('usage data of %s keep the rules', async (customer) => {
    const { uid, accessToken } = grantOf(customer);
    const path = customer === 'flat' ? window.replace('11-12', '11-18') : window;
    const document = await feed(`/Batch/Subscription/${uid}${path}`, accessToken);
    for (const faults of [commonFaults, intervalFaults, summaryFaults, orderFaults])
      expect(faults(document)).toEqual([]);
  });

  it('the business has demand and power quality', async () => {
    const { uid, accessToken } = grantOf('bakery');
    const path = `/Batch/Subscription/${uid}?published-min=2026-10-01T04:00:00Z&published-max=2026-10-09T04:00:00Z`;
    const document = await feed(path, accessToken);
    for (const faults of [commonFaults, intervalFaults, summaryFaults, qualityFaults, orderFaults])
      expect(faults(document)).toEqual([]);
    const series = document.entries
      .filter(({ content }) => content.name === 'ReadingType')
      .map(({ content }) =>
        ['accumulationBehaviour', 'commodity', 'flowDirection', 'kind', 'uom']
          .map((name) => textAt(content, name))
          .join(),
      );
    expect(series.sort()).toEqual(['12,1,1,12,61', '12,1,1,12,63', '12,1,1,37,38', '4,1,1,12,72']);
  });

  it('every block of the home has a cost: function block 12', async () => {
    const { uid, accessToken } = grantOf('solar-home');
    const { entries } = await feed(`/Batch/Subscription/${uid}${window}`, accessToken);
    const blocks = entries.filter(({ content }) => content.name === 'IntervalBlock');
    expect(blocks.length).toBeGreaterThanOrEqual(4 * 4);
    expect(blocks.filter(({ content }) => textAt(content, 'IntervalReading', 'cost') === undefined)).toEqual(
      [],
    );
  });

  it.each(['solar-home', 'bakery'])('customer data of %s keep the rules', async (customer) => {
    const { uid, accessToken } = grantOf(customer);
    const points = await feed(`/Subscription/${uid}/UsagePoint`, accessToken);
    const addresses = points.entries.map((entry) => addressOf(entry, 'self'));
    const document = await feed(`/Batch/RetailCustomer/${uid}`, accessToken);
    expect(customerFaults(document, addresses)).toEqual([]);
    const nouns = new Set(document.entries.map(({ content }) => content.name));
    for (const noun of [
      'Customer',
      'CustomerAccount',
      'CustomerAgreement',
      'ServiceSupplier',
      'ProgramDateIdMappings',
      'ServiceLocation',
      'Meter',
      'EndDevice',
      'Statement',
    ])
      expect([noun, nouns.has(noun)]).toEqual([noun, true]);
  });

  it('a bill comes as a PDF', async () => {
    const { statusCode, rawPayload } = await get(`/Non-ESPI/${facts.billFileUid}`, facts.tokens.access_token);
    expect(statusCode).toBe(200);
    expect(rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('nobody sees what is not theirs', async () => {
    const [home, other] = [grantOf('solar-home'), grantOf('bakery')];
    const paths = [
      `/Batch/Subscription/${home.uid}`,
      `/Subscription/${home.uid}/UsagePoint/${facts.meterUid}`,
      `/Batch/RetailCustomer/${home.uid}`,
      `/Non-ESPI/${facts.billFileUid}`,
    ];
    for (const path of paths)
      expect([path, (await get(path, other.accessToken)).statusCode]).toEqual([path, 404]);
    const { uid, accessToken } = grantOf('flat');
    expect((await get(`/Batch/RetailCustomer/${uid}`, accessToken)).payload).not.toContain('Juniper');
    const [stranger] = await db.query<{ uid: string }>(
      `select uid from usage_point where source_key = 'plain-home-electric'`,
    );
    const strange = `/Subscription/${home.uid}/UsagePoint/${stranger?.uid}`;
    expect((await get(strange, home.accessToken)).statusCode).toBe(404);
  });

  it('the third party sees its registration and its three authorizations', async () => {
    const document = await feed('/Authorization', facts.tokens.client_access_token);
    expect(document.entries).toHaveLength(3);
    const own = await feed(
      `/ApplicationInformation/${facts.applicationUid}`,
      facts.tokens.registration_access_token,
    );
    expect(textAt(own.entries[0]?.content ?? { name: '', text: '', children: [] }, 'client_name')).toBe(
      facts.thirdParty.name,
    );
  });
});
