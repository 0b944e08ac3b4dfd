import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoneClockOf } from '../../../src/espi/zone-clock-iana.ts';
import { parseDecimal, toInteger } from '../../../src/services/ingest/formats/csv-numbers.ts';
import { instantsOf, parseCsvTime, parseDuration } from '../../../src/services/ingest/formats/csv-times.ts';

const at = (iso: string): number => Date.parse(iso) / 1000;

describe('numbers of CSV files', () => {
  it.each([
    ['1,234.56', '.', 1_234_560],
    ['1.234,56', ',', 1_234_560],
    ['1 234,5', ',', 1_234_500],
    ['$42.08 ', '.', 42_080],
    ['-$1.5', '.', -1500],
    ['($1.50)', '.', -1500],
    ['12.5-', '.', -12_500],
    ['.5', '.', 500],
    ['5.', '.', 5000],
    ['+7', '.', 7000],
    ['0.0005', '.', 1],
    ['0.00049', '.', 0],
    ['-0.0005', '.', -1],
    ['0.30000000000000004', '.', 300],
  ] as const)('%s', (text, decimal, thousandths) => {
    const parsed = parseDecimal(text, decimal);
    expect(parsed && toInteger(parsed, 0, -3)).toBe(thousandths);
  });

  it.each(['', '.', '-', 'x', '1,2', '1.2.3', '12,34', '0x10', '1e3', 'NaN', '1 2', '--1'])(
    '%j is none',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined();
    },
  );

  it('scale exactly, and none comes out that does not fit', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 5 }), (value, decimals) => {
        const parsed = parseDecimal((value / 10 ** decimals).toFixed(decimals));
        expect(parsed && toInteger(parsed, 0, -decimals)).toBe(value);
      }),
    );
    expect(toInteger({ negative: false, digits: '140737488355328', decimals: 0 }, 0, 0)).toBeUndefined();
    expect(toInteger({ negative: true, digits: '140737488355327', decimals: 0 }, 0, 0)).toBe(
      -140_737_488_355_327,
    );
  });
});

