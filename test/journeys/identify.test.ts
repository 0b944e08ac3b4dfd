import { expect, test } from 'vitest';
import { findCustomerId } from '../../src/storage/grant-targets.ts';
import {
  actionOf,
  adaPassword,
  arrive,
  type CustomerPortal,
  giveAccount,
  newestCode,
  pages,
  useCustomerPortal,
} from '../support/customer-portal.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

let portal: CustomerPortal;
let visitor: Visitor;
useCustomerPortal((given) => {
  ({ portal, visitor } = given);
});

const identify = (fields: Record<string, string>) => visitor.post(actionOf(visitor), fields);
const consentTitle = /is asking to see your energy data$/;

test('an own account: the password opens the consent page under a new session', async () => {
  await arrive(visitor, portal.live);
  expect(visitor.page().title).toBe('Sign in to continue');
  const before = new Map(visitor.cookies);
  await visitor.get(`${visitor.page().url}?method=password`);
  await identify({ method: 'password', email: 'ADA@example.org', password: adaPassword });
  expect(visitor.page().title).toMatch(consentTitle);
  const [name = ''] = [...before.keys()].filter((key) => key.includes('customer'));
  expect(visitor.cookies.get(name)).not.toBe(before.get(name));
  // The session that was there before the sign-in is worth nothing.
  const thief = openVisitor(portal.app);
  for (const [key, value] of before) thief.cookies.set(key, value);
  await thief.get(`${pages}/sharing`);
  expect(thief.page().title).toBe('Sign in to Example Energy');
});

test('a wrong password and an unknown address look the same', async () => {
  await arrive(visitor, portal.live);
  const own = await identify({ method: 'password', email: 'ada@example.org', password: 'wrong password' });
  await visitor.get(`${own.url}?method=password`);
  const unknown = await identify({ method: 'password', email: 'nobody@example.org', password: 'wrong' });
  const words = 'The e-mail address and password do not match. Try again.';
  for (const page of [own, unknown]) {
    expect(page.status).toBe(422);
    expect(page.html).toContain(words);
  }
});

test('five wrong passwords shut the account for a while, and the page says until when', async () => {
  await arrive(visitor, portal.live);
  const bad = { method: 'password', email: 'ada@example.org', password: 'wrong' };
  const action = actionOf(visitor);
  for (let i = 0; i < 4; i++) expect((await visitor.post(action, bad)).status).toBe(422);
  const shut = await visitor.post(action, bad);
  expect(shut.status).toBe(429);
  expect(shut.html).toContain('Too many tries');
  expect(Number(shut.headers['retry-after'])).toBeGreaterThan(0);
  const right = { method: 'password', email: 'ada@example.org', password: adaPassword };
  await visitor.get(action);
  expect((await visitor.post(action, right)).status).toBe(429);
  portal.clock.advance(61_000);
  await visitor.get(action);
  expect((await visitor.post(action, right)).title).toMatch(consentTitle);
});

test('a code by e-mail: only the newest one, only in the same browser, only once', async () => {
  await arrive(visitor, portal.live);
  const login = visitor.page().url;
  await identify({ method: 'email_code', email: 'ada@example.org' });
  expect(visitor.page().title).toBe('Enter your code');
  expect(visitor.page().html).toContain('a•••@example.org');
  const first = await newestCode(portal);
  expect(portal.mailbox.at(-1)?.text).toContain('Third Party one');
  await identify({ intent: 'resend' });
  expect(visitor.page().html).toContain('We sent a new code');
  const second = await newestCode(portal);
  const other = openVisitor(portal.app);
  await other.get(`${pages}/sign-in`);
  await other.post(`${pages}/sign-in`, { method: 'email_code', email: 'ada@example.org' });
  await other.post(actionOf(other), { code: second });
  expect(other.page().html).toContain('This is not the code we sent');
  if (first !== second) {
    const wrong = await identify({ code: first });
    expect(wrong.html).toContain('4 tries left');
  }
  await identify({ code: `${second.slice(0, 3)} ${second.slice(3)}` });
  expect(visitor.page().title).toMatch(consentTitle);
  await visitor.get(`${login}/code`);
  expect(visitor.page().title).toBe('Sign in to continue');
  // What was sent no longer stands in the database.
  const [kept] = await portal.db.query<{ text: string }>(
    `select string_agg(subject || text_part || html_part, '') as text from mail where secret and state = 'sent'`,
  );
  expect(kept?.text).toBe('');
});

