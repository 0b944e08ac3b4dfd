import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CliContext } from '../../src/cli/context.ts';
import { runProgram } from '../../src/cli/program.ts';
import { identifyByPassword } from '../../src/services/customer/identify-by-password.ts';
import { openSession } from '../../src/services/session/open-session.ts';
import { type CustomerPortal, openCustomerPortal } from '../support/customer-portal.ts';

let portal: CustomerPortal;
beforeAll(async () => {
  portal = await openCustomerPortal();
});
afterAll(() => portal.close());

async function* lines(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function run(words: readonly string[], input = ''): Promise<string> {
  const output: string[] = [];
  const { db, clock } = portal;
  const context = {
    stdin: lines(input),
    stdout: { write: (text: string) => void output.push(text) },
    stderr: { write: () => undefined },
    open: async () => ({ db, clock, close: async () => undefined }),
    setExitCode: () => undefined,
  } as unknown as CliContext;
  await runProgram(context, '0.0.0', ['customer', 'account', ...words]);
  return output.join('');
}

const signIn = async (email: string, password: string) => {
  const attempt = { utilityId: portal.utilityId, ipAddress: '192.0.2.1', email, password };
  return await identifyByPassword(portal, attempt);
};

const audited = async () =>
  await portal.db.query<{ action: string; known: boolean; customers: string | null }>(
    `select action, exists (select from customer_account where uid = target) as known, detail ->> 'customers' as customers
     from audit_event where target_kind = 'customer_account' order by id`,
  );

/** A session of Bob, in whatever way he came. */
const bobIsIn = async () => {
  const { db, clock, utilityId, customerIds } = portal;
  await openSession({ db, clock }, { area: 'customer', utilityId, subjectId: customerIds.bob });
};
const sessionsOfBob = async () =>
  (await portal.db.query('select 1 from session where subject_id = $1', [portal.customerIds.bob])).length;

describe('meterhouse customer account', () => {
  it('makes a password that works, prints it once, and has it in the audit without the address', async () => {
    const words = ['create', 'Bob@Example.org', '--customer', 'bob', '--json'];
    const made = JSON.parse(await run(words)) as { password: string };
    expect(made).toMatchObject({ utility: 'example', customers: ['bob'], language: 'en' });
    expect(made.password).toMatch(/^[\w-]{24}$/);
    expect(await signIn('bob@example.org', made.password)).toEqual({
      outcome: 'identified',
      customerIds: [portal.customerIds.bob],
      by: 'password',
      accountUid: expect.stringMatching(/^[a-z0-9]{20}$/),
    });
    expect(await run(['list'])).not.toContain(made.password);
    expect(await audited()).toEqual([
      { action: 'customer_account.created', known: true, customers: '["bob"]' },
    ]);
  });

  it('takes a password from standard input, several customers, and an account number for a key', async () => {
    const words = ['create', 'family@example.org', '--customer', '4711 0815', '--customer', 'bob'];
    const more = ['--language', 'fr', '--password-stdin'];
    expect(await run([...words, ...more], 'a few words in a row\n')).not.toContain('a few words');
    expect(await signIn('family@example.org', 'a few words in a row')).toMatchObject({
      customerIds: [portal.customerIds.ada, portal.customerIds.bob],
    });
  });

  it('lists the accounts with their customers', async () => {
    expect(JSON.parse(await run(['list', '--json']))).toMatchObject([
      { email: 'ada@example.org', hasPassword: true, customers: ['ada'] },
      { email: 'bob@example.org', language: 'en', customers: ['bob'] },
      { email: 'family@example.org', language: 'fr', customers: ['ada', 'bob'] },
    ]);
    expect(await run(['list'])).toContain('family@example.org  yes       fr        ada, bob\n');
  });

  it('a new password works in place of the old one, and ends what was open', async () => {
    await bobIsIn();
    await run(['password', 'family@example.org', '--password-stdin'], 'other words in another row');
    expect(await signIn('family@example.org', 'a few words in a row')).toEqual({ outcome: 'not_matched' });
    expect(await signIn('family@example.org', 'other words in another row')).toMatchObject({
      by: 'password',
    });
    expect(await sessionsOfBob()).toBe(0);
    expect((await audited()).at(-1)).toMatchObject({ action: 'customer_account.password_changed' });
  });

  it('removes an account, what was open with it, and nothing else', async () => {
    await bobIsIn();
    await run(['remove', 'Family@example.org']);
    expect(await signIn('family@example.org', 'other words in another row')).toEqual({
      outcome: 'not_matched',
    });
    expect(await sessionsOfBob()).toBe(0);
    expect((await audited()).at(-1)).toMatchObject({ action: 'customer_account.removed', known: false });
    expect(await run(['list'])).toContain('bob@example.org');
    const [ada] = await portal.db.query(`select 1 from customer_resource where source_key = 'ada'`);
    expect(ada).toBeDefined();
  });

  const bob = ['--customer', 'bob'];
  it.each([
    ['a second one', ['create', 'BOB@example.org', ...bob], '', 'conflict', 'account password'],
    ['no address', ['create', 'bob', ...bob], '', 'invalid_input', '"bob" is not an e-mail address'],
    ['an unknown customer', ['create', 'x@example.org', '--customer', 'x'], '', 'not_found', 'customer list'],
    [
      'a short password',
      ['create', 'x@example.org', ...bob, '--password-stdin'],
      'x\n',
      'invalid_input',
      '12',
    ],
    ['a new password of nobody', ['password', 'nobody@example.org'], '', 'not_found', 'account list'],
    ['the removal of nobody', ['remove', 'nobody@example.org'], '', 'not_found', 'account list'],
  ])('refuses %s', async (_, words, input, code, fix) => {
    const before = await audited();
    const refused = await run(words, input).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code, message: expect.stringContaining(fix) });
    expect(await audited()).toEqual(before);
  });
});
