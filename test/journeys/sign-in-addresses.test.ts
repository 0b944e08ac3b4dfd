import { beforeEach, describe, expect, test } from 'vitest';
import { removeCustomerAccount } from '../../src/services/account/customer-accounts.ts';
import { findContact } from '../../src/services/customer/contact.ts';
import { customerFacts } from '../../src/services/customer/customer-facts.ts';
import { insertCustomerAccount } from '../../src/storage/customer-accounts.ts';
import { listCustomersOfEmail } from '../../src/storage/customer-identities.ts';
import {
  actionOf,
  adaPassword,
  arrive,
  type CustomerPortal,
  giveAccount,
  newestCode,
  pages,
  recordAddresses,
  useCustomerPortal,
} from '../support/customer-portal.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

let portal: CustomerPortal;
let visitor: Visitor;
const consentTitle = /is asking to see your energy data$/;
const signInTitle = 'Sign in to continue';
useCustomerPortal(async (given) => {
  ({ portal, visitor } = given);
  await portal.db.query(`update customer_resource set data = data #- '{Organisation,electronicAddress}'
    where noun = 'Customer'`);
});

const record = (key: string, addresses: Readonly<Record<string, string>>) =>
  recordAddresses(portal.db, key, addresses);

/** Asks for a code, and gives the address that it went to; undefined when none was sent. */
async function askCode(email: string, own = visitor): Promise<string | undefined> {
  portal.mailbox.length = 0;
  await arrive(own, portal.live);
  await own.post(actionOf(own), { method: 'email_code', email });
  expect(own.page().title).toBe('Enter your code');
  await portal.work();
  return portal.mailbox.at(-1)?.to;
}

const enterCode = async (own = visitor) => await own.post(actionOf(own), { code: await newestCode(portal) });

/** The customers whom the page offers, by name, with what posting each needs. */
const offered = ({ html } = visitor.page()): Map<string, string> =>
  new Map(
    [...html.matchAll(/name="customer"[^>]*value="([^"]*)"[^>]*>\s*<strong>([^<]*)</g)].map(
      ([, uid = '', name = '']) => [name, uid],
    ),
  );

describe('a code to an address of the records', () => {
  test('no account is needed, and the case of the address does not matter', async () => {
    await record('bob', { email1: 'Bob@Example.org' });
    expect(await askCode('bob@example.ORG')).toBe('bob@example.org');
    await enterCode();
    expect(visitor.page().title).toMatch(consentTitle);
    expect(visitor.page().html).toContain('Bob Example');
  });

  test('line breaks around the address in the file do not matter', async () => {
    await record('bob', { email1: ' \r\n\t', email2: '\n\t bob@example.org\r\n' });
    expect(await askCode('bob@example.org')).toBe('bob@example.org');
    await enterCode();
    expect(visitor.page().html).toContain('Bob Example');
  });

  test('the address of the newest import counts, the one before is nobody’s', async () => {
    await record('bob', { email1: 'bob@example.org' });
    await record('bob', { email1: 'robert@example.org' });
    expect(await askCode('bob@example.org')).toBeUndefined();
    expect(await askCode('robert@example.org')).toBe('robert@example.org');
  });

  test('it is the one that mails go to, and no second one', async () => {
    await record('bob', { email1: ' ', email2: 'first@example.org' });
    await portal.db.query(
      `update customer_resource set data = data || '{"contactInfo": {"electronicAddress": {"email1": "second@example.org"}}}'
       where noun = 'CustomerAccount' and customer_id = $1`,
      [portal.customerIds.bob],
    );
    const customersOf = (email: string) =>
      listCustomersOfEmail(portal.db, { utilityId: portal.utilityId, email, limit: 2 });
    const { emails } = await customerFacts(portal.db, portal.customerIds.bob);
    expect(await customersOf(emails[0] ?? '')).toEqual([portal.customerIds.bob]);
    expect([emails[0], await customersOf('second@example.org')]).toEqual(['first@example.org', []]);
    await record('bob', {});
    expect(await customersOf('second@example.org')).toEqual([portal.customerIds.bob]);
    await portal.db.query(
      `update customer_resource set data = data - 'contactInfo' where noun = 'CustomerAccount'`,
    );
  });

  test('the Customer’s own comes before that of an account which was here before the Customer', async () => {
    const { db, utilityId } = portal;
    const address = (email1: string) => ({ electronicAddress: { email1 } });
    await db.query(
      `insert into customer_resource (id, utility_id, noun, customer_id, uid, source_key, data, published, updated)
       overriding system value
       values (9100, $1, 'CustomerAccount', 9101, 'older', 'older', $2, 1, 1),
         (9101, $1, 'Customer', 9101, 'newer', 'newer', $3, 1, 1)`,
      [
        utilityId,
        { contactInfo: address('account@example.org') },
        { Organisation: address('own@example.org') },
      ],
    );
    const customersOf = (email: string) => listCustomersOfEmail(db, { utilityId, email, limit: 2 });
    const { emails } = await customerFacts(db, 9101);
    expect(emails).toEqual(['own@example.org', 'account@example.org']);
    expect(await customersOf('own@example.org')).toEqual([9101]);
    expect(await customersOf('account@example.org')).toEqual([]);
    await db.query('delete from customer_resource where id > 9000');
  });

  test('a further code goes to the address that was entered, not to another one of the same customer', async () => {
    await record('ada', { email1: 'household@example.org' });
    await askCode('household@example.org');
    await visitor.post(actionOf(visitor), { intent: 'resend' });
    expect(visitor.page().html).toContain('h•••@example.org');
    await portal.work();
    expect(portal.mailbox.map(({ to }) => to)).toEqual(['household@example.org', 'household@example.org']);
  });

  test('an address of more than ten customers is nobody’s: it stands in for many', async () => {
    const address = 'unknown@example.org';
    const add = (count: number) =>
      portal.db.query(
        `insert into customer_resource (id, utility_id, noun, customer_id, uid, source_key, data, published, updated)
         overriding system value
         select 9000 + n, $1, 'Customer', 9000 + n, 'many' || n, 'many' || n, $2, 1, 1 from generate_series(1, $3::int4) n
         on conflict do nothing`,
        [portal.utilityId, { Organisation: { electronicAddress: { email1: address } } }, count],
      );
    await add(10);
    expect(await askCode(address)).toBe(address);
    await enterCode();
    expect(offered().size).toBe(10);
    await add(11);
    portal.clock.advance(3_600_000);
    expect(await askCode(address)).toBeUndefined();
    // Mails do not go there either: to an account, or nowhere.
    const { db, utilityId, customerIds } = portal;
    const contact = async (customerId: number) => (await findContact(db, { utilityId, customerId }))?.email;
    await record('ada', { email1: address });
    expect([await contact(customerIds.ada), await contact(9001)]).toEqual(['ada@example.org', undefined]);
    await portal.db.query('delete from customer_resource where id > 9000');
  });

  test('one that is known and one that is not are refused after the same number of codes', async () => {
    const codesUntilRefused = async (email: string): Promise<number> => {
      const own = openVisitor(portal.app);
      await askCode(email, own);
      for (let codes = 1; codes < 10; codes++)
        if ((await own.post(actionOf(own), { intent: 'resend' })).status === 429) return codes;
      return Number.NaN;
    };
    await record('bob', { email1: 'bob@example.org' });
    expect(await codesUntilRefused('bob@example.org')).toBe(await codesUntilRefused('nobody@example.org'));
  });
});

