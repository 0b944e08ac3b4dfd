import { hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 of text or bytes, as 64 lower-case hex digits. Tokens and secrets are stored in this form. */
export function sha256(input: string | Uint8Array): string {
  return hash('sha256', input, 'hex');
}

/** Compares two digests without telling by its duration where they differ. */
export function digestsEqual(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
