import { createHmac } from 'node:crypto';
import { digestsEqual } from './hash.ts';

/**
 * A short proof that a link was written by us: the first 24 hex digits (96 bits) of HMAC-SHA256 over what it is for
 * and what it names.
 */
export function keyedDigest(key: Uint8Array, purpose: string, subject: string): string {
  return createHmac('sha256', key).update(`${purpose}\n${subject}`).digest('hex').slice(0, 24);
}

/** Whether a proof is the one that `keyedDigest` gives; how long it takes tells nothing. */
export function isKeyedDigest(
  key: Uint8Array,
  {
    purpose,
    subject,
    digest,
  }: { readonly purpose: string; readonly subject: string; readonly digest: string },
): boolean {
  return digestsEqual(keyedDigest(key, purpose, subject), digest);
}
