import { describe, expect, it } from 'vitest';
import { createLoadJudge, type LoadSample, startLoadMonitor } from '../../src/platform/load-monitor.ts';

const calm: LoadSample = {
  residentBytes: 100,
  heapUsedBytes: 50,
  heapLimitBytes: 1000,
  delayMilliseconds: 1,
};
const judge = () => createLoadJudge({ maxResidentBytes: 1000, maxDelayMilliseconds: 100 });

describe('the load of a process', () => {
  it('is too much memory from the bound on, until there is room again', () => {
    const of = judge();
    const seen = [999, 1001, 950, 901, 899, 950].map((residentBytes) => of({ ...calm, residentBytes }));
    expect(seen).toEqual([undefined, 'memory', 'memory', 'memory', undefined, undefined]);
  });

  it('is too much heap before the collector gives up', () => {
    const of = judge();
    const seen = [900, 930, 900, 800].map((heapUsedBytes) => of({ ...calm, heapUsedBytes }));
    expect(seen).toEqual([undefined, 'heap', 'heap', undefined]);
  });

  it('is too much to do when the loop is late again and again, not once', () => {
    const of = judge();
    const seen = [500, 1, 500, 500, 500, 95, 50, 500].map((delayMilliseconds) =>
      of({ ...calm, delayMilliseconds }),
    );
    expect(seen).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'delay',
      'delay',
      undefined,
      undefined,
    ]);
  });

  it('is watched without a bound of memory too, and its samples are those of this process', async () => {
    const monitor = startLoadMonitor({ maxDelayMilliseconds: 60_000 });
    try {
      expect(monitor.overload()).toBeUndefined();
      const { residentBytes, heapUsedBytes, heapLimitBytes } = monitor.sample();
      expect(residentBytes).toBeGreaterThan(10_000_000);
      expect(heapUsedBytes).toBeLessThan(heapLimitBytes);
    } finally {
      monitor.stop();
    }
  });

  it('tells when a bound is passed', async () => {
    const told: unknown[] = [];
    const monitor = startLoadMonitor({ maxResidentBytes: 1, maxDelayMilliseconds: 60_000 }, (overload) =>
      told.push(overload),
    );
    try {
      await expect.poll(() => told).toEqual(['memory']);
      expect(monitor.overload()).toBe('memory');
    } finally {
      monitor.stop();
    }
  });
});