describe('numbers of CSV files, plain or not', () => {
  const digits = (maxLength: number) =>
    fc.array(fc.constantFrom(...'0123456789'), { minLength: 0, maxLength }).map((all) => all.join(''));
  const decimal = fc
    .tuple(fc.boolean(), digits(18), digits(18))
    .filter(([, whole, fraction]) => whole + fraction !== '');

  it('are read the same with a sign that makes them unusual', () => {
    fc.assert(
      fc.property(decimal, ([, whole, fraction]) => {
        const text = `${whole}.${fraction}`;
        expect(parseDecimal(text)).toEqual(parseDecimal(`+${text}`));
        expect(parseDecimal(text)).toEqual({
          negative: false,
          digits: whole + fraction,
          decimals: fraction.length,
        });
        expect(parseDecimal(`-${text}`)).toEqual({ ...parseDecimal(text), negative: true });
      }),
    );
  });

  it('are rounded halves away from zero, however many digits they have', () => {
    const scale = fc.integer({ min: -12, max: 12 });
    fc.assert(
      fc.property(decimal, scale, scale, ([negative, whole, fraction], exponent, power) => {
        const shift = exponent - power - fraction.length;
        const exact = BigInt(whole + fraction);
        const unit = 10n ** BigInt(Math.abs(shift));
        const size = shift >= 0 ? exact * unit : (2n * exact + unit) / (2n * unit);
        const expected = size >= 2n ** 47n ? undefined : Number(negative ? -size : size) + 0;
        const parsed = { negative, digits: whole + fraction, decimals: fraction.length };
        expect(toInteger(parsed, exponent, power)).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('times of CSV files', () => {
  it('are the same in the usual way to write them as in an unusual one', () => {
    const two = (number: number): string => String(number).padStart(2, '0');
    const offset = fc.constantFrom('', 'Z', '+00:00', '-05:00', '+0530', '-0330', '+13:45');
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
        fc.constantFrom('T', ' '),
        fc.constantFrom('', ':ss', ':ss.000', ':ss.7'),
        offset,
        (date, between, seconds, zone) => {
          const [day, hour, minute] = [date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes()];
          const second = seconds === '' ? 0 : date.getUTCSeconds();
          const clock = `${two(hour)}:${two(minute)}${seconds.replace('ss', two(second))}${zone}`;
          const usual = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(day)}${between}${clock}`;
          const slashed = `${date.getUTCMonth() + 1}/${day}/${date.getUTCFullYear()}, ${clock.toLowerCase()}`;
          expect(parseCsvTime(usual, 'mdy')).toEqual(parseCsvTime(slashed, 'mdy'));
          const wall = Math.floor(date.getTime() / 60_000) * 60 + second;
          const [, sign, h, m] = /([+-])(\d\d):?(\d\d)/.exec(zone) ?? [];
          const away = (sign === '-' ? -1 : 1) * (Number(h ?? 0) * 3600 + Number(m ?? 0) * 60);
          expect(parseCsvTime(usual, 'mdy')).toEqual(
            zone === '' ? { kind: 'local', wall } : { kind: 'instant', seconds: wall - away },
          );
        },
      ),
    );
  });

  it.each([
    '2026-02-30T00:15Z',
    '2026-13-01 00:15',
    '2026-01-31T25:15Z',
    '2026-01-31T00:60Z',
    '2026-01-31T00:15:60Z',
    '2026-01-31T0x:15Z',
    '2026-01-31T00:15+5',
  ])('%s is none', (text) => {
    expect(parseCsvTime(text, 'mdy')).toBeUndefined();
  });

  it.each([
    ['2026-01-31T00:15:00-05:00', { kind: 'instant', seconds: at('2026-01-31T05:15Z') }],
    ['2026-01-31T00:15Z', { kind: 'instant', seconds: at('2026-01-31T00:15Z') }],
    ['2026-01-31 00:15', { kind: 'local', wall: at('2026-01-31T00:15Z') }],
    ['1/31/2026 12:15 AM', { kind: 'local', wall: at('2026-01-31T00:15Z') }],
    ['1/31/26 12:15 pm', { kind: 'local', wall: at('2026-01-31T12:15Z') }],
    ['31.1.2026, 24:00', { kind: 'local', wall: at('2026-02-01T00:00Z') }],
    ['20260131', { kind: 'day', day: '2026-01-31' }],
    ['202601310015', { kind: 'local', wall: at('2026-01-31T00:15Z') }],
    ['1/31/2026', { kind: 'day', day: '2026-01-31' }],
    ['1769835600', { kind: 'instant', seconds: 1_769_835_600 }],
    ['1769835600000', { kind: 'instant', seconds: 1_769_835_600 }],
  ])('%s', (text, time) => {
    expect(parseCsvTime(text, 'mdy')).toEqual(time);
  });

  it.each(['', 'Total', '2026-02-30', '31/1/2026', '2026-01-31 25:00', '1/31/2026 13:00 PM', '12'])(
    '%j is none',
    (text) => {
      expect(parseCsvTime(text, 'mdy')).toBeUndefined();
    },
  );

  it.each([
    ['900', 900],
    ['15m', 900],
    ['15 min', 900],
    ['PT15M', 900],
    ['P1DT1H', 90_000],
    ['00:15', 900],
    ['1 hour', 3600],
    ['soon', undefined],
    ['P', undefined],
  ])('%s lasts', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it('have one instant, two in the hour that comes twice, none in the one that is left out', () => {
    const zone = zoneClockOf('America/New_York');
    expect(instantsOf(at('2026-11-01T01:30Z'), zone)).toEqual([
      at('2026-11-01T05:30Z'),
      at('2026-11-01T06:30Z'),
    ]);
    expect(instantsOf(at('2026-03-08T02:30Z'), zone)).toEqual([]);
    fc.assert(
      fc.property(fc.integer({ min: at('2000-01-01T00:00Z'), max: at('2040-01-01T00:00Z') }), (t) => {
        expect(instantsOf(t + zone.spanAt(t).offset, zone)).toContain(t);
      }),
    );
  });
});
