import { describe, expect, it } from 'vitest';
import type { Principal } from '../../src/services/authorization/principal.ts';
import { createEntryMemory, type EntryMemory } from '../../src/services/resource/entry-memory.ts';

const principalOf = (authorizationId: number, utilityId = 1): Principal => ({
  tokenKind: 'access_token',
  utility: { id: utilityId } as Principal['utility'],
  client: { id: 1, uid: 'c', bulkUid: 'b', accessTokenReadsAuthorization: false },
  authorization: {
    id: authorizationId,
    uid: `auth${authorizationId}`,
    scope: '',
    dataKinds: new Set(),
    published: 0,
    updated: 0,
  },
});
const ada = principalOf(1);
const entry = (length: number) => ({ etag: `"${length}"`, bytes: new Uint8Array(length) });

function awake(bounds?: Parameters<typeof createEntryMemory>[0]): EntryMemory {
  const memory = createEntryMemory(bounds);
  memory.resume();
  return memory;
}

const put = (memory: EntryMemory, url: string, length = 1000, principal = ada): void =>
  memory.remember(principal, url, entry(length), memory.generation());

describe('the memory of entries', () => {
  it('gives back what it was given, to the same principal and address alone', () => {
    const memory = awake();
    const given = { etag: '"abc"', bytes: Buffer.from('abc') };
    memory.remember(ada, '/a', given, memory.generation());
    expect(memory.find(ada, '/a')).toEqual(given);
    // Not a slice of what other buffers share, which would all be kept.
    expect(memory.find(ada, '/a')?.bytes.buffer.byteLength).toBe(3);
    expect(memory.find(ada, '/b')).toBeUndefined();
    expect(memory.find(principalOf(2), '/a')).toBeUndefined();
    // The same Authorization, read again after something of it changed.
    expect(memory.find(principalOf(1), '/a')).toBeUndefined();
    expect(memory.stats()).toMatchObject({ size: 1, hits: 2, misses: 3 });
  });

  it('holds no more than its bytes, and lets go first what was not asked for longest', () => {
    const memory = awake({ bytes: 4600, entryBytes: 2000 });
    for (const url of ['/a', '/b', '/c']) put(memory, url);
    memory.find(ada, '/a');
    put(memory, '/d');
    expect(['/a', '/b', '/c', '/d'].map((url) => memory.find(ada, url) !== undefined)).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(memory.stats().bytes).toBe(4500);
  });

  it('counts what takes the place of something once', () => {
    const memory = awake({ bytes: 4600, entryBytes: 2000 });
    for (let i = 0; i < 10; i++) put(memory, '/a');
    expect(memory.stats()).toMatchObject({ size: 1, bytes: 1500 });
  });

  it('remembers no document that is too long', () => {
    const memory = awake({ bytes: 4600, entryBytes: 2000 });
    put(memory, '/a', 2001);
    expect(memory.stats()).toMatchObject({ size: 0, bytes: 0 });
  });

  it('forgets the entries of one utility', () => {
    const memory = awake();
    const other = principalOf(2, 2);
    put(memory, '/a');
    put(memory, '/a', 1000, other);
    memory.forget(1);
    expect(memory.find(ada, '/a')).toBeUndefined();
    expect(memory.find(other, '/a')).toBeDefined();
    expect(memory.stats()).toMatchObject({ size: 1, bytes: 1500 });
  });

  it.each([
    ['something changed', (memory: EntryMemory) => memory.forget(2)],
    [
      'changes could not be heard',
      (memory: EntryMemory) => {
        memory.suspend();
        memory.resume();
      },
    ],
    ['changes are heard again', (memory: EntryMemory) => memory.resume()],
  ])('does not remember what was read before %s', (_, change) => {
    const memory = awake();
    const generation = memory.generation();
    change(memory);
    memory.remember(ada, '/a', entry(3), generation);
    expect(memory.find(ada, '/a')).toBeUndefined();
  });

  it('is empty until changes are heard, and while they cannot be', () => {
    const memory = createEntryMemory();
    put(memory, '/a');
    expect(memory.find(ada, '/a')).toBeUndefined();
    memory.resume();
    put(memory, '/a');
    memory.suspend();
    expect(memory.find(ada, '/a')).toBeUndefined();
    put(memory, '/a');
    expect(memory.stats()).toMatchObject({ size: 0, bytes: 0 });
  });
});
