import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** The fewest characters that a password may have. */
export const minPasswordLength = 12;

/** The most characters that a password may have: longer ones would cost time and prove nothing. */
export const maxPasswordLength = 1000;

const cost = { N: 2 ** 15, r: 8, p: 1 } as const;
const keyBytes = 32;

function derive(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // The same letters typed on different keyboards: one form.
    scrypt(password.normalize('NFKC'), salt, keyBytes, { ...options, maxmem: 256 * 2 ** 20 }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

/** A password as it is stored: `scrypt$N$r$p$salt$hash`, salt and hash in base64url. About 60 ms of a core. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/**
 * Whether a password is the stored one. It takes as long for somebody who does not exist, so that its duration
 * does not tell who has an account.
 *
 * @param stored what `hashPassword` gave; undefined when there is no such account, or it has no password.
 */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [name, n, r, p, salt = '', hash = ''] = (stored ?? '').split('$');
  if (name !== 'scrypt') {
    await derive(password, randomBytes(16), cost);
    return false;
  }
  const expected = Buffer.from(hash, 'base64url');
  const key = await derive(password, Buffer.from(salt, 'base64url'), {
    N: Number(n),
    r: Number(r),
    p: Number(p),
  });
  return key.length === expected.length && timingSafeEqual(key, expected);
}
