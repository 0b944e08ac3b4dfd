import { randomBytes, randomInt } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A new opaque identifier for a URL: 20 characters of `[a-z0-9]` from the system's random source, 103 bits.
 * It says nothing about whom it names.
 */
export function newUid(): string {
  let uid = '';
  for (let i = 0; i < 20; i++) uid += alphabet[randomInt(alphabet.length)];
  return uid;
}

/** A new bearer token: 32 random bytes as base64url, 43 characters. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}
