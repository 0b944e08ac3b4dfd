import { expect, it } from 'vitest';
import { uuidV5 } from '../../src/espi/uuid.ts';

const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const url = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

it.each([
  [dns, 'www.example.com', '2ed6657d-e927-568b-95e1-2665a8aea6a2'],
  [dns, 'python.org', '886313e1-3b8a-5372-9b90-0c9aee199e5d'],
  [url, 'http://python.org/', '4c565f0d-3f5a-5890-b41b-20cf47701c5e'],
])('gives the known UUID of %s and %s', (namespace, name, uuid) => {
  expect(uuidV5(namespace, name)).toBe(uuid);
  expect(uuidV5(namespace.toUpperCase(), name)).toBe(uuid);
});

it('hashes the UTF-8 form of the name and marks version 5 and the variant', () => {
  const uuid = uuidV5(url, 'Zähler');
  expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuid).not.toBe(uuidV5(url, 'Zahler'));
});

it.each(['', 'urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8', '6ba7b8109dad11d180b400c04fd430c8'])(
  'refuses the namespace "%s"',
  (namespace) => {
    expect(() => uuidV5(namespace, 'x')).toThrow(/UUID namespace/);
  },
);
