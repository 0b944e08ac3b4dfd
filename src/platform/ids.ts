import { randomBytes, randomFillSync } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Bytes of the random source that were drawn ahead: asking it for each one would cost more than all the rest. */
const drawn = new Uint8Array(2048);
let used = drawn.length;

function randomByte(): number {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const byte = drawn[used] ?? 0;
  drawn[used++] = 0;
  return byte;
}

/** Bytes from here on would make the first letters likelier than the last. */
const unevenFrom = 256 - (256 % alphabet.length);

/**
 * A new opaque identifier for a URL: 20 characters of `[a-z0-9]` from the system's random source, 103 bits.
 * It says nothing about whom it names.
 */
export function newUid(): string {
  let uid = '';
  while (uid.length < 20) {
    const byte = randomByte();
    if (byte < unevenFrom) uid += alphabet[byte % alphabet.length];
  }
  return uid;
}

/** A new bearer token: 32 random bytes as base64url, 43 characters. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}
