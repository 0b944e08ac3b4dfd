import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extendPlaces } from '../../src/services/demo/extend-places.ts';
import { deliverMail } from '../../src/services/mail/deliver-mail.ts';
import { countUtility, findFirstSteps, findReadingAge } from '../../src/storage/operator-figures.ts';
import { textAt } from '../conformance/atom-document.ts';
import { addressOf } from '../conformance/atom-rules.ts';
import { customerFaults } from '../conformance/customer-rules.ts';
import { commonFaults, intervalFaults, orderFaults, summaryFaults } from '../conformance/usage-rules.ts';
import { addThirdParty, type Journey, openJourney } from '../support/journey.ts';
import { openPages } from '../support/portal.ts';
import { signUp } from '../support/portal-people.ts';
import { registrationForm, shownSecrets } from '../support/registering.ts';
import { hasShared } from '../support/shared.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';
import { validateXsd } from '../support/xsd.ts';

const day = 86_400_000;
const now = Date.parse('2026-11-24T15:00:00Z');

interface Made {
  readonly created: boolean;
  readonly customers: readonly { readonly id: string; readonly name: string; readonly scenario: string }[];
  readonly firstDay: string;
  readonly lastDay: string;
}

describe('test customers of a utility of one’s own, an hour and a half east of New York', () => {
  const base = '/DataCustodian/rock';
  let journey: Journey;
  let app: FastifyInstance;
  let errors: object[];
  let developer: Visitor;
  let registration: string;
  beforeAll(async () => {
    journey = await openJourney();
    journey.clock.set(now);
    ({ app, errors } = await openPages(journey));
    const zone = ['--time-zone', 'America/St_Johns', '--currency', '124'];
    await journey.json('utility', 'create', 'rock', '--name', 'Rock Power', ...zone);
    developer = openVisitor(app);
    await signUp(journey, developer, 'dev@compass.example', 'rock');
    await developer.get(`${base}/developers/register`);
    const scope = 'FB=1_3_4_5_8_10_12_15_16_28_51_53_54_55_56_57_58_59_60_61_62_70;BlockDuration=daily';
    const page = await developer.post(
      `${base}/developers/register`,
      { ...registrationForm, scope },
      { multipart: true },
    );
    expect(shownSecrets(page.html)).toHaveLength(2);
    registration = page.url.replace(/\/keys.*/, '');
  });
  afterAll(async () => {
    expect(errors).toEqual([]);
    await app.close();
    await journey.close();
  });

  const listed = async (): Promise<string> => (await developer.get(`${registration}/test-customers`)).html;

  it('are not there at first, and are made by one command', async () => {
    expect(await listed()).toContain('This utility has no test customers yet.');
    const made = await journey.json<Made>('utility', 'test-customers');
    expect(made).toMatchObject({ created: true, firstDay: '2025-10-24', lastDay: '2026-11-23' });
    expect(made.customers.map(({ scenario }) => scenario)).toEqual(
      expect.arrayContaining(['solar', 'flat', 'commercial', 'clock_change', 'gaps', 'empty', 'closed']),
    );
    const html = await listed();
    for (const { name } of made.customers) expect(html).toContain(name);
  });

  it('are told apart from real ones by their keys and account numbers', async () => {
    const rows = await journey.db.query<{ key: string }>(
      `select source_key as key from customer_resource where noun = 'Customer'
       union all select source_key from usage_point
       union all select lower(data ->> 'accountId') from customer_resource where noun = 'CustomerAccount'`,
    );
    expect(rows.length).toBeGreaterThan(30);
    for (const { key } of rows) expect(key).toMatch(/^test-/);
  });

  it('share with an app in the sandbox at a click: feeds in the utility’s own clock and currency', async () => {
    const [{ id } = { id: '' }] = (await journey.json<Made>('utility', 'test-customers')).customers;
    const page = await developer.post(`${registration}/test-customers`, {
      intent: 'authorize',
      customer: id,
    });
    const [token = ''] = shownSecrets(page.html);
    const [authorization] = await journey.db.query<{ uid: string }>(
      'select uid from "authorization" where test',
    );
    const batch = `/Batch/Subscription/${authorization?.uid}`;
    const feed = await journey.read(
      `${batch}?published-min=2026-11-08T05:00:00Z&published-max=2026-11-12T05:00:00Z`,
      token,
    );
    for (const faults of [commonFaults, intervalFaults, summaryFaults, orderFaults])
      expect(faults(feed)).toEqual([]);
    const all = (noun: string, ...path: string[]): string[] => [
      ...new Set(
        feed.entries
          .filter(({ content }) => content.name === noun)
          .map(({ content }) => textAt(content, ...path) ?? ''),
      ),
    ];
    expect(all('LocalTimeParameters', 'tzOffset')).toEqual(['-12600']);
    expect(all('ReadingType', 'currency')).toEqual(['124']);
    expect(all('UsageSummary', 'currency')).toEqual(['124']);
    // A day begins at the utility's midnight: 3:30 in UTC.
    expect(all('IntervalBlock', 'interval', 'start').map((start) => Number(start) % 86_400)).toEqual(
      expect.arrayContaining([12_600]),
    );
    const points = await journey.read(`/Subscription/${authorization?.uid}/UsagePoint`, token);
    const customer = await journey.read(`/Batch/RetailCustomer/${authorization?.uid}`, token);
    const addresses = points.entries.map((entry) => addressOf(entry, 'self'));
    expect(customerFaults(customer, addresses)).toEqual([]);
    if (!hasShared) return;
    for (const path of [batch, `/Batch/RetailCustomer/${authorization?.uid}`])
      expect(validateXsd((await journey.ask(path, token)).text, '4.0')).toEqual([]);
  });

  it('are no way in for anybody else', async () => {
    const { client_id } = await addThirdParty(journey, 'Acme');
    const visitor = openVisitor(app);
    const query = new URLSearchParams({
      response_type: 'code',
      client_id,
      scope: 'FB=4_5',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
    await visitor.get(`/DataCustodian/oauth/authorize?${query}`);
    expect(visitor.page().html).toContain('Rock Power has not set up a way to sign in yet.');
  });

  it('are given no password, with which they would be customers like any other', async () => {
    await expect(
      journey.run('customer', 'account', 'password', 'test-solar-home@rock.example'),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('invented for the sandbox'),
    });
  });

  it('are no readings of the utility in the figures of its operators', async () => {
    const [{ id } = { id: 0 }] = await journey.db.query<{ id: number }>('select id from utility');
    expect(await findFirstSteps(journey.db, id)).toMatchObject({ imported: false, tested: true });
    expect(await findReadingAge(journey.db, { utilityId: id, sinceDay: '2026-11-01' })).toEqual({
      newest: null,
      fresh: 0,
    });
    expect(await countUtility(journey.db, { utilityId: id, now, weekAgo: now - 7 * day })).toMatchObject({
      meters: 0,
    });
  });

  it('get each day that passes, and nothing else is written again', async () => {
    const blocks = async (): Promise<Map<string, number>> => {
      const rows = await journey.db.query<{ key: string; updated: number }>(
        `select u.source_key || ' ' || d.mr_no || ' ' || d.day as key, d.updated
         from interval_day d join usage_point u on u.id = d.up_id`,
      );
      return new Map(rows.map(({ key, updated }) => [key, updated]));
    };
    expect(await extendPlaces(journey)).toBe(0);
    const before = await blocks();
    // Twenty past midnight in St. John's: in New York it is still the day before.
    journey.clock.set(Date.parse('2026-11-25T03:50:00Z'));
    expect(await extendPlaces(journey)).toBe(1);
    const after = await blocks();
    const fresh = [...after.keys()].filter((key) => !before.has(key));
    expect(fresh.length).toBeGreaterThan(10);
    for (const key of fresh) expect(key).toMatch(/ 2026-11-24$/);
    for (const [key, updated] of before) expect([key, after.get(key)]).toEqual([key, updated]);
    journey.clock.set(now + 20 * day);
    const again = await journey.json<Made>('utility', 'test-customers');
    expect(again).toMatchObject({ created: false, firstDay: '2025-10-24', lastDay: '2026-12-13' });
    const { stdout, stderr } = await journey.run('utility', 'test-customers', 'rock');
    expect(stdout).toMatch(/^scenario +name +id\n/);
    expect(stderr).toContain('There: 10 test customers, readings from 2025-10-24 to 2026-12-13.');
  });

  it('get no mail, though there is a mail server', async () => {
    const mails = await journey.db.query<{ id: number; to: string }>(
      `select id, to_address as to from mail where to_address like '%rock.example'`,
    );
    const sent: string[] = [];
    const mailTransport = {
      send: async ({ to }: { to: string }) => void sent.push(to),
      close: () => undefined,
    };
    const [own] = await journey.db.query<{ id: number }>(
      `insert into mail (uid, utility_id, created, to_address, subject, language, text_part, html_part, secret)
       select 'mail' || n, u.id, 1, a, 's', 'en', 't', 'h', false
       from utility u, (values (1, 'Test-Solar-Home@ROCK.example '), (2, 'a.real.person@rock.example')) as t(n, a)
       order by n returning id`,
    );
    for (let id = own?.id ?? 0; id < (own?.id ?? 0) + 2; id++)
      await deliverMail({ ...journey, mailTransport }, { mailId: id });
    for (const { id } of mails) await deliverMail({ ...journey, mailTransport }, { mailId: id });
    expect(sent).toEqual(['a.real.person@rock.example']);
    const states = await journey.db.query<{ state: string }>(
      `select distinct state from mail where to_address ilike 'test-%rock.example%'`,
    );
    expect(states).toEqual([{ state: 'kept' }]);
  });
});

/** A journey with utilities that have no customers yet. */
async function withUtilities(
  zones: Readonly<Record<string, string>>,
  work: (journey: Journey) => Promise<void>,
): Promise<void> {
  const journey = await openJourney();
  try {
    journey.clock.set(now);
    for (const [slug, zone] of Object.entries(zones))
      await journey.json('utility', 'create', slug, '--name', slug, '--time-zone', zone);
    await work(journey);
  } finally {
    await journey.close();
  }
}

it.each([
  ['customer', `a customer test-gas already`],
  ['meter', `a meter test-gas-gas already`],
])('a real %s with one of their keys is not opened to the sandbox: nothing is made', async (kind, words) => {
  await withUtilities({ town: 'America/Toronto' }, async (journey) => {
    const csv = journey.file(
      'real.csv',
      `meter,customer,start,duration,value,unit\n${kind === 'meter' ? 'gas-gas' : 'm1'},${kind === 'customer' ? 'test-gas' : 'ada'},2026-01-10T05:00:00Z,900,1,kWh\n`,
    );
    await journey.json('import', csv);
    if (kind === 'meter') await journey.db.query(`update usage_point set source_key = 'test-gas-gas'`);
    const before = await journey.db.query('select count(*)::int4 as n from customer_resource');
    await expect(journey.run('utility', 'test-customers')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(words),
    });
    expect(await journey.db.query('select count(*)::int4 as n from customer_resource')).toEqual(before);
    expect(await journey.db.query('select 1 from customer_account')).toEqual([]);
  });
});

