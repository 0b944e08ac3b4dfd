import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '../../src/platform/passwords.ts';

describe('a password', () => {
  it('is stored with its cost and a salt of its own', async () => {
    const stored = await hashPassword('a few words in a row');
    expect(stored).toMatch(/^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(await hashPassword('a few words in a row')).not.toBe(stored);
    expect(stored).not.toContain('words');
  });

  it('is recognised, however the same letters were typed', async () => {
    const stored = await hashPassword('café crème à midi');
    expect(await verifyPassword('café crème à midi'.normalize('NFD'), stored)).toBe(true);
    expect(await verifyPassword('cafe creme a midi', stored)).toBe(false);
  });

  it('costs as much where there is no account', async () => {
    const stored = await hashPassword('something else entirely');
    const took = async (known: string | undefined): Promise<number> => {
      const before = process.cpuUsage();
      expect(await verifyPassword('a guess of some length', known)).toBe(false);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    expect(await took(undefined)).toBeGreaterThan((await took(stored)) / 5);
  });

  it('never fits what is no stored password', async () => {
    for (const stored of ['', 'plain', 'scrypt$2$8$1$$'])
      expect(await verifyPassword('', stored)).toBe(false);
  });
});
