import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CliContext } from '../../src/cli/context.ts';
import { runProgram } from '../../src/cli/program.ts';
import { checkCredentials } from '../../src/services/account/check-credentials.ts';
import { createUtility } from '../../src/services/registration/create-utility.ts';
import type { Database } from '../../src/storage/database.ts';
import { testClock } from '../support/clock.ts';
import { openTestDatabase } from '../support/database.ts';

const clock = testClock();
let db: Database;
let utilityId: number;
beforeAll(async () => {
  db = await openTestDatabase();
  const input = { slug: 'one', name: 'Example', timeZone: 'America/Toronto', currency: 124 };
  utilityId = (await createUtility({ db }, input)).id;
});
afterAll(() => db.close());

async function* lines(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function run(words: readonly string[], input = ''): Promise<string> {
  const output: string[] = [];
  const context = {
    stdin: lines(input),
    stdout: { write: (text: string) => void output.push(text) },
    stderr: { write: () => undefined },
    open: async () => ({ db, clock, close: async () => undefined }),
    setExitCode: () => undefined,
  } as unknown as CliContext;
  await runProgram(context, '0.0.0', ['operator', ...words]);
  return output.join('');
}

const signIn = (email: string, password: string) =>
  checkCredentials({ db, clock }, { area: 'operator', utilityId, email, password, ipAddress: '192.0.2.1' });

describe('meterhouse operator', () => {
  it('makes a password that works, and prints it once', async () => {
    const made = JSON.parse(await run(['create', 'Olive@Example.org', '--name', 'Olive', '--json'])) as {
      password: string;
    };
    expect(made).toMatchObject({ utility: 'one', name: 'Olive', role: 'operator' });
    expect(made.password).toMatch(/^[\w-]{24}$/);
    expect(await signIn('olive@example.org', made.password)).toMatchObject({ outcome: 'known' });
    expect(await run(['list'])).not.toContain(made.password);
  });

  it('takes a password from standard input, and does not repeat it', async () => {
    const words = [
      'create',
      'audrey@example.org',
      '--name',
      'Audrey',
      '--role',
      'auditor',
      '--password-stdin',
    ];
    expect(await run(words, 'a few words in a row\n')).not.toContain('a few words');
    expect(await signIn('audrey@example.org', 'a few words in a row')).toMatchObject({ outcome: 'known' });
  });

  it('lists people with their roles', async () => {
    expect(JSON.parse(await run(['list', '--json']))).toMatchObject([
      { email: 'audrey@example.org', role: 'auditor' },
      { email: 'olive@example.org', role: 'operator' },
    ]);
  });

  it('changes a password', async () => {
    await run(['password', 'audrey@example.org', '--password-stdin'], 'other words in another row');
    expect(await signIn('audrey@example.org', 'a few words in a row')).toEqual({ outcome: 'wrong' });
    expect(await signIn('audrey@example.org', 'other words in another row')).toMatchObject({
      outcome: 'known',
    });
  });

  it.each([
    ['a second one', ['create', 'olive@example.org', '--name', 'Again'], '', 'conflict'],
    ['no address', ['create', 'olive', '--name', 'Olive'], '', 'invalid_input'],
    [
      'a short password',
      ['create', 'x@example.org', '--name', 'X', '--password-stdin'],
      'short\n',
      'invalid_input',
    ],
    ['no password', ['create', 'x@example.org', '--name', 'X', '--password-stdin'], '', 'invalid_input'],
    ['nobody', ['password', 'nobody@example.org'], '', 'not_found'],
  ])('refuses %s', async (_, words, input, code) => {
    await expect(run(words, input)).rejects.toMatchObject({ code });
  });
});
