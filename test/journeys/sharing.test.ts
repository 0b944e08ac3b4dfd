import { expect, test, vi } from 'vitest';
import { issueToken } from '../../src/services/authorization/issue-token.ts';
import {
  actionOf,
  type CustomerPortal,
  newestCode,
  pages,
  signInAda,
  useCustomerPortal,
} from '../support/customer-portal.ts';
import type { Visitor } from '../support/visitor.ts';

let portal: CustomerPortal;
let visitor: Visitor;
let start: number;
useCustomerPortal(async (given) => {
  ({ portal, visitor } = given);
  start = portal.clock.now();
  await portal.set({ identify: [{ kind: 'password' }] });
});

const day = 86_400_000;

/** An authorization of Ada with a token that reads it. */
async function share(name: string, change: Record<string, unknown> = {}): Promise<string> {
  const columns = {
    status: 1,
    ended: null,
    end_cause: null,
    end_ts: null,
    last_read: null,
    start_ts: start / 1000 - 100,
    ...change,
  };
  await portal.db.query(
    `update "authorization" set ${Object.keys(columns)
      .map((column, i) => `${column} = $${i + 2}`)
      .join(', ')}, reminded = null, end_reminded = null, receipt_email = null where uid = $1`,
    [`auth${name}`, ...Object.values(columns)],
  );
  const [row] = await portal.db.query<{ id: number; clientId: number }>(
    `select id, client_id as "clientId" from "authorization" where uid = $1`,
    [`auth${name}`],
  );
  const issued = await issueToken(portal, {
    kind: 'access_token',
    clientId: row?.clientId ?? 0,
    authorizationId: row?.id,
    lifetimeSeconds: 'never',
  });
  return issued.token;
}

const read = async (name: string, token: string, path = `/Subscription/auth${name}/UsagePoint`) =>
  (
    await portal.app.inject({
      url: `/DataCustodian/espi/1_1/resource${path}`,
      headers: { authorization: `Bearer ${token}` },
    })
  ).statusCode;

const signIn = async (): Promise<void> => {
  await visitor.get(`${pages}/sharing`);
  await signInAda(visitor);
};

test('the list says who reads what, when it last did, and what is over', async () => {
  await share('full', { last_read: start - day, last_read_kinds: ['IntervalBlock feed'] });
  await share('intervals', { status: 0, ended: start - 2 * day, end_cause: 'operator' });
  await signIn();
  const { html, title } = visitor.page();
  expect(title).toBe('My data sharing');
  expect(html).toContain('Energy use over time');
  expect(html).toMatch(/Active \(\d\)/);
  expect(html).toContain('March 10, 2026');
  const ended = await visitor.get(`${pages}/sharing?tab=ended`);
  expect(ended.html).toContain('Example Energy ended it.');
  expect(ended.html).not.toContain('Stop sharing<');
});

test('what a third party has read stands in the list, in both languages, also when it is over', async () => {
  const tokens = {
    full: await share('full'),
    bills: await share('bills'),
    customer: await share('customer'),
  };
  expect(await read('full', tokens.full, '/Batch/Subscription/authfull')).toBe(200);
  expect(await read('full', tokens.full, '/ReadingType')).toBe(200);
  expect(await read('bills', tokens.bills)).toBe(200);
  expect(await read('customer', tokens.customer, '/Batch/RetailCustomer/authcustomer')).toBe(200);
  // Written down a second later: answers never wait for it.
  await vi.waitFor(
    async () =>
      expect(
        await portal.db.query(
          `select uid from "authorization" where last_read is not null
             and uid in ('authfull', 'authbills', 'authcustomer')`,
        ),
      ).toHaveLength(3),
    { timeout: 30_000, interval: 100 },
  );
  const whatWasRead = async (tab: string, language: string): Promise<string[]> => {
    const { status, html } = await visitor.get(`${pages}/sharing?tab=${tab}&lang=${language}`);
    expect(status).toBe(200);
    return [...html.matchAll(/(?:Last read|Dernière lecture)<\/dt><dd><time[^>]*>[^<]*<\/time>([^<]*)/g)].map(
      ([, what = '']) => what.replace(/^\u00a0?: /, ''),
    );
  };
  await signIn();
  const english = [
    '',
    'Account and service address',
    'Energy use over time · Bills and costs · Power quality',
  ];
  expect((await whatWasRead('active', 'en')).sort()).toEqual(english);
  expect(await whatWasRead('active', 'fr')).toHaveLength(3);
  await portal.db.query(
    `update "authorization" set status = 0, ended = $1, end_cause = 'third_party' where last_read is not null`,
    [start],
  );
  expect((await whatWasRead('ended', 'en')).sort()).toEqual(english);
  expect((await whatWasRead('ended', 'fr')).sort()).toEqual([
    '',
    'Compte et adresse de service',
    'Consommation d’énergie au fil du temps · Factures et coûts · Qualité de l’alimentation',
  ]);
});

