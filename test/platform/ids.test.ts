import { expect, it } from 'vitest';
import { newUid } from '../../src/platform/ids.ts';

it('uids are 20 characters, never the same twice, and no character is likelier than another', () => {
  const uids = Array.from({ length: 20_000 }, newUid);
  expect(new Set(uids).size).toBe(uids.length);
  expect(uids.filter((uid) => !/^[a-z0-9]{20}$/.test(uid))).toEqual([]);
  const counts = new Map<string, number>();
  for (const character of uids.join('')) counts.set(character, (counts.get(character) ?? 0) + 1);
  expect(counts.size).toBe(36);
  // 400,000 characters: each about 11,111 times, with a deviation of 104. Modulo without rejection gives 12,500 or 10,937.
  for (const [character, count] of counts)
    expect([character, Math.abs(count - 400_000 / 36) < 700]).toEqual([character, true]);
});
