import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/platform/hash.ts';
import { createUtility } from '../../src/services/registration/create-utility.ts';
import { findSession } from '../../src/services/session/find-session.ts';
import { openSession } from '../../src/services/session/open-session.ts';
import { saveSessionData } from '../../src/services/session/save-session-data.ts';
import { signIn } from '../../src/services/session/sign-in.ts';
import { forgetEndedSessions, signOut, signOutEverywhere } from '../../src/services/session/sign-out.ts';
import type { Database } from '../../src/storage/database.ts';
import { testClock, testNow } from '../support/clock.ts';
import { openTestDatabase } from '../support/database.ts';

const minute = 60_000;
let db: Database;
let utilityId: number;
let otherUtilityId: number;
const clock = testClock();

beforeAll(async () => {
  db = await openTestDatabase();
  const utility = { name: 'Example', timeZone: 'America/Toronto', currency: 124 };
  utilityId = (await createUtility({ db }, { slug: 'one', ...utility })).id;
  otherUtilityId = (await createUtility({ db }, { slug: 'two', ...utility })).id;
});
afterAll(() => db.close());
beforeEach(() => clock.set(testNow));

const open = (area: 'customer' | 'developers' | 'operator' = 'operator') =>
  openSession({ db, clock }, { area, utilityId, data: { kept: 'yes' } });

const find = (cookie: string, area: 'customer' | 'developers' | 'operator' = 'operator', at = utilityId) =>
  findSession({ db, clock }, { area, utilityId: at, cookie });

describe('a session', () => {
  it('is found by its cookie alone, which is not stored', async () => {
    const { session, cookie } = await open();
    expect(cookie).toMatch(/^[\w-]{43}$/);
    expect(await find(cookie)).toEqual(session);
    expect(await find(session.idHash)).toBeUndefined();
    const [row] = await db.query<{ text: string }>(
      'select s::text as text from session s where id_hash = $1',
      [sha256(cookie)],
    );
    expect(row?.text).not.toContain(cookie);
  });

  it('is of one area, and of one utility but for third parties', async () => {
    const { cookie } = await open();
    expect(await find(cookie, 'customer')).toBeUndefined();
    expect(await find(cookie, 'operator', otherUtilityId)).toBeUndefined();
    const developer = await open('developers');
    expect((await find(developer.cookie, 'developers', otherUtilityId))?.utilityId).toBe(utilityId);
  });

  it('ends after 30 minutes without a request, and after 12 hours in any case', async () => {
    const { cookie } = await open();
    clock.advance(29 * minute);
    expect(await find(cookie)).toBeDefined();
    clock.advance(29 * minute);
    expect(await find(cookie)).toBeDefined();
    clock.advance(30 * minute);
    expect(await find(cookie)).toBeUndefined();

    clock.set(testNow);
    const busy = await open();
    for (let passed = 0; passed < 12 * 60 - 20; passed += 20) {
      clock.advance(20 * minute);
      expect(await find(busy.cookie)).toBeDefined();
    }
    clock.advance(20 * minute);
    expect(await find(busy.cookie)).toBeUndefined();
  });

  it('is another one after signing in: whoever knew the old cookie knows nothing', async () => {
    const planted = await open();
    const next = await signIn(
      { db, clock },
      { session: planted.session, subjectId: 7, data: { by: 'password' } },
    );
    expect(await find(planted.cookie)).toBeUndefined();
    const found = await find(next.cookie);
    expect(found).toMatchObject({ subjectId: 7, data: { kept: 'yes', by: 'password' } });
    expect(found?.csrf).not.toBe(planted.session.csrf);
  });

  it('carries its authorization requests along', async () => {
    const { session } = await open('customer');
    const [client] = await db.query<{ id: number }>(
      `insert into client (utility_id, uid, bulk_uid, client_id, client_secret_hash, client_secret_ciphertext, name,
         data, scopes, published, updated) values ($1, 'u', 'b', 'c', 'h', 's', 'App', '{}', '{}', 0, 0) returning id`,
      [utilityId],
    );
    await db.query(
      `insert into oauth_request (id_hash, session_hash, client_id, redirect_given, scope, scope_given, issuer, requested_scope,
         created, expires)
       values ('request', $1, $2, false, '', false, '', '', 0, 0)`,
      [session.idHash, client?.id],
    );
    const next = await signIn({ db, clock }, { session, subjectId: 1 });
    expect(await db.query('select session_hash as hash from oauth_request')).toEqual([
      { hash: next.session.idHash },
    ]);
  });

  it('keeps what is saved in it', async () => {
    const { session, cookie } = await open();
    await saveSessionData({ db }, { session, data: { step: 2 } });
    expect((await find(cookie))?.data).toEqual({ step: 2 });
  });

  it('is over at once when somebody signs out, here or everywhere', async () => {
    const first = await signIn({ db, clock }, { session: (await open()).session, subjectId: 3 });
    const second = await signIn({ db, clock }, { session: (await open()).session, subjectId: 3 });
    const other = await signIn({ db, clock }, { session: (await open()).session, subjectId: 4 });
    await signOut({ db }, first);
    expect(await find(first.cookie)).toBeUndefined();
    expect(await find(second.cookie)).toBeDefined();
    await signOutEverywhere({ db }, { area: 'operator', subjectId: 3 });
    expect(await find(second.cookie)).toBeUndefined();
    expect(await find(other.cookie)).toBeDefined();
  });

  it('is forgotten when it is over, and only then', async () => {
    await db.query('delete from session');
    const { cookie } = await open();
    clock.advance(29 * minute);
    await forgetEndedSessions({ db, clock });
    expect(await find(cookie)).toBeDefined();
    clock.advance(31 * minute);
    await forgetEndedSessions({ db, clock });
    expect(await db.query('select 1 from session')).toEqual([]);
  });
});
