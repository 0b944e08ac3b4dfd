import { expect, test } from 'vitest';
import {
  actionOf,
  arrive,
  type CustomerPortal,
  giveAccount,
  pages,
  signInAda,
  useCustomerPortal,
} from '../support/customer-portal.ts';
import { basic } from '../support/oauth.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

let portal: CustomerPortal;
let visitor: Visitor;
useCustomerPortal(async (given) => {
  ({ portal, visitor } = given);
  await portal.set({ identify: [{ kind: 'password' }] });
});

const choices = {
  meter: ['meterhomeelectric', 'meterhomegas'],
  kind: ['customer'],
  history: '24',
  duration: 'until',
  until: '2027-03-11',
};

/** Ada in front of the consent page. */
async function ask(parameters: Record<string, string | undefined> = {}, own = visitor): Promise<void> {
  await arrive(own, portal.live, parameters);
  await signInAda(own);
}

const decide = (fields: Record<string, string | readonly string[]>, own = visitor) =>
  own.post(actionOf(own), { decision: 'share', ...choices, ...fields });

/** Where the browser was sent. */
const location = ({
  headers,
}: {
  headers: Visitor['page'] extends () => infer P ? (P extends { headers: infer H } ? H : never) : never;
}) => new URL(String(headers.location));

const evidence = () => portal.db.query<Record<string, unknown>>('select * from consent_evidence order by id');

async function redeem(url: URL) {
  const answer = await portal.app.inject({
    method: 'POST',
    url: `${pages}/oauth/token`,
    headers: { authorization: basic(portal.live), 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      grant_type: 'authorization_code',
      code: url.searchParams.get('code') ?? '',
      redirect_uri: portal.live.redirectUri,
    }).toString(),
  });
  return answer.json<{
    access_token: string;
    scope: string;
    authorizationURI: string;
    refresh_token: string;
  }>();
}

const batch = async (uid: string, token: string, kind = 'Subscription') =>
  (
    await portal.app.inject({
      url: `/DataCustodian/espi/1_1/resource/Batch/${kind}/${uid}`,
      headers: { authorization: `Bearer ${token}` },
    })
  ).statusCode;

test('the page shows who asks, for what, which meters and which data, and sends no form-action', async () => {
  await ask();
  const { html, headers, title } = visitor.page();
  expect(title).toBe('Third Party one is asking to see your energy data');
  for (const words of [
    'Solar Compass Inc.',
    'to size a rooftop solar system',
    'Registration is not an endorsement',
    '1 Example Street, Springfield',
    'meter M-home',
    'account ending in 0815',
    'Energy use over time',
    'Bills and costs',
    'Account and service address',
    'value="2027-03-11"',
    'app.example',
    'a•••@example.org',
  ])
    expect(html).toContain(words);
  expect(headers['content-security-policy']).not.toContain('form-action');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['cache-control']).toBe('no-store');
  // Personal data are the customer's to add.
  expect(/value="customer"[^>]*checked/.test(html)).toBe(false);
});

test('personal data that the app needs are no choice: shared with the rest, or nothing is', async () => {
  const marked = (needs: boolean) =>
    portal.db.query(
      `update client set profile = profile || jsonb_build_object('needsCustomerData', $1::boolean)
       where uid = 'clientone'`,
      [needs],
    );
  await marked(true);
  try {
    await ask();
    expect(visitor.page().html).not.toContain('value="customer"');
    expect((await redeem(location(await decide({ kind: [] })))).scope).toBe('FB=4_16_51');
  } finally {
    await marked(false);
  }
});

test('sharing everything that was asked: 303 to the third party, the scope byte for byte, data at once', async () => {
  await ask();
  const answer = await decide({});
  expect(answer.status).toBe(303);
  const back = location(answer);
  expect(back.origin).toBe('https://app.example');
  expect(back.searchParams.get('state')).toBe('s1');
  const tokens = await redeem(back);
  expect(tokens.scope).toBe('FB=4_16_51');
  const uid = tokens.authorizationURI.split('/').at(-1) ?? '';
  expect(await batch(uid, tokens.access_token)).toBe(200);
  expect(await batch(uid, tokens.access_token, 'RetailCustomer')).toBe(200);
  const [row] = await evidence();
  expect(row).toMatchObject({
    decision: 'share',
    language: 'en',
    identified_by: 'password',
    text_version: '2026-11-24',
    ip_address: '127.0.0.1',
  });
  expect(row?.user_agent).toContain('lightMyRequest');
  expect(row?.choices).toMatchObject({
    requestedScope: 'FB=4_16_51',
    meters: ['meterhomeelectric', 'meterhomegas'],
    dataKinds: ['intervals', 'usageSummaries', 'customer'],
  });
});

