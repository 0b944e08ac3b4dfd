import { hash } from 'node:crypto';

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const uuidBytes = 16;

/** What is hashed: the namespace that was asked for last, and room for a name behind it. */
let input = Buffer.alloc(512);
let inputNamespace: string | undefined;

function setNamespace(namespace: string): void {
  if (namespace === inputNamespace) return;
  if (!uuidForm.test(namespace)) {
    throw new RangeError(
      `The UUID namespace must be 32 hex digits in groups of 8-4-4-4-12, not "${namespace}"`,
    );
  }
  input.write(namespace.replaceAll('-', ''), 'hex');
  inputNamespace = namespace;
}

function reserve(size: number): void {
  if (size <= input.length) return;
  const larger = Buffer.alloc(2 * size);
  input.copy(larger, 0, 0, uuidBytes);
  input = larger;
}

/** Hex digits `8`, `9`, `a` and `b`: the variant, whatever the two bits behind it. */
const variants = '89ab';

/**
 * The UUID that a name has within a namespace, in lower case without prefix: the same two inputs give the
 * same UUID on every machine, for ever.
 *
 * @param namespace a UUID of any version.
 * @throws RangeError when the namespace is not a UUID.
 * @see RFC 9562, section 5.5 (version 5)
 */
export function uuidV5(namespace: string, name: string): string {
  setNamespace(namespace);
  reserve(uuidBytes + name.length * 3);
  const end = uuidBytes + input.write(name, uuidBytes, 'utf8');
  const hex = hash('sha1', input.subarray(0, end), 'hex');
  const variant = variants[Number.parseInt(hex[16] ?? '', 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
