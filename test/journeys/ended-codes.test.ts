import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  changeCustomerPassword,
  createCustomerAccount,
  removeCustomerAccount,
} from '../../src/services/account/customer-accounts.ts';
import { enterCode } from '../../src/services/customer/enter-code.ts';
import { sendStopCode } from '../../src/services/customer/stop-by-mail.ts';
import {
  actionOf,
  type CustomerPortal,
  newestCode,
  pages,
  recordAddresses,
  useCustomerPortal,
} from '../support/customer-portal.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

let portal: CustomerPortal;
let visitor: Visitor;
const signInTitle = 'Sign in to Example Energy';
const ownTitle = 'My data sharing';
useCustomerPortal((given) => {
  ({ portal, visitor } = given);
});

const record = (key: string, email1: string) => recordAddresses(portal.db, key, { email1 });

/** Shows who they are, on the way to the own pages. */
async function identify(fields: Record<string, string>, own = visitor): Promise<void> {
  await own.get(`${pages}/sharing`);
  await own.post(actionOf(own), fields);
}

/** The page that somebody comes to who goes to the own pages after this form. */
async function homeAfter(fields: Record<string, string>, own = visitor): Promise<string> {
  await own.post(actionOf(own), fields);
  await own.get(`${pages}/sharing`);
  return own.page().title;
}

describe.each([
  ['an address that was entered', { method: 'email_code', email: 'tenant@example.org' }],
  ['the address on file', { method: 'lookup', account: '4711-0815', fact: '12345-6789' }],
])('a code to %s, and an import that brings another address', (_, fields) => {
  beforeEach(async () => {
    await portal.set({ identify: [{ kind: 'lookup', fact: 'postal_code' }, { kind: 'email_code' }] });
    await record('ada', 'tenant@example.org');
    await identify(fields);
    expect(visitor.page().title).toBe('Enter your code');
  });

  test('it signs in while the address stays', async () => {
    expect(await homeAfter({ code: await newestCode(portal) })).toBe(ownTitle);
  });

  test('it signs nobody in, and looks like a wrong one', async () => {
    const code = await newestCode(portal);
    await record('ada', 'next@example.org');
    await visitor.post(actionOf(visitor), { code });
    expect(visitor.page().html).toContain('This is not the code we sent');
    expect(await homeAfter({ code })).toBe(signInTitle);
  });

  test('a further one is not sent, also when the first one is too old', async () => {
    await portal.work();
    await record('ada', 'next@example.org');
    portal.clock.advance(10 * 60_000);
    await visitor.post(actionOf(visitor), { intent: 'resend' });
    await portal.work();
    expect(portal.mailbox.map(({ to }) => to)).toEqual(['tenant@example.org']);
  });
});

describe('an account of two customers', () => {
  const email = 'family@example.org';
  const password = 'a few words in a row';
  beforeEach(async () => {
    const { utilityId } = portal;
    await createCustomerAccount(portal, {
      ...{ utilityId, email, password },
      customers: ['ada', 'bob'],
      language: 'en',
    });
  });
  afterEach(async () => {
    await portal.db.query('delete from customer_account where email = $1', [email]);
  });
  const remove = () => removeCustomerAccount(portal, { utilityId: portal.utilityId, email });
  const change = () =>
    changeCustomerPassword(portal, { utilityId: portal.utilityId, email, password: 'other words in a row' });
  const endings = [
    ['a new password', change],
    ['its removal', remove],
  ] as const;

  test.each(endings)('%s ends a choice that is open', async (_, end) => {
    await identify({ method: 'password', email, password });
    expect(visitor.page().title).toBe('Choose a customer');
    const customer = /name="customer"[^>]*value="([^"]*)"/.exec(visitor.page().html)?.[1] ?? '';
    await end();
    expect(await homeAfter({ method: 'choose', customer })).toBe(signInTitle);
  });

  test.each(endings)('%s ends a code that was sent, and nobody else’s', async (_, end) => {
    const stranger = openVisitor(portal.app);
    await record('nobody', 'stranger@example.org');
    await identify({ method: 'email_code', email: 'stranger@example.org' }, stranger);
    const strangersCode = await newestCode(portal);
    await identify({ method: 'email_code', email });
    const code = await newestCode(portal);
    await end();
    await visitor.post(actionOf(visitor), { code });
    expect(visitor.page().title).toBe(signInTitle);
    expect(await homeAfter({ code: strangersCode }, stranger)).toBe(ownTitle);
  });

  test('its removal leaves the code of who stops sharing from a mail to another address', async () => {
    const { utilityId, customerIds } = portal;
    const attempt = { utilityId, ipAddress: '192.0.2.1', sessionHash: 'of the browser with the mail' };
    let code = '';
    const mailOf = (props: { readonly code: string }) => {
      code = props.code;
      return { subject: 'Code', text: code, html: code };
    };
    const order = { ...attempt, language: 'en', mailOf };
    const link = {
      thirdPartyName: 'Third Party one',
      customerId: customerIds.bob,
      email: 'mine@example.net',
    };
    await sendStopCode(portal, order, link);
    await remove();
    expect(await enterCode(portal, { ...attempt, code })).toMatchObject({ customerIds: [customerIds.bob] });
  });
});