test('less than was asked: no personal data, one meter, a year, one time', async () => {
  await ask();
  const back = location(await decide({ kind: [], meter: ['meterhomegas'], history: '12', duration: 'once' }));
  const tokens = await redeem(back);
  expect(tokens.scope).toMatch(/^FB=4_16;HistoryLength=31\d{6};PreferredAuthEndDate=\d+$/);
  const uid = tokens.authorizationURI.split('/').at(-1) ?? '';
  expect(await batch(uid, tokens.access_token, 'RetailCustomer')).toBe(403);
  const [row] = await portal.db.query<Record<string, unknown>>(
    `select a.end_ts - a.start_ts as seconds, a.duration, array(select u.uid from authorization_usage_point p
       join usage_point u on u.id = p.up_id where p.authorization_id = a.id) as meters
     from "authorization" a where uid = $1`,
    [uid],
  );
  expect(row).toEqual({ seconds: 86_400, duration: 'once', meters: ['meterhomegas'] });
  portal.clock.advance(86_401_000);
  expect(await batch(uid, tokens.access_token)).toBe(401);
  portal.clock.advance(-86_401_000);
});

test("somebody else's meters and kinds that were not asked for do not count", async () => {
  await ask({ scope: 'FB=4' });
  const none = await decide({ meter: ['meterflatelectric'] });
  expect(none.status).toBe(422);
  expect(none.html).toContain('Choose at least one meter.');
  const back = location(
    await decide({ meter: ['meterflatelectric', 'meterhomegas'], kind: ['customer', 'usageSummaries'] }),
  );
  expect((await redeem(back)).scope).toBe('FB=4');
});

test.each([
  [{ meter: [] }, 'Choose at least one meter.'],
  [{ duration: '' }, 'Choose one of the answers.'],
  [{ until: 'tomorrow' }, 'Enter a date such as'],
  [{ until: '2027-02-30' }, 'Enter a date such as'],
  [{ until: '2026-03-11' }, 'Choose a date within the range shown.'],
  [{ until: '2036-03-11' }, 'Choose a date within the range shown.'],
])('a form with %j is shown again with a summary, and keeps what was chosen', async (fields, words) => {
  await ask();
  const page = await decide({ history: '12', kind: ['customer'], ...fields });
  expect(page.status).toBe(422);
  expect(page.html).toContain(words);
  expect(page.html).toContain('<title>Error: ');
  expect(/value="12"[^>]*checked|checked[^>]*value="12"/.test(page.html)).toBe(true);
  expect(/value="customer"[^>]*checked|checked[^>]*value="customer"/.test(page.html)).toBe(true);
  expect(await evidence()).toEqual([]);
});

test('declining: 303 with access_denied, no authorization, evidence all the same', async () => {
  await ask();
  const answer = await visitor.post(actionOf(visitor), { decision: 'decline' });
  expect(answer.status).toBe(303);
  const back = location(answer);
  expect(back.searchParams.get('error')).toBe('access_denied');
  expect(back.searchParams.get('state')).toBe('s1');
  expect((await evidence()).map(({ decision, authorization_id }) => [decision, authorization_id])).toEqual([
    ['decline', null],
  ]);
});

test('what the third party fixed is shown, not offered', async () => {
  const scope = 'FB=4_51;AdditionalScope=historical-1y_ongoing-2026-12-31_meters-all_noedit';
  await ask({ scope });
  expect(visitor.page().html).not.toMatch(/type="(?:checkbox|radio|date)"/);
  expect(visitor.page().html).toContain('Until December 31, 2026');
  const back = location(
    await visitor.post(actionOf(visitor), { decision: 'share', meter: [], duration: 'until_stopped' }),
  );
  const tokens = await redeem(back);
  expect(tokens.scope).toBe(scope);
});

test('no redirect_uri: sharing ends on the receipt, declining on a page of ours', async () => {
  await portal.db.query('delete from redirect_uri where client_id = $1', [portal.live.id]);
  try {
    await ask({ redirect_uri: undefined });
    await decide({});
    expect(visitor.page().title).toBe('Your data are now shared');
    expect(visitor.page().html).toContain('Continue to Third Party one');
    await arrive(visitor, portal.live, { redirect_uri: undefined });
    await visitor.post(actionOf(visitor), { decision: 'decline' });
    expect(visitor.page().title).toBe('Nothing was shared');
  } finally {
    await portal.db.query(
      `insert into redirect_uri (client_id, uri, state, since) values ($1, $2, 'approved', 0)`,
      [portal.live.id, portal.live.redirectUri],
    );
  }
});

