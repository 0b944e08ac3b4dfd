import { expect, test } from 'vitest';
import { hashPassword } from '../../src/platform/passwords.ts';
import {
  actionOf,
  adaPassword,
  arrive,
  type CustomerPortal,
  giveAccount,
  newestCode,
  pages,
  signInAda,
  useCustomerPortal,
} from '../support/customer-portal.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

const url = `${pages}/password`;
const next = 'a new kettle on the same stove';
const changed = 'Your password is changed. Everywhere else you are signed out.';

let portal: CustomerPortal;
let visitor: Visitor;
let original: string | undefined;
useCustomerPortal(async (given) => {
  ({ portal, visitor } = given);
  original ??= await hashPassword(adaPassword);
  await portal.db.query(`update customer_account set password_hash = $1 where uid = 'accountada'`, [
    original,
  ]);
  await portal.set({ identify: [{ kind: 'password' }, { kind: 'email_code' }] });
  await visitor.get(`${pages}/sign-in`);
});

/** Whether that password leads to Ada's sharing. */
async function opens(password: string): Promise<boolean> {
  const somebody = openVisitor(portal.app);
  await somebody.get(`${pages}/sign-in`);
  await somebody.post(actionOf(somebody), { method: 'password', email: 'ada@example.org', password });
  return somebody.page().url === `${pages}/sharing`;
}

test('a customer changes the password, stays signed in, and is signed out everywhere else', async () => {
  const elsewhere = openVisitor(portal.app);
  await elsewhere.get(`${pages}/sign-in`);
  await signInAda(elsewhere);
  await signInAda(visitor);
  expect(visitor.page().html).toContain(`href="${url}"`);
  expect((await visitor.get(url)).html).toContain('ada@example.org');
  for (const [fields, wrong] of [
    [{ current: 'something else', password: next }, 'current'],
    [{ current: adaPassword, password: 'short' }, 'password'],
  ] as const) {
    const page = await visitor.post(url, fields);
    expect([page.status, page.html.includes(`id="${wrong}-error"`)]).toEqual([422, true]);
  }
  expect(await opens(adaPassword)).toBe(true);
  await visitor.get(url);
  const page = await visitor.post(url, { current: adaPassword, password: next });
  expect([page.url, page.html.includes(changed)]).toEqual([url, true]);
  expect((await visitor.get(`${pages}/sharing`)).url).toBe(`${pages}/sharing`);
  expect((await elsewhere.get(`${pages}/sharing`)).url).toContain('/sign-in');
  expect([await opens(adaPassword), await opens(next)]).toEqual([false, true]);
  // The new session is one with a password too.
  expect((await visitor.get(url)).title).toBe('Your password');
  await portal.work();
  expect(portal.mailbox.map(({ to, subject }) => [to, subject])).toEqual([
    ['ada@example.org', 'Your password was changed'],
  ]);
  expect(portal.mailbox[0]?.text).toContain('tell us at once');
  const [event] = await portal.db.query(
    `select actor_kind as kind, actor, action, target, ip_address as "from" from audit_event order by id desc limit 1`,
  );
  expect(event).toEqual({
    kind: 'customer',
    actor: 'accountada',
    action: 'customer_account.password_changed',
    target: 'accountada',
    from: '127.0.0.1',
  });
});

test('who came by a code has no password to change', async () => {
  await visitor.get(`${pages}/sign-in?method=email_code`);
  await visitor.post(actionOf(visitor), { method: 'email_code', email: 'ada@example.org' });
  await visitor.post(actionOf(visitor), { code: await newestCode(portal) });
  const { url: at, html } = visitor.page();
  expect([at, html.includes(`href="${url}"`)]).toEqual([`${pages}/sharing`, false]);
  expect((await visitor.get(url)).url).toBe(`${pages}/sharing`);
  await visitor.get(`${pages}/sharing`);
  await visitor.post(url, { current: adaPassword, password: next });
  expect([await opens(adaPassword), await opens(next)]).toEqual([true, false]);
});

test('who chose one of several customers changes the password of the account', async () => {
  await giveAccount(portal.db, 'accountada', [portal.customerIds.ada, portal.customerIds.bob]);
  await signInAda(visitor);
  const choice = /name="customer"[^>]*value="([^"]+)"/.exec(visitor.page().html)?.[1] ?? '';
  expect(choice).not.toBe('');
  await visitor.post(actionOf(visitor), { method: 'choose', customer: choice });
  expect(visitor.page().url).toBe(`${pages}/sharing`);
  await visitor.get(url);
  const page = await visitor.post(url, { current: adaPassword, password: next });
  expect(page.html).toContain(changed);
});

test('a consent that is under way in another window goes on', async () => {
  await arrive(visitor, portal.live);
  await signInAda(visitor);
  const consent = visitor.page().url;
  expect(visitor.page().title).toContain('is asking to see your energy data');
  await visitor.get(url);
  expect((await visitor.post(url, { current: adaPassword, password: next })).html).toContain(changed);
  const page = await visitor.get(consent);
  expect([page.status, page.title]).toEqual([
    200,
    expect.stringContaining('is asking to see your energy data'),
  ]);
});

test('nobody tries old passwords without end, and who is not signed in finds no page', async () => {
  const stranger = openVisitor(portal.app);
  expect((await stranger.get(url)).url).toContain(`${pages}/sign-in`);
  await signInAda(visitor);
  await visitor.get(url);
  const statuses: number[] = [];
  for (let i = 0; i < 8; i++)
    statuses.push((await visitor.post(url, { current: `guess ${i}`, password: next })).status);
  expect(statuses).toContain(429);
  expect((await visitor.post(url, { current: adaPassword, password: next })).status).toBe(429);
  expect(
    await portal.db.query(`select 1 from customer_account where password_hash = $1`, [original]),
  ).toHaveLength(1);
});

test('an account that was removed meanwhile changes nothing more', async () => {
  await signInAda(visitor);
  await visitor.get(url);
  await portal.db.query(`update customer_account set uid = 'gone' where uid = 'accountada'`);
  try {
    expect((await visitor.get(url)).status).toBe(404);
    await visitor.get(`${pages}/sharing`);
    expect((await visitor.post(url, { current: adaPassword, password: next })).status).toBe(404);
  } finally {
    await portal.db.query(`update customer_account set uid = 'accountada' where uid = 'gone'`);
  }
});
