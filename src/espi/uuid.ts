import { createHash } from 'node:crypto';

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The UUID that a name has within a namespace, in lower case without prefix: the same two inputs give the
 * same UUID on every machine, for ever.
 *
 * @param namespace a UUID of any version.
 * @throws RangeError when the namespace is not a UUID.
 * @see RFC 9562, section 5.5 (version 5)
 */
export function uuidV5(namespace: string, name: string): string {
  if (!uuidForm.test(namespace)) {
    throw new RangeError(
      `The UUID namespace must be 32 hex digits in groups of 8-4-4-4-12, not "${namespace}"`,
    );
  }
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
