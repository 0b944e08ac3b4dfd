import { createHmac } from 'node:crypto';

/** Letters and digits that nobody confuses when typing them. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/**
 * The one password of everybody in the demo. It is derived from the key of the installation, so that every start can
 * print it although only hashes are kept.
 */
export function demoPassword(secretKey: Uint8Array): string {
  const digest = createHmac('sha256', secretKey).update('demo password').digest();
  const letters = [...digest.subarray(0, 16)].map((byte) => alphabet[byte % alphabet.length] ?? 'a');
  return (letters.join('').match(/.{4}/g) ?? []).join('-');
}