test('a code works ten minutes and five tries', async () => {
  await arrive(visitor, portal.live);
  await identify({ method: 'email_code', email: 'ada@example.org' });
  const code = await newestCode(portal);
  portal.clock.advance(10 * 60_000);
  expect((await identify({ code })).html).toContain('This code is too old');
  await identify({ intent: 'resend' });
  const fresh = await newestCode(portal);
  const wrong = fresh === '000000' ? '111111' : '000000';
  for (let i = 0; i < 5; i++) await identify({ code: wrong });
  expect((await identify({ code: fresh })).html).toContain('This code is too old');
});

test('an address that nobody has gets the same page, and no mail', async () => {
  await arrive(visitor, portal.live);
  await identify({ method: 'email_code', email: 'nobody@example.org' });
  expect(visitor.page().title).toBe('Enter your code');
  await portal.work();
  expect(portal.mailbox).toEqual([]);
  expect((await identify({ code: '123456' })).html).toContain('This is not the code we sent');
});

test('codes are not sent without end', async () => {
  await arrive(visitor, portal.live);
  await identify({ method: 'email_code', email: 'ada@example.org' });
  for (let i = 0; i < 4; i++) await identify({ intent: 'resend' });
  expect((await identify({ intent: 'resend' })).status).toBe(429);
  await portal.work();
  expect(portal.mailbox).toHaveLength(5);
});

const facts = [
  ['postal_code', ' 1234 5-6789', '12346'],
  ['last_name', 'EXÁMPLE', 'Sample'],
  ['meter_number', 'm home', 'M-flat'],
  ['phone', '+1 (555) 010-7777', '555 010 7778'],
] as const;
test.each(facts)(
  'the bill: account number and %s, then a code to the contact on file',
  async (fact, right, wrong) => {
    await portal.set({ identify: [{ kind: 'lookup', fact }] });
    await portal.db.query(
      `update customer_resource set data = jsonb_set(data, '{Organisation}', data -> 'Organisation' ||
       '{"phone1": {"areaCode": "555", "localNumber": "0107777"}, "electronicAddress": {"email1": "file@example.org"}}')
     where source_key = 'ada' and noun = 'Customer'`,
    );
    await portal.db.query(`update customer_account set email = null where uid = 'accountada'`);
    await arrive(visitor, portal.live);
    const action = actionOf(visitor);
    const bad = await visitor.post(action, { method: 'lookup', account: '4711-0815', fact: wrong });
    const unknown = await visitor.post(action, { method: 'lookup', account: '9999', fact: right });
    for (const page of [bad, unknown]) {
      expect(page.status).toBe(422);
      expect(page.html).toContain('We found no account with these details');
    }
    await visitor.post(action, { method: 'lookup', account: ' 4711 0815', fact: right });
    expect(visitor.page().html).toContain('f•••@example.org');
    await identify({ code: await newestCode(portal) });
    expect(visitor.page().title).toMatch(consentTitle);
    await portal.db.query(`update customer_account set email = 'ada@example.org' where uid = 'accountada'`);
  },
);

test.each([
  ['bill_total', ['111,22 $', '$111.22'], '111.23'],
  ['bill_date', ['2026-03-10', '2026/3/10'], '2026-03-11'],
] as const)('the newest bill: its %s', async (fact, rights, wrong) => {
  await portal.set({ identify: [{ kind: 'lookup', fact }] });
  for (const right of rights) {
    const own = openVisitor(portal.app);
    await arrive(own, portal.live);
    const action = actionOf(own);
    expect((await own.post(action, { method: 'lookup', account: '47110815', fact: wrong })).status).toBe(422);
    await own.post(action, { method: 'lookup', account: '47110815', fact: right });
    expect(own.page().title).toBe('Enter your code');
  }
});

test('only the ways that the utility offers count', async () => {
  await portal.set({ identify: [{ kind: 'lookup', fact: 'postal_code' }] });
  await arrive(visitor, portal.live);
  await identify({ method: 'password', email: 'ada@example.org', password: adaPassword });
  expect(visitor.page().title).toBe('Sign in to continue');
  await identify({ method: 'test', customer: 'testcustomerada' });
  expect(visitor.page().title).toBe('Sign in to continue');
});

