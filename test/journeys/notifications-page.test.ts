import { afterAll, beforeAll, expect, test } from 'vitest';
import { updateNotifyPaused } from '../../src/storage/notification-targets.ts';
import { type CustomerPortal, openCustomerPortal, pages } from '../support/customer-portal.ts';
import { signUp } from '../support/portal-people.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

let portal: CustomerPortal;
let developer: Visitor;
const url = `${pages}/developers/registrations/clientone/notifications`;

beforeAll(async () => {
  portal = await openCustomerPortal();
  await portal.reset();
  developer = openVisitor(portal.app);
  await signUp(portal, developer, 'dev@solarcompass.example');
  await portal.db.query(
    `update client set account_id = (select id from third_party_account limit 1) where uid = 'clientone'`,
  );
});
afterAll(() => portal.close());

test('a developer sees what was sent and what came back, and sends it once more', async () => {
  await developer.get(url);
  expect(developer.page().html).toContain('Nothing sent yet. Send a test.');
  expect(developer.page().html).toContain('Add a notify URI');
  // Nobody listens there.
  await portal.db.query(`update client set notify_uri = 'http://127.0.0.1:9/notify' where uid = 'clientone'`);
  await developer.get(url);
  await developer.post(url, { intent: 'test' });
  expect(developer.page().html).toContain('A test is on its way.');
  await portal.work();
  await developer.get(url);
  expect(developer.page().html).toContain('ECONNREFUSED');
  expect(developer.page().html).toContain('/ApplicationInformation/clientone');
  expect(developer.page().html).toContain('Next try: March 11, 2026 at 2:01 pm');
  const uid = /name="notification" value="(\w{20})"/.exec(developer.page().html)?.[1] ?? '';
  await developer.post(url, { intent: 'replay', notification: uid });
  expect(developer.page().html).toContain('The notification is sent once more.');
  await portal.work();
  const tries = () => portal.db.query<{ tries: number }>('select tries from notification');
  expect(await tries()).toEqual([{ tries: 2 }]);
  // The retry that waited is the replay: it does not come on top.
  portal.clock.advance(60_000);
  await portal.work();
  expect(await tries()).toEqual([{ tries: 3 }]);
  portal.clock.advance(-60_000);
});

test('a signing secret is shown once', async () => {
  await developer.get(url);
  expect(developer.page().html).toContain('You have no signing secret yet.');
  await developer.post(url, { intent: 'new_secret' });
  expect(developer.page().html).toMatch(/whsec_[\w+/]{43}=/);
  await developer.get(url);
  expect(developer.page().html).not.toContain('whsec_');
  expect(developer.page().html).toContain('Made on March 11, 2026.');
});

test('a paused receiver is said so, and resumed', async () => {
  await updateNotifyPaused(portal.db, { clientId: portal.live.id, paused: portal.clock.now() });
  await developer.get(url);
  expect(developer.page().html).toContain('Your receiver answered 410');
  await developer.post(url, { intent: 'resume' });
  expect(developer.page().html).toContain('Notifications are sent again.');
  expect(developer.page().html).not.toContain('Your receiver answered 410');
});

test("another third party's notifications are not there", async () => {
  expect((await developer.get(url.replace('clientone', 'clienttwo'))).status).toBe(404);
});