test('an unknown, expired, decided or foreign request is a page of ours, never a redirect', async () => {
  const over = async (own: Visitor, url: string) => {
    const page = await own.get(url);
    expect(page.status).toBe(400);
    expect(page.title).toBe('You were away for a while');
  };
  await over(visitor, `${pages}/oauth/authorize/${'x'.repeat(43)}`);
  await ask();
  const url = actionOf(visitor);
  await over(openVisitor(portal.app), url);
  portal.clock.advance(16 * 60_000);
  await over(visitor, url);
  portal.clock.advance(-16 * 60_000);
  await visitor.get(url);
  const form = { csrf: visitor.page().csrf };
  await visitor.post(url, { decision: 'decline' });
  const twice = await visitor.post(url, { decision: 'share', ...choices }, form);
  expect(twice.status).toBe(400);
  expect(await evidence()).toHaveLength(1);
});

test('a decision without the form of the session is refused', async () => {
  await ask();
  const url = actionOf(visitor);
  for (const options of [{ csrf: 'forged' }, { headers: { 'sec-fetch-site': 'cross-site' } }]) {
    await visitor.get(url);
    expect((await visitor.post(url, { decision: 'share', ...choices }, options)).status).toBe(403);
  }
  expect(await evidence()).toEqual([]);
});

test('a customer without a meter that can be shared is told so, and sent back', async () => {
  const [nobody] = await portal.db.query<{ id: number }>(
    `select id from customer_resource where source_key = 'nobody'`,
  );
  await giveAccount(portal.db, 'accountada', [nobody?.id ?? 0]);
  await ask();
  expect(visitor.page().title).toBe('There is nothing to share yet');
  const back = location(await visitor.post(actionOf(visitor), { decision: 'decline' }));
  expect(back.searchParams.get('error')).toBe('access_denied');
});

test('services that the utility does not share are there with the reason', async () => {
  await portal.set({ identify: [{ kind: 'password' }], serviceKinds: [0] });
  await ask();
  expect(visitor.page().html).toContain('Example Energy does not share data of this service yet.');
  const back = location(await decide({}));
  const { authorizationURI } = await redeem(back);
  const [row] = await portal.db.query<{ count: number }>(
    `select count(*)::int4 as count from authorization_usage_point p join "authorization" a on a.id = p.authorization_id
     where a.uid = $1`,
    [authorizationURI.split('/').at(-1)],
  );
  expect(row?.count).toBe(1);
});

test.each([
  ['en', 'You share your energy data with Third Party one', 'until you stop'],
  ['fr-CA', 'Vous partagez vos données d’énergie avec Third Party one', 'cesser'],
])('the receipt is mailed in the language of the page: %s', async (language, subject) => {
  const own = openVisitor(portal.app, language);
  await ask({}, own);
  await decide({}, own);
  await portal.work();
  const [mail] = portal.mailbox;
  expect(mail?.to).toBe('ada@example.org');
  expect(mail?.subject).toBe(subject);
  expect(mail?.text).toContain('1 Example Street, Springfield');
  expect(mail?.text).toMatch(
    /http:\/\/localhost:8080\/DataCustodian\/example\/sharing\/\w{20}\/stop\/mail\?key=[0-9a-f]{24}/,
  );
  expect(mail?.html).toContain('<table>');
  expect(portal.mailbox).toHaveLength(1);
});

test('where no address is on file the page asks for one, and the receipt goes there', async () => {
  await portal.db.query(`update customer_account set email = null where uid = 'accountada'`);
  await portal.set({ identify: [{ kind: 'test' }] });
  await arrive(visitor, portal.live);
  await visitor.post(actionOf(visitor), { method: 'test', customer: 'testcustomerada' });
  expect((await decide({ receipt_email: 'no address' })).html).toContain('Enter an e-mail address');
  await decide({ receipt_email: 'mine@example.net' });
  await portal.work();
  expect(portal.mailbox.map(({ to }) => to)).toEqual(['mine@example.net']);
  await portal.db.query(`update customer_account set email = 'ada@example.org' where uid = 'accountada'`);
});