describe('somebody who is several customers', () => {
  const { ada, bob } = { ada: 'Ada Example', bob: 'Bob Example' };
  const enterPassword = async (own = visitor) => {
    await arrive(own, portal.live);
    await own.post(actionOf(own), { method: 'password', email: 'ada@example.org', password: adaPassword });
  };
  beforeEach(async () => {
    const { customerIds } = portal;
    await giveAccount(portal.db, 'accountada', [customerIds.ada, customerIds.bob]);
  });

  test('chooses one after the password, told apart by account and address, and goes on as that one', async () => {
    await enterPassword();
    expect(visitor.page().title).toBe('Choose a customer');
    for (const words of ['Account 4711-0815', '1 Example Street, Springfield'])
      expect(visitor.page().html).toContain(words);
    expect([...offered().keys()]).toEqual([ada, bob]);
    await visitor.post(actionOf(visitor), { method: 'choose', customer: offered().get(bob) ?? '' });
    expect(visitor.page().title).toMatch(consentTitle);
    expect(visitor.page().html).toContain(bob);
  });

  test('is those of the account and those of the records, after a code', async () => {
    await giveAccount(portal.db, 'accountada', [portal.customerIds.ada]);
    await record('bob', { email1: 'ada@example.org' });
    await askCode('ada@example.org');
    await enterCode();
    expect([...offered().keys()]).toEqual([ada, bob]);
  });

  test('on the way to the own pages too, and comes to the page that was asked for', async () => {
    await visitor.get(`${pages}/sharing?tab=ended`);
    await visitor.post(actionOf(visitor), {
      ...{ method: 'password', email: 'ada@example.org', password: adaPassword },
    });
    await visitor.post(actionOf(visitor), { method: 'choose', customer: offered().get(ada) ?? '' });
    expect(visitor.page().url).toBe(`${pages}/sharing?tab=ended`);
  });

  test.each([
    ['password', { email: 'ada@example.org', password: adaPassword }, 'Choose a customer'],
    ['email_code', { email: 'ada@example.org' }, 'Enter your code'],
  ])(
    'may start over after %s, and still comes to the page that was asked for',
    async (method, fields, title) => {
      await visitor.get(`${pages}/sharing?tab=ended`);
      await visitor.post(actionOf(visitor), { method, ...fields });
      expect(visitor.page().title).toBe(title);
      const start = /href="([^"]*start=over)"/.exec(visitor.page().html)?.[1] ?? '';
      await visitor.get(start.replaceAll('&amp;', '&'));
      expect(visitor.page().title).toBe('Sign in to Example Energy');
      expect(decodeURIComponent(visitor.page().url)).toBe(`${pages}/sign-in?next=${pages}/sharing?tab=ended`);
    },
  );

  test('may have a further code sent, and still comes to the page that was asked for', async () => {
    await giveAccount(portal.db, 'accountada', [portal.customerIds.ada]);
    await visitor.get(`${pages}/sharing?tab=ended`);
    await visitor.post(actionOf(visitor), { method: 'email_code', email: 'ada@example.org' });
    await visitor.post(actionOf(visitor), { intent: 'resend' });
    expect(visitor.page().html).toContain('We sent a new code');
    await enterCode();
    expect(visitor.page().url).toBe(`${pages}/sharing?tab=ended`);
  });

  test('nobody is signed in before the choice, and the cookie from before is worth nothing', async () => {
    await arrive(visitor, portal.live);
    const thief = openVisitor(portal.app);
    for (const [key, value] of visitor.cookies) thief.cookies.set(key, value);
    await visitor.post(actionOf(visitor), {
      ...{ method: 'password', email: 'ada@example.org', password: adaPassword },
    });
    const { url } = visitor.page();
    await thief.get(url);
    expect(thief.page().title).not.toBe('Choose a customer');
    await visitor.get(`${pages}/sharing`);
    expect(visitor.page().title).toBe('Sign in to Example Energy');
  });

  test('cannot choose somebody else, nor later than ten minutes, nor after another request', async () => {
    await enterPassword();
    const { url } = visitor.page();
    const [stranger] = await portal.db.query<{ uid: string }>(
      `select uid from customer_resource where source_key = 'nobody'`,
    );
    const missed = await visitor.post(actionOf(visitor), { method: 'choose', customer: stranger?.uid ?? '' });
    expect([missed.status, missed.title]).toEqual([422, 'Choose a customer']);
    const uid = offered().get(bob) ?? '';
    await arrive(visitor, portal.live, { state: 'another' });
    expect(visitor.page().title).toBe(signInTitle);
    await visitor.get(url);
    expect(visitor.page().title).toBe('Choose a customer');
    portal.clock.advance(10 * 60_000);
    await visitor.post(actionOf(visitor), { method: 'choose', customer: uid });
    expect(visitor.page().title).toBe(signInTitle);
  });

  test('leaves the language of the others’ mails alone', async () => {
    const { db, utilityId, customerIds } = portal;
    const language = async (customerId: number) =>
      (await findContact(db, { utilityId, customerId }))?.language;
    const visiteur = openVisitor(portal.app, 'fr-CA');
    await enterPassword(visiteur);
    const customer = offered(visiteur.page()).get(ada) ?? '';
    await visiteur.post(actionOf(visiteur), { method: 'choose', customer });
    expect(await language(customerIds.bob)).toBe('en');
    // Ada is a test customer, too: that account is hers alone.
    expect(await language(customerIds.ada)).toBe('fr');
    const own = { uid: 'accountbob', customerIds: [customerIds.bob], email: 'bob@example.net' };
    await insertCustomerAccount(db, { ...own, utilityId, language: 'fr', created: portal.clock.now() });
    expect(await language(customerIds.bob)).toBe('fr');
    await db.query(`delete from customer_account where uid = 'accountbob'`);
  });

  test('speaks French', async () => {
    const visiteur = openVisitor(portal.app, 'fr-CA');
    await enterPassword(visiteur);
    expect(visiteur.page().title).toBe('Choisissez un client');
    expect(visiteur.page().html).toContain('Compte 4711-0815');
  });
});

