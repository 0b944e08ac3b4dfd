import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPortal, type Portal, portalUrl } from '../support/portal.ts';
import { signIn, signUp } from '../support/portal-people.ts';
import { stageLargeFeeds } from '../support/staged-feeds.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

const pages = '/DataCustodian/example';
const ofOne = `${pages}/developers/registrations/clientone/large-feeds`;
const ofTwo = `${pages}/developers/registrations/clienttwo/large-feeds`;
const ofAll = `${pages}/operator/large-feeds`;

let portal: Portal;
let developer: Visitor;
let operator: Visitor;
beforeAll(async () => {
  portal = await openPortal();
  [developer, operator] = [openVisitor(portal.app), openVisitor(portal.app)];
  await signUp(portal, developer, 'dev@solarcompass.example');
  await portal.db.query(
    `update client set account_id = (select id from third_party_account limit 1) where uid = 'clientone'`,
  );
  await signIn(operator, `${pages}/operator`, 'operator@example.org');
});
afterAll(() => portal.close());

/** The rows of the table as text. */
const rowsOf = (html: string): string[] =>
  html
    .split('<tr>')
    .slice(2)
    .map((row) =>
      row
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );

test('nobody has large feeds at first', async () => {
  for (const [visitor, url] of [
    [developer, ofOne],
    [operator, ofAll],
  ] as const)
    expect((await visitor.get(url)).html).toContain('No large feed is kept at present.');
});

test('an operator sees whose they are, how far, how large, since when, and why one failed', async () => {
  const { db, clock } = portal;
  for (const clientUid of ['clientone', 'clienttwo'])
    await stageLargeFeeds(db, { clientUid, publicUrl: portalUrl, now: clock.now() });
  const page = await operator.get(ofAll);
  const rows = rowsOf(page.html);
  expect(rows).toHaveLength(10);
  const [queued, waiting, failed, writing, ready] = rows.filter((row) => row.includes('Third Party one'));
  expect(queued).toContain('Queued 0% of about 1,402,345 readings');
  expect(waiting).toContain('Waits for an import');
  expect(failed).toContain('canceling statement due to statement timeout');
  expect(failed).toContain('Next try: 2:05 pm');
  expect(writing).toMatch(/^\/Bulk\/bulkone All authorizations .* Being written 41% of about .* 7.3 MB/);
  expect(ready).toMatch(/Ready 1,402,345 readings Last read 2026-03-10 14:01:00 16 MB/);
  expect(ready).toMatch(/2026-03-10 14:00:00 2026-03-12 14:00:00$/);
  expect(page.html).toContain(`href="${pages}/operator/third-parties/clienttwo"`);
  expect(page.html).toContain(`href="${pages}/operator/authorizations/authfull"`);
});

test('a developer sees those of the own registration, not what went wrong inside', async () => {
  const { html } = await developer.get(ofOne);
  expect(rowsOf(html)).toHaveLength(5);
  expect(html).toContain('Failed');
  expect(html).toContain('Next try');
  expect(html).not.toContain('statement timeout');
  expect((await developer.get(ofTwo)).status).toBe(404);
});

test('what is over is not shown any more', async () => {
  portal.clock.advance(2 * 86_400_000);
  await signIn(operator, `${pages}/operator`, 'operator@example.org');
  expect((await operator.get(ofAll)).html).toContain('No large feed is kept at present.');
  portal.clock.advance(-2 * 86_400_000);
});
