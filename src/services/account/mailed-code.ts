import { randomInt } from 'node:crypto';
import { digestsEqual, sha256 } from '../../platform/hash.ts';

/** How long a code works. */
const codeMilliseconds = 15 * 60_000;
const maxTries = 5;

/** A code that was sent to an address, as the browser's session keeps it: plain data. */
export interface MailedCode {
  readonly email: string;
  /** SHA-256 of the code together with the address. */
  readonly codeHash: string;
  readonly tries: number;
  /** Milliseconds. */
  readonly expires: number;
}

const codeHash = (email: string, code: string): string => sha256(`${email} ${code}`);

/** Makes a code for an address. */
export function makeMailedCode(
  email: string,
  now: number,
): { readonly code: string; readonly mailed: MailedCode } {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  return {
    code,
    mailed: { email, codeHash: codeHash(email, code), tries: 0, expires: now + codeMilliseconds },
  };
}

/** How many tries a code has left. */
export const mailedTriesLeft = ({ tries }: Pick<MailedCode, 'tries'>): number =>
  Math.max(0, maxTries - tries);

/** Whether somebody entered the code that was sent; spaces and dashes in it do not count. */
export function checkMailedCode(
  { email, codeHash: expected, tries, expires }: MailedCode,
  { code, now }: { readonly code: string; readonly now: number },
): 'right' | 'wrong' | 'expired' {
  if (expires <= now || mailedTriesLeft({ tries }) === 0) return 'expired';
  return digestsEqual(codeHash(email, code.replace(/\D/g, '')), expected) ? 'right' : 'wrong';
}