describe('a way that leads to nobody is not offered', () => {
  /** The ways on the page: the open one first. */
  const ways = async (): Promise<string[]> => {
    const own = openVisitor(portal.app);
    const { html } = await own.get(`${pages}/sign-in`);
    const open = /name="method" value="(\w+)"/.exec(html)?.[1];
    return [
      ...(open === undefined ? [] : [open]),
      ...[...html.matchAll(/\?method=(\w+)"/g)].map(([, way = '']) => way),
    ];
  };

  test('each by what it needs, until nobody can sign in, and the page says so', async () => {
    const { db, utilityId } = portal;
    expect(await ways()).toEqual(['lookup', 'password', 'email_code']);
    await db.query('update customer_account set password_hash = null');
    expect(await ways()).toEqual(['lookup', 'email_code']);
    await db.query(`update customer_resource set data = data - 'accountId' where noun = 'CustomerAccount'`);
    expect(await ways()).toEqual(['email_code']);
    await removeCustomerAccount(portal, { utilityId, email: 'ada@example.org' });
    expect(await ways()).toEqual([]);
    await visitor.get(`${pages}/sign-in`);
    expect(visitor.page().html).toContain('Example Energy has not set up a way to sign in yet.');
    await arrive(visitor, portal.sandbox);
    expect(visitor.page().html).toContain('testcustomerada');
    await db.query('update customer_account set test_scenario = null');
    await visitor.get(visitor.page().url);
    expect(visitor.page().html).toContain('has no test customers for it yet');
    await record('bob', { email1: 'bob@example.org' });
    expect(await ways()).toEqual(['email_code']);
  });
});
