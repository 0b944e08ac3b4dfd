import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from './errors.ts';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** Length of the key, in bytes. */
export const secretKeyBytes = 32;

/**
 * Encrypts a short text with AES-256-GCM under a random nonce.
 *
 * @param key 32 bytes.
 * @returns nonce, tag and ciphertext as one base64url text.
 */
export function sealSecret(key: Uint8Array, text: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/**
 * Decrypts what `sealSecret` made.
 *
 * @throws AppError `data_unreadable` when the key is another one or the text was altered.
 */
export function openSecret(key: Uint8Array, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes));
    decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    return decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch (error) {
    throw new AppError(
      'data_unreadable',
      'A stored secret cannot be opened: SECRET_KEY, or secret.key in the data folder, is not the one it was stored under.',
      { cause: error },
    );
  }
}
