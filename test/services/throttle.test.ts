import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCredentials } from '../../src/services/account/check-credentials.ts';
import { keysOf } from '../../src/services/customer/identified.ts';
import {
  checkThrottle,
  clearThrottle,
  forgetOldThrottles,
  recordFailure,
  type ThrottleKey,
} from '../../src/services/throttle/throttle.ts';
import type { Database } from '../../src/storage/database.ts';
import { testClock } from '../support/clock.ts';
import { openTestDatabase } from '../support/database.ts';

const minute = 60_000;
const clock = testClock();
let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const fail = async (keys: readonly ThrottleKey[], times: number): Promise<void> => {
  for (let i = 0; i < times; i++) await recordFailure({ db, clock }, keys);
};
const shutFor = async (keys: readonly ThrottleKey[]): Promise<number | undefined> => {
  const until = await checkThrottle({ db, clock }, keys);
  return until === undefined ? undefined : until - clock.now();
};

describe('a throttle', () => {
  it.each([
    ['account', 5, minute],
    ['client', 10, minute / 2],
    ['address', 30, minute],
  ] as const)('shuts an %s after %i failures', async (kind, free, first) => {
    const keys = [{ kind, value: `${kind} of this test` }];
    await fail(keys, free - 1);
    expect(await shutFor(keys)).toBeUndefined();
    await fail(keys, 1);
    expect(await shutFor(keys)).toBe(first);
    await fail(keys, 1);
    expect(await shutFor(keys)).toBe(2 * first);
    await fail(keys, 20);
    expect(await shutFor(keys)).toBe(15 * minute);
    clock.advance(15 * minute);
    expect(await shutFor(keys)).toBeUndefined();
  });

  it('shuts each key by itself, and the latest end counts', async () => {
    const account = { kind: 'account', value: 'a@example.org' } as const;
    const address = { kind: 'address', value: '192.0.2.1' } as const;
    await fail([account, address], 5);
    expect(await shutFor([address])).toBeUndefined();
    expect(await shutFor([account, address])).toBe(minute);
    expect(await shutFor([{ kind: 'account', value: 'b@example.org' }, address])).toBeUndefined();
  });

  it('opens an account after a success, but not the address: somebody else may be guessing there', async () => {
    const account = { kind: 'account', value: 'c@example.org' } as const;
    const address = { kind: 'address', value: '192.0.2.2' } as const;
    await fail([account], 5);
    await fail([address], 30);
    await clearThrottle({ db }, [account, address]);
    expect(await shutFor([account])).toBeUndefined();
    expect(await shutFor([address])).toBe(minute);
  });

  it('takes the addresses of one IPv6 network for one', async () => {
    const guess = async (ipAddress: string, n: number) =>
      await checkCredentials(
        { db, clock },
        { area: 'developers', utilityId: 0, email: `f${n}@example.org`, password: 'guessed', ipAddress },
      );
    const outcomes: string[] = [];
    for (let n = 1; n <= 31; n++)
      outcomes.push((await guess(`2001:db8::${n.toString(16)}:1:1:1`, n)).outcome);
    expect(outcomes).toEqual([...Array(29).fill('wrong'), 'locked', 'locked']);
    expect((await guess('2001:db8::1:0:0:0:1', 32)).outcome).toBe('wrong');
    const attempt = (ipAddress: string) => keysOf({ utilityId: 1, ipAddress }, '4711');
    expect(attempt('2001:db8::a:1:1:1')).toEqual(attempt('2001:db8::b:1:1:1'));
    expect(attempt('::ffff:192.0.2.3')).toEqual(attempt('192.0.2.3'));
  });

  it('counts simultaneous failures, every one', async () => {
    const keys = [{ kind: 'account', value: 'd@example.org' }] as const;
    await Promise.all(Array.from({ length: 5 }, () => recordFailure({ db, clock }, keys)));
    expect(await shutFor(keys)).toBe(minute);
  });

  it('begins anew after a quiet day, and keeps no address in clear', async () => {
    const keys = [{ kind: 'account', value: 'e@example.org' }] as const;
    await fail(keys, 4);
    clock.advance(24 * 60 * minute);
    await fail(keys, 1);
    expect(await shutFor(keys)).toBeUndefined();
    const rows = await db.query<{ key: string }>('select key from throttle');
    expect(rows.some(({ key }) => key.includes('@'))).toBe(false);
    clock.advance(24 * 60 * minute);
    await forgetOldThrottles({ db, clock });
    expect(await db.query('select 1 from throttle')).toEqual([]);
  });
});
