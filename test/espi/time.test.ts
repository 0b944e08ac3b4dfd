import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime, parseQueryTime, putTime } from '../../src/espi/time.ts';

describe('parseQueryTime', () => {
  it.each([
    ['2018-08-01T00:00:00Z', '2018-08-01T00:00:00.000Z'],
    ['2018-08-01t00:00:00z', '2018-08-01T00:00:00.000Z'],
    ['2018-08-01 00:00:00Z', '2018-08-01T00:00:00.000Z'],
    ['2018-08-01T00:00:00+00:00', '2018-08-01T00:00:00.000Z'],
    ['2018-08-01T00:00:00 00:00', '2018-08-01T00:00:00.000Z'],
    ['2018-08-01T00:00:00-00:00', '2018-08-01T00:00:00.000Z'],
    ['2018-08-01T02:30:00 02:30', '2018-08-01T00:00:00.000Z'],
    ['2018-07-31T20:00:00-04:00', '2018-08-01T00:00:00.000Z'],
    ['2018-08-01T00:00:00.5Z', '2018-08-01T00:00:00.500Z'],
    ['2018-08-01T00:00:00.123456789+01:00', '2018-07-31T23:00:00.123Z'],
    ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
    ['1704067200', '2024-01-01T00:00:00.000Z'],
    ['999999999', '2001-09-09T01:46:39.000Z'],
    ['0', '1970-01-01T00:00:00.000Z'],
  ])('reads %s', (text, instant) => {
    expect(new Date(parseQueryTime(text) ?? Number.NaN).toISOString()).toBe(instant);
  });

  it.each([
    '',
    ' ',
    'All',
    '03/01/2016',
    'yesterday',
    '2016',
    '201603',
    '20160301',
    '1704067200000',
    '-1',
    '1.5',
    '1e9',
    '2018-08-01',
    '2018-08-01T00:00:00',
    '2018-08-01T00:00Z',
    '2018-08-01T00:00:00+0000',
    '2018-08-01T00:00:00.Z',
    '2018-13-01T00:00:00Z',
    '2018-00-01T00:00:00Z',
    '2018-02-30T00:00:00Z',
    '2018-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2018-04-31T00:00:00Z',
    '2018-08-00T00:00:00Z',
    '2018-08-01T24:00:00Z',
    '2018-08-01T00:60:00Z',
    '2018-08-01T00:00:61Z',
    '2018-08-01T12:00:60Z',
    '2018-08-01T00:00:00+24:00',
    '2018-08-01T00:00:00+00:60',
    '2018-08-01T00:00:00Z ',
    ' 2018-08-01T00:00:00Z',
    '2018-8-1T00:00:00Z',
    '2018-08-01T00:00:00ZZ',
    '2018-08-01T00:00:00Z\n',
    '٢٠١٨-08-01T00:00:00Z',
  ])('refuses "%s"', (text) => {
    expect(parseQueryTime(text)).toBeUndefined();
  });

  it('reads back what formatTime writes', () => {
    const range = { min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 11, 31) };
    fc.assert(fc.property(fc.integer(range), (time) => parseQueryTime(formatTime(time)) === time));
  });
});

describe('formatTime', () => {
  it.each([
    [1_795_486_211_123, '2026-11-24T02:10:11.123Z'],
    [1_795_486_211_000, '2026-11-24T02:10:11Z'],
    [1_795_486_211_100, '2026-11-24T02:10:11.100Z'],
  ])('writes %d as %s', (time, text) => {
    expect(formatTime(time)).toBe(text);
  });
});

describe('putTime', () => {
  it('writes the bytes of formatTime', () => {
    const moment = fc.oneof(
      fc.integer({ min: 0, max: 2_000_000_000_000 }),
      fc.integer({ min: -70_000_000_000_000, max: 300_000_000_000_000 }),
      fc.nat(2_000_000_000).map((seconds) => seconds * 1000),
      fc.double({ min: -1e12, max: 1e12, noNaN: true }),
    );
    fc.assert(
      fc.property(moment, fc.nat(9), (milliseconds, from) => {
        const bytes = Buffer.alloc(64);
        const end = putTime(bytes, from, milliseconds);
        expect(bytes.toString('latin1', from, end)).toBe(formatTime(milliseconds));
      }),
    );
  });
});
