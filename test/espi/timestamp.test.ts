import { describe, expect, it } from 'vitest';
import { formatTime } from '../../src/espi/time.ts';
import { parseTimestamp } from '../../src/espi/timestamp.ts';

describe('formatTime', () => {
  it.each([
    [0, '1970-01-01T00:00:00Z'],
    [1_795_486_211_123, '2026-11-24T02:10:11.123Z'],
    [1_795_486_211_000, '2026-11-24T02:10:11Z'],
    [1_795_486_211_100, '2026-11-24T02:10:11.100Z'],
  ])('%d is %s', (ms, text) => {
    expect(formatTime(ms)).toBe(text);
    expect(parseTimestamp(text)).toEqual({ ms });
  });
});

describe('parseTimestamp', () => {
  it.each([
    ['2026-11-24T02:10:11.054424Z', { ms: 1_795_486_211_054 }],
    ['2026-11-23T21:10:11-05:00', { ms: 1_795_486_211_000 }],
    ['2026-11-24t02:10:11.5z', { ms: 1_795_486_211_500 }],
    ['2026-11-24T02:10:11', { ms: 1_795_486_211_000, lacks: 'zone' }],
    ['2026-11-24', { ms: 1_795_478_400_000, lacks: 'time' }],
    ['2024-02-29T00:00:00Z', { ms: 1_709_164_800_000 }],
  ])('reads %s', (text, expected) => {
    expect(parseTimestamp(text)).toEqual(expected);
  });

  it.each([
    '',
    'yesterday',
    '2026-02-29',
    '2026-13-01T00:00:00Z',
    '2026-11-24T24:00:00Z',
    '2026-11-24T02:10Z',
    '2026-1-1',
  ])('refuses %j', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});
