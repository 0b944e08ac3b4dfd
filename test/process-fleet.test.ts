import { expect, it } from 'vitest';
import { restartWait } from '../src/roof/process-fleet.ts';

it('a process that crashes again and again is started later and later, up to half a minute', () => {
  expect([0, 1, 2, 3, 6, 7, 50].map(restartWait)).toEqual([250, 500, 1000, 2000, 16_000, 30_000, 30_000]);
});