it('keep their own clock when the utility’s is set another way, and miss no day', async () => {
  await withUtilities({ town: 'America/New_York', other: 'America/Toronto' }, async (journey) => {
    const { lastDay } = await journey.json<Made>('utility', 'test-customers', 'town');
    await journey.json('utility', 'set', 'town', '--time-zone', 'Pacific/Auckland');
    const added: number[] = [];
    for (let passed = 1; passed <= 3; passed++) {
      journey.clock.set(now + passed * day);
      added.push(await extendPlaces(journey), await extendPlaces(journey));
    }
    expect([lastDay, added]).toEqual(['2026-11-23', [1, 0, 1, 0, 1, 0]]);
  });
});

it('of one utility that cannot be added to keep those of another one not waiting', async () => {
  await withUtilities({ a: 'America/New_York', b: 'America/Toronto' }, async (journey) => {
    for (const slug of ['a', 'b']) await journey.json('utility', 'test-customers', slug);
    await journey.db.query(
      `update usage_point set time_zone = 'Nowhere/Else' where source_key = 'test-solar-home-electric'
       and utility_id = (select id from utility where slug = 'a')`,
    );
    journey.clock.set(now + day);
    await expect(extendPlaces(journey)).rejects.toThrow(/could not be added/);
    const days = await journey.db.query<{ slug: string; last: string }>(
      `select u.slug, max(d.day) as last from interval_day d join usage_point p on p.id = d.up_id
         join utility u on u.id = p.utility_id group by u.slug order by u.slug`,
    );
    expect(days).toEqual([
      { slug: 'a', last: '2026-11-23' },
      { slug: 'b', last: '2026-11-24' },
    ]);
  });
});

it('a utility whose clock is never changed has no test customer for it, and two utilities have their own', async () => {
  await withUtilities({ desert: 'America/Phoenix', north: 'America/Toronto' }, async (journey) => {
    const desert = await journey.json<Made>('utility', 'test-customers', 'desert');
    expect(desert.customers.map(({ scenario }) => scenario)).not.toContain('clock_change');
    expect(desert.customers).toHaveLength(9);
    const north = await journey.json<Made>('utility', 'test-customers', 'north');
    expect(north.customers).toHaveLength(10);
    expect(north.customers.filter(({ id }) => desert.customers.some((one) => one.id === id))).toEqual([]);
    const again = await journey.json<Made>('utility', 'test-customers', 'desert');
    expect(again).toEqual({ ...desert, created: false });
  });
});