test('in the sandbox only test customers can be picked, by nobody but by name', async () => {
  await arrive(visitor, portal.sandbox);
  expect(visitor.page().html).toContain('Ada Example');
  await identify({ method: 'password', email: 'ada@example.org', password: adaPassword });
  expect(visitor.page().title).toBe('Sign in to continue');
  await identify({ method: 'test', customer: 'accountada' });
  expect(visitor.page().title).toBe('Sign in to continue');
  await identify({ method: 'test', customer: 'testcustomerada' });
  expect(visitor.page().title).toMatch(consentTitle);
  expect(visitor.page().html).toContain('This app is being tested');
});

test('a customer who is not one of the sandbox must become one there', async () => {
  const bob = await findCustomerId(portal.db, { utilityId: portal.utilityId, name: 'bob' });
  await giveAccount(portal.db, 'accountada', [bob ?? 0]);
  await arrive(visitor, portal.live);
  await identify({ method: 'password', email: 'ada@example.org', password: adaPassword });
  expect(visitor.page().html).toContain('Bob Example');
  await arrive(visitor, portal.sandbox);
  expect(visitor.page().title).toBe('Sign in to continue');
});

test('hints of the third party fill the page in: a test customer, an account number', async () => {
  await arrive(visitor, portal.sandbox, { scope: 'FB=4_51;AdditionalScope=auth-test-test_home' });
  expect(visitor.page().title).toMatch(consentTitle);
  const other = openVisitor(portal.app);
  await arrive(other, portal.live, { scope: 'FB=4;AdditionalScope=auth-account-4711-0815' });
  expect(other.page().title).toBe('Enter your code');
  await other.post(actionOf(other), { code: await newestCode(portal) });
  expect(other.page().title).toMatch(consentTitle);
  const third = openVisitor(portal.app);
  await arrive(third, portal.live, { scope: 'FB=4;AdditionalScope=auth-account-1' });
  expect(third.page().title).toBe('Sign in to continue');
  expect(third.page().html).toContain('value="1"');
});

test('prompt=login asks somebody who is signed in once more', async () => {
  await arrive(visitor, portal.live);
  await identify({ method: 'password', email: 'ada@example.org', password: adaPassword });
  await arrive(visitor, portal.live);
  expect(visitor.page().title).toMatch(consentTitle);
  await arrive(visitor, portal.live, { prompt: 'login' });
  expect(visitor.page().title).toBe('Sign in to continue');
  await identify({ method: 'password', email: 'ada@example.org', password: adaPassword });
  expect(visitor.page().title).toMatch(consentTitle);
});

test('"not you?" lets somebody else answer the same request', async () => {
  await arrive(visitor, portal.live);
  await identify({ method: 'password', email: 'ada@example.org', password: adaPassword });
  await identify({ intent: 'switch' });
  expect(visitor.page().title).toBe('Sign in to continue');
  await identify({ method: 'password', email: 'ada@example.org', password: adaPassword });
  expect(visitor.page().title).toMatch(consentTitle);
});

test('a form of another session is refused', async () => {
  await arrive(visitor, portal.live);
  const action = actionOf(visitor);
  const answer = await visitor.post(
    action,
    { method: 'password', email: 'ada@example.org', password: adaPassword },
    { csrf: 'forged' },
  );
  expect(answer.status).toBe(403);
  await visitor.get(action);
  const foreign = await visitor.post(
    action,
    { method: 'password', email: 'ada@example.org', password: adaPassword },
    { headers: { 'sec-fetch-site': 'cross-site' } },
  );
  expect(foreign.status).toBe(403);
});

test('every page speaks French', async () => {
  const visiteur = openVisitor(portal.app, 'fr-CA');
  await arrive(visiteur, portal.live);
  expect(visiteur.page().title).toBe('Ouvrez une session pour continuer');
  await visiteur.post(actionOf(visiteur), { method: 'email_code', email: 'ada@example.org' });
  expect(visiteur.page().title).toBe('Entrez votre code');
  await portal.work();
  expect(portal.mailbox.at(-1)?.text).toContain('Entrez ce code');
});