test('stopping takes one page; the very next request is refused; customer and third party are told', async () => {
  const token = await share('full');
  await portal.db.query(
    `update client set notify_uri = 'https://app.example/notify' where uid = 'clientone'`,
  );
  expect(await read('full', token)).toBe(200);
  await signIn();
  await visitor.get(`${pages}/sharing/authfull/stop`);
  expect(visitor.page().title).toBe('Stop sharing with Third Party one?');
  expect(await read('full', token)).toBe(200);
  await visitor.post(`${pages}/sharing/authfull/stop`, { reason: 'worried' });
  expect(await read('full', token)).toBe(401);
  expect(visitor.page().title).toBe('Third Party one can no longer read your data');
  expect(visitor.page().html).toContain('We are telling Third Party one now.');
  const [row] = await portal.db.query(
    `select end_cause, end_note from "authorization" where uid = 'authfull'`,
  );
  expect(row).toEqual({ end_cause: 'customer', end_note: 'worried' });
  await portal.work();
  expect(portal.mailbox.map(({ subject }) => subject)).toEqual([
    'Third Party one can no longer read your energy data',
  ]);
  const [told] = await portal.db.query<{ event: string; resources: string[] }>(
    'select event, resources from notification',
  );
  expect(told).toEqual({
    event: 'authorization_ended',
    resources: ['http://localhost:8080/DataCustodian/espi/1_1/resource/Authorization/authfull'],
  });
  await visitor.get(`${pages}/authorizations/authfull/receipt`);
  expect(visitor.page().title).toBe('Receipt for sharing that has ended');
  await visitor.get(`${pages}/sharing/authfull/stop`);
  expect(visitor.page().title).toBe('Receipt for sharing that has ended');
});

test("another customer's sharing is not there", async () => {
  const token = await share('bob');
  await signIn();
  for (const path of ['sharing/authbob/stop', 'authorizations/authbob/receipt', 'sharing/authbob/stop'])
    expect((await visitor.get(`${pages}/${path}`)).status).toBe(404);
  await visitor.get(`${pages}/sharing`);
  expect((await visitor.post(`${pages}/sharing/authbob/stop`, {})).status).toBe(404);
  expect(await read('bob', token)).toBe(200);
});

test('the link of a mail stops sharing with a code, without an account', async () => {
  const token = await share('full');
  await portal.db.query(
    `update "authorization" set receipt_email = 'mine@example.net' where uid = 'authfull'`,
  );
  await portal.db.query(
    `insert into job (kind, payload) select 'authorization_event',
       jsonb_build_object('authorizationId', id, 'event', 'granted') from "authorization" where uid = 'authfull'`,
  );
  await portal.work();
  const link = /\/DataCustodian\/\S+\/stop\/mail\?key=\w+/.exec(portal.mailbox[0]?.text ?? '')?.[0] ?? '';
  expect((await visitor.get(link.replace(/key=.*/, `key=${'0'.repeat(24)}`))).status).toBe(404);
  expect((await visitor.get(link.replace('authfull', 'authbob'))).status).toBe(404);
  await visitor.get(link);
  expect(visitor.page().title).toBe('Stop sharing with Third Party one?');
  expect(visitor.page().html).not.toContain('example.net');
  await visitor.post(actionOf(visitor), {});
  expect(visitor.page().html).toContain('m•••@example.net');
  await visitor.post(actionOf(visitor), { intent: 'resend' });
  expect(visitor.page().html).toContain('We sent a new code');
  await visitor.post(actionOf(visitor), { code: await newestCode(portal) });
  expect(visitor.page().title).toBe('Stop sharing with Third Party one?');
  await visitor.post(`${pages}/sharing/authfull/stop`, { reason: '' });
  expect(await read('full', token)).toBe(401);
});

test('signing out closes the pages', async () => {
  await signIn();
  await visitor.post(`${pages}/sign-out`, {});
  await visitor.get(`${pages}/sharing`);
  expect(visitor.page().title).toBe('Sign in to Example Energy');
});

test('sharing ends by itself: at its end, and after a year without a read', async () => {
  await share('full', { end_ts: start / 1000 + 60 });
  await share('intervals', { last_read: start });
  await share('bills', { last_read: start - 364 * day, published: start - 400 * day, start_ts: 1 });
  const causes = async () =>
    await portal.db.query(
      `select uid, end_cause as cause from "authorization"
       where uid in ('authfull', 'authintervals', 'authbills') and status = 0 order by uid`,
    );
  await portal.db.query(
    `insert into job (kind, payload, key) values ('end-overdue', '{}', 'regular:end-overdue')`,
  );
  await portal.work();
  expect(await causes()).toEqual([]);
  portal.clock.advance(61_000);
  await portal.work();
  expect(await causes()).toEqual([{ uid: 'authfull', cause: 'expired' }]);
  expect(portal.mailbox.at(-1)?.text).toMatch(/It came to the end that you\s+had chosen\./);
  portal.clock.advance(day);
  await portal.work();
  expect(await causes()).toEqual([
    { uid: 'authbills', cause: 'idle' },
    { uid: 'authfull', cause: 'expired' },
  ]);
  // Once: the next rounds mail nothing.
  const mails = portal.mailbox.length;
  portal.clock.advance(day);
  await portal.work();
  expect(portal.mailbox).toHaveLength(mails);
});

test('reminders: thirty days before the end, and every year', async () => {
  await share('full', { end_ts: start / 1000 + 31 * 86_400, last_read: start + 800 * day });
  await share('intervals', { last_read: start + 800 * day });
  await share('bills', { status: 0 });
  await share('customer', { status: 0 });
  await share('ranged', { status: 0 });
  await share('beta', { status: 0 });
  await portal.db.query(`insert into job (kind, payload, key) values ('remind', '{}', 'regular:remind')`);
  const subjects = () => portal.mailbox.map(({ subject }) => subject);
  await portal.work();
  expect(subjects()).toEqual([]);
  portal.clock.advance(2 * day);
  await portal.work();
  await portal.work();
  expect(subjects()).toEqual(['Sharing with Third Party one ends soon']);
  expect(portal.mailbox[0]?.text).toContain('until April');
  portal.clock.advance(364 * day);
  await portal.work();
  expect(subjects().at(-1)).toBe('You still share your energy data with Third Party one');
  portal.clock.advance(30 * day);
  await portal.work();
  expect(subjects()).toHaveLength(2);
});
