import { describe, expect, it } from 'vitest';
import { createTokenBuckets } from '../../src/platform/token-buckets.ts';
import { testClock } from '../support/clock.ts';

const budget = { amount: 6, windowSeconds: 60 };

describe('token buckets', () => {
  it('give what is in them, then what flows in', () => {
    const clock = testClock();
    const buckets = createTokenBuckets(clock, budget);
    const taken = () => buckets.take('a');
    expect([1, 2, 3, 4, 5, 6].map(() => taken().remaining)).toEqual([5, 4, 3, 2, 1, 0]);
    expect(taken()).toEqual({ taken: false, remaining: 0, fullAfterSeconds: 60, retryAfterSeconds: 10 });
    clock.advance(9_999);
    expect(taken()).toMatchObject({ taken: false, retryAfterSeconds: 1 });
    clock.advance(1);
    expect(taken().taken).toBe(true);
    expect(taken().taken).toBe(false);
    clock.advance(3_600_000);
    expect(taken()).toMatchObject({ remaining: 5, fullAfterSeconds: 10 });
  });

  it('are apart by key', () => {
    const buckets = createTokenBuckets(testClock(), budget);
    for (let i = 0; i < 6; i++) buckets.take('a');
    expect([buckets.take('a').taken, buckets.take('b').taken]).toEqual([false, true]);
  });

  it('take back what was taken at the wrong place, and never hold more than their budget', () => {
    const buckets = createTokenBuckets(testClock(), budget);
    buckets.take('a');
    buckets.giveBack('a');
    buckets.giveBack('a');
    expect(buckets.take('a').remaining).toBe(5);
    expect([...buckets.tellUse(0)]).toEqual([['a', 1]]);
  });

  it('pay for what was used elsewhere, into debt but not below their budget', () => {
    const clock = testClock();
    const buckets = createTokenBuckets(clock, budget);
    buckets.drain('a', 1000);
    expect(buckets.take('a')).toMatchObject({ taken: false, retryAfterSeconds: 70 });
    clock.advance(70_000);
    expect(buckets.take('a').taken).toBe(true);
  });

  it('tell each use once, where it is worth it', () => {
    const buckets = createTokenBuckets(testClock(), budget);
    buckets.take('a');
    for (let i = 0; i < 3; i++) buckets.take('b');
    expect([...buckets.tellUse(0.5)]).toEqual([['b', 3]]);
    expect([...buckets.tellUse(0)]).toEqual([['a', 1]]);
    expect([...buckets.tellUse(0)]).toEqual([]);
    buckets.drain('a', 3);
    expect([...buckets.tellUse(0)]).toEqual([]);
  });

  it('are forgotten when they are full again, and when there are too many', () => {
    const clock = testClock();
    const buckets = createTokenBuckets(clock, budget, 10);
    for (let i = 0; i < 100; i++) buckets.take(String(i));
    expect(buckets.size()).toBe(10);
    clock.advance(120_000);
    buckets.take('new');
    expect(buckets.size()).toBe(1);
  });
});
