import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openSecret, sealSecret } from '../../src/platform/crypto.ts';

const key = randomBytes(32);

describe('a sealed secret', () => {
  it('comes back as it was, and is never the same text twice', () => {
    const secret = 'Zürich 水 0123';
    const sealed = [sealSecret(key, secret), sealSecret(key, secret)];
    expect(sealed[0]).not.toBe(sealed[1]);
    expect(sealed.map((text) => openSecret(key, text))).toEqual([secret, secret]);
    expect(sealed[0]).not.toContain('0123');
  });

  it('is refused under another key, altered anywhere, or cut', () => {
    const sealed = sealSecret(key, 'secret');
    const bytes = Buffer.from(sealed, 'base64url');
    const altered = Array.from(bytes.keys(), (index) => {
      const copy = Buffer.from(bytes);
      copy[index] = (copy[index] ?? 0) ^ 1;
      return copy.toString('base64url');
    });
    for (const text of [...altered, sealed.slice(0, 20), '', 'not base64 at all!'])
      expect(() => openSecret(key, text)).toThrow(expect.objectContaining({ code: 'data_unreadable' }));
    expect(() => openSecret(randomBytes(32), sealed)).toThrow(/SECRET_KEY/);
  });
});
